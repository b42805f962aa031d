use core::panic::AssertUnwindSafe;
use std::borrow::ToOwned;
use std::string::String;
use std::vec::Vec;

use rxing::common::HybridBinarizer;
use rxing::{BinaryBitmap, FilteredImageReader, Luma8Source, LuminanceSource, Reader};

use super::finder::{self, BoundedReader};
use super::picture::unless_it_panics;
use super::{MAX_PIXELS, ScanError};

/// The texts of all QR symbols in a picture of grey values, row by row from the top, 0 black and 255 white.
///
/// Dark on light is tried before light on dark, then smoothed and scaled copies of the picture, dark on light only.
///
/// # Errors
///
/// [`ScanError::WrongLength`] unless there are `width` times `height` values, [`ScanError::TooLarge`],
/// [`ScanError::NoSymbol`].
pub fn read_luma(width: u32, height: u32, luma: &[u8]) -> Result<Vec<String>, ScanError> {
    let pixels = u64::from(width).saturating_mul(u64::from(height));
    if pixels > MAX_PIXELS {
        return Err(ScanError::TooLarge);
    }
    if u64::try_from(luma.len()).ok() != Some(pixels) {
        return Err(ScanError::WrongLength);
    }
    let (short, long) = (width.min(height), width.max(height));
    if short < SMALLEST_SIDE {
        return Err(ScanError::NoSymbol);
    }
    let view = View { width, height, luma };
    let tries: [&dyn Fn() -> Option<Vec<String>>; 3] =
        [&|| view.all(Ground::Light), &|| view.all(Ground::Dark), &|| view.filtered()];
    // Small pictures are enlarged until their shorter side is long enough; a narrow strip would become enormous.
    let count = if short < ENLARGED_BELOW && long > LONGEST_ENLARGED { 2 } else { tries.len() };
    tries
        .into_iter()
        .take(count)
        .find_map(|attempt| unless_it_panics(AssertUnwindSafe(attempt)).flatten())
        .filter(|texts| !texts.is_empty())
        .ok_or(ScanError::NoSymbol)
}

#[derive(Clone, Copy)]
enum Ground {
    Light,
    Dark,
}

struct View<'a> {
    width: u32,
    height: u32,
    luma: &'a [u8],
}

impl<'a> View<'a> {
    fn all(&self, ground: Ground) -> Option<Vec<String>> {
        let texts = finder::texts(self.bitmap(ground)?.get_black_matrix());
        (!texts.is_empty()).then_some(texts)
    }

    fn filtered(&self) -> Option<Vec<String>> {
        let found = FilteredImageReader::new(BoundedReader)
            .decode(&mut self.bitmap(Ground::Light)?)
            .ok()?;
        Some(Vec::from([found.getText().to_owned()]))
    }

    fn bitmap(&self, ground: Ground) -> Option<BinaryBitmap<HybridBinarizer<Luma8Source<'a>>>> {
        let mut source = Luma8Source::new_with_slice(self.luma, self.width, self.height).ok()?;
        match ground {
            Ground::Light => (),
            Ground::Dark => source.invert(),
        }
        Some(BinaryBitmap::new(HybridBinarizer::new(source)))
    }
}

/// A QR symbol has at least as many modules, and so pixels, on a side.
const SMALLEST_SIDE: u32 = 21;
/// Where rxing's filter starts to enlarge, in pixels.
const ENLARGED_BELOW: u32 = 150;
const LONGEST_ENLARGED: u32 = 600;

#[cfg(test)]
mod tests {
    use std::vec;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn pictures_that_cannot_be() {
        assert_eq!(read_luma(30, 30, &[0; 899]), Err(ScanError::WrongLength));
        assert_eq!(read_luma(30, 30, &[0; 901]), Err(ScanError::WrongLength));
        assert_eq!(read_luma(u32::MAX, u32::MAX, &[]), Err(ScanError::TooLarge));
        assert_eq!(read_luma(40_000_001, 1, &[]), Err(ScanError::TooLarge));
        assert_eq!(read_luma(0, 0, &[]), Err(ScanError::NoSymbol));
        assert_eq!(read_luma(0, 1000, &[]), Err(ScanError::NoSymbol));
        assert_eq!(read_luma(1, 1, &[0]), Err(ScanError::NoSymbol));
    }

    #[test]
    fn empty_and_striped_pictures_show_no_symbol() {
        for (width, height) in
            [(21_u16, 21_u16), (40, 40), (100, 30), (300, 200), (24, 20_000), (601, 30)]
        {
            let count = usize::from(width).saturating_mul(height.into());
            for luma in [
                vec![0; count],
                vec![255; count],
                (0..count).map(|place| if place % 2 == 0 { 0 } else { 255 }).collect(),
            ] {
                assert_eq!(read_luma(width.into(), height.into(), &luma), Err(ScanError::NoSymbol));
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn noise_never_panics(width in 1_u32..120, height in 1_u32..120, seed: u64, cut in 1_u8..255) {
            let mut state = seed | 1;
            let luma: Vec<u8> = (0..width.saturating_mul(height))
                .map(|_| {
                    state ^= state << 13;
                    state ^= state >> 7;
                    state ^= state << 17;
                    if state.to_le_bytes()[0] < cut { 0 } else { 255 }
                })
                .collect();
            let _ = read_luma(width, height, &luma);
        }
    }
}
