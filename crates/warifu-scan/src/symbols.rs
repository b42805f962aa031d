use core::panic::AssertUnwindSafe;

use rxing::common::HybridBinarizer;
use rxing::{BinaryBitmap, FilteredImageReader, Luma8Source, Reader};

use crate::budget::Budget;
use crate::finder::{self, BoundedReader};
use crate::guard::unless_it_panics;
use crate::luma::Luma;
use crate::numbers::area;
use crate::{MAX_PIXELS, ScanError, fitted};
use warifu_qr::text;

/// The texts of QR symbols in a picture of grey values, row by row from the top, 0 black and 255 white.
///
/// The picture is read as it is, dark on light before light on dark; then by fitting symbols to its grey values; then
/// from smaller, larger and smoother copies. The first attempt that finds a text which [`text::decode`] accepts ends
/// the search, and all texts that this attempt found are returned. If no attempt finds one, the texts of the first
/// attempt that found any are returned.
///
/// # Errors
///
/// [`ScanError::WrongLength`] unless there are `width` times `height` values, [`ScanError::TooLarge`] above
/// [`MAX_PIXELS`], [`ScanError::NoSymbol`] when no attempt finds one.
pub fn read_luma(width: u32, height: u32, luma: &[u8]) -> Result<Vec<String>, ScanError> {
    let pixels = area(width, height);
    // The work grows with the picture, which a stranger may have made.
    if pixels > MAX_PIXELS {
        return Err(ScanError::TooLarge);
    }
    if u64::try_from(luma.len()).ok() != Some(pixels) {
        return Err(ScanError::WrongLength);
    }
    if width.min(height) < SMALLEST_SIDE {
        return Err(ScanError::NoSymbol);
    }
    let luma = Luma::new(width, height, luma.into()).ok_or(ScanError::WrongLength)?;
    read(&luma, &ATTEMPTS).ok_or(ScanError::NoSymbol)
}

fn read(luma: &Luma, attempts: &[Attempt]) -> Option<Vec<String>> {
    let mut foreign = None;
    for attempt in attempts {
        let mut budget = Budget::new();
        let texts = unless_it_panics(AssertUnwindSafe(|| attempt(luma, &mut budget)));
        let texts = texts.filter(|texts| !texts.is_empty());
        if texts.iter().flatten().any(|text| text::decode(text).is_ok()) {
            return texts;
        }
        foreign = foreign.or(texts);
        if !budget.is_worth_it() {
            break;
        }
    }
    foreign
}

type Attempt = fn(&Luma, &mut Budget) -> Vec<String>;

/// The cheap ones first.
const ATTEMPTS: [Attempt; 5] = [
    plain,
    |luma, budget| plain(&luma.inverted(), budget),
    |luma, budget| fitted::texts(&luma.shrunk_to(MOST_FITTED), budget),
    filtered,
    |luma, budget| fitted::texts(&luma.shrunk_to(MOST_FITTED).inverted(), budget),
];

fn plain(luma: &Luma, budget: &mut Budget) -> Vec<String> {
    luma.binarized().into_iter().flat_map(|bits| finder::texts(&bits, budget)).collect()
}

/// The texts in smaller copies, or in larger ones if the picture is small, with gaps closed where needed.
fn filtered(luma: &Luma, budget: &mut Budget) -> Vec<String> {
    let (short, long) = (luma.width().min(luma.height()), luma.width().max(luma.height()));
    // Small pictures are enlarged until their shorter side is long enough; a narrow strip would become enormous.
    if short < ENLARGED_BELOW && long > LONGEST_ENLARGED {
        return Vec::new();
    }
    let source = Luma8Source::new_with_slice(luma.values(), luma.width(), luma.height());
    let found = source.and_then(|source| {
        let mut bitmap = BinaryBitmap::new(HybridBinarizer::new(source));
        FilteredImageReader::new(BoundedReader(budget)).decode(&mut bitmap)
    });
    found.iter().map(|found| found.getText().to_owned()).collect()
}

/// A QR symbol has at least this many modules, and so pixels, on a side.
const SMALLEST_SIDE: u32 = 21;
/// A larger picture is shrunk before symbols are fitted to its grey values.
const MOST_FITTED: u64 = 1_500_000;
/// Where rxing's filter starts to enlarge, in pixels.
const ENLARGED_BELOW: u32 = 150;
const LONGEST_ENLARGED: u32 = 600;

#[cfg(test)]
#[expect(clippy::arithmetic_side_effects, reason = "tests")]
mod tests {

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
            let count = usize::from(width) * usize::from(height);
            for luma in [
                vec![0; count],
                vec![255; count],
                (0..count).map(|place| if place % 2 == 0 { 0 } else { 255 }).collect(),
            ] {
                assert_eq!(read_luma(width.into(), height.into(), &luma), Err(ScanError::NoSymbol));
            }
        }
    }

    /// Finder patterns side by side, of 9 modules with the light around them.
    fn tiled(width: u32, height: u32, module: u32) -> Luma<'static> {
        let places = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
        let values = places.map(|(x, y)| {
            let ring = (x / module % 9).abs_diff(4).max((y / module % 9).abs_diff(4));
            if ring == 3 || ring <= 1 { 20 } else { 230 }
        });
        Luma::new(width, height, values.collect()).unwrap()
    }

    fn noise(width: u32, height: u32, mut state: u64, cut: u8) -> Vec<u8> {
        let values = (0..width * height).map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            if state.to_le_bytes()[0] < cut { 0 } else { 255 }
        });
        values.collect()
    }

    #[test]
    fn a_picture_of_finder_patterns_spends_no_more_than_the_budget() {
        let tiled = tiled(640, 480, 2);
        let [light, dark, light_fitted, smaller, _] = ATTEMPTS;
        let left = |attempt: Attempt| {
            let mut budget = Budget::new();
            assert!(attempt(&tiled, &mut budget).is_empty());
            assert!(budget.is_worth_it());
            budget.left()
        };
        let (sets, fits) = Budget::new().left();
        assert_eq!(left(light), (0, fits));
        assert_eq!(left(dark), (sets, fits), "on dark ground there is none");
        assert_eq!(left(light_fitted), (sets, 0));
        assert_eq!(left(smaller).0, 0);
    }

    #[test]
    fn thousands_of_finder_patterns_end_the_search() {
        let mut budget = Budget::new();
        assert!(plain(&tiled(1300, 1300, 2), &mut budget).is_empty());
        assert!(!budget.is_worth_it());
        assert_eq!(budget.left(), (0, 0));
    }

    #[test]
    fn noise_spends_little() {
        let luma = Luma::new(640, 480, noise(640, 480, 1, 128).into()).unwrap();
        for attempt in ATTEMPTS {
            let mut budget = Budget::new();
            assert!(attempt(&luma, &mut budget).is_empty());
            let (all, left) = (Budget::new().left(), budget.left());
            assert!(left.0 > all.0 / 2 && left.1 > all.1 / 2, "{left:?}");
        }
    }

    fn texts(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|&text| text.to_owned()).collect()
    }

    const FOREIGN: Attempt = |_, _| texts(&["https://example.com"]);
    const ANOTHER: Attempt = |_, _| texts(&["mfrgg"]);
    const OURS: Attempt = |_, _| texts(&["mfrgg", "MFRGG"]);
    const NONE: Attempt = |_, _| Vec::new();
    const PANICS: Attempt = |_, _| panic!("as a foreign decoder may");
    const ABANDONS: Attempt = |_, budget| {
        budget.abandon();
        Vec::new()
    };

    #[test]
    fn the_first_attempt_with_a_text_of_ours_ends_the_search() {
        let luma = Luma::new(1, 1, [0].as_slice().into()).unwrap();
        let cases: [(&[Attempt], Option<&[&str]>); 8] = [
            (&[OURS, PANICS], Some(&["mfrgg", "MFRGG"])),
            (&[FOREIGN, NONE, OURS, ANOTHER], Some(&["mfrgg", "MFRGG"])),
            (&[NONE, FOREIGN, ANOTHER, NONE], Some(&["https://example.com"])),
            (&[PANICS, OURS], Some(&["mfrgg", "MFRGG"])),
            (&[PANICS, ANOTHER, PANICS], Some(&["mfrgg"])),
            (&[ABANDONS, OURS], None),
            (&[FOREIGN, ABANDONS, OURS], Some(&["https://example.com"])),
            (&[NONE, PANICS], None),
        ];
        for (number, (attempts, expected)) in cases.into_iter().enumerate() {
            assert_eq!(read(&luma, attempts), expected.map(texts), "case {number}");
        }
    }

    #[test]
    fn strips_of_noise_show_no_symbol() {
        for (width, height) in [(21, 30_000), (30_000, 21), (149, 601), (5000, 40)] {
            let luma = noise(width, height, 3, 128);
            assert_eq!(read_luma(width, height, &luma), Err(ScanError::NoSymbol));
        }
        for (width, height) in [(1, 10_000), (10_000, 1), (20, 2000)] {
            let luma = noise(width, height, 3, 128);
            assert_eq!(read_luma(width, height, &luma), Err(ScanError::NoSymbol));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn noise_never_panics(width in 1_u32..120, height in 1_u32..120, seed: u64, cut in 1_u8..255) {
            let _ = read_luma(width, height, &noise(width, height, seed | 1, cut));
        }
    }
}
