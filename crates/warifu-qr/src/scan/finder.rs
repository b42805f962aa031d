use std::string::String;
use std::vec::Vec;

use rxing::common::{BitMatrix, DetectorRXingResult, Result};
use rxing::qrcode::cpp_port::decoder::Decode;
use rxing::qrcode::cpp_port::detector::{
    FindFinderPatterns, FinderPatternSet, GenerateFinderPatternSets, SampleQR,
};
use rxing::{BarcodeFormat, Binarizer, BinaryBitmap, DecodeHints, Exceptions, RXingResult, Reader};

/// The search of rxing's own QR reader with a limit on the work: a picture tiled with finder patterns, the squares in
/// three corners of a symbol, would otherwise keep it busy for hours.
pub(super) struct BoundedReader;

impl Reader for BoundedReader {
    fn decode<B: Binarizer>(&mut self, picture: &mut BinaryBitmap<B>) -> Result<RXingResult> {
        let found = texts(picture.get_black_matrix()).into_iter().next();
        let text = found.ok_or(Exceptions::NOT_FOUND)?;
        Ok(RXingResult::new(&text, Vec::new(), Vec::new(), BarcodeFormat::QR_CODE))
    }

    fn decode_with_hints<B: Binarizer>(
        &mut self,
        picture: &mut BinaryBitmap<B>,
        _hints: &DecodeHints,
    ) -> Result<RXingResult> {
        self.decode(picture)
    }
}

/// The texts of all symbols, the most plausible first.
pub(super) fn texts(picture: &BitMatrix) -> Vec<String> {
    let finest = picture.width().max(picture.height()).div_ceil(MODULES_ACROSS);
    let mut patterns = FindFinderPatterns(picture, true, finest);
    // Small ones are more likely to be noise.
    patterns.sort_by_key(|pattern| core::cmp::Reverse(pattern.size));
    patterns.truncate(MOST_PATTERNS);
    let mut used = Vec::new();
    let mut texts = Vec::new();
    for set in GenerateFinderPatternSets(&mut patterns).iter().take(MOST_SETS) {
        let corners = [set.bl, set.tl, set.tr];
        if corners.iter().any(|corner| used.contains(corner)) {
            continue;
        }
        if let Some(text) = text_between(picture, set) {
            used.extend(corners);
            texts.push(text);
        }
    }
    texts
}

fn text_between(picture: &BitMatrix, corners: &FinderPatternSet) -> Option<String> {
    let sampled = SampleQR(picture, corners).ok()?;
    let decoded = Decode(sampled.getBits()).ok()?;
    decoded.isValid().then(|| decoded.text())
}

/// A module must be at least this part of the picture's longer side, or one pixel.
const MODULES_ACROSS: u32 = 2500;
/// Three for each symbol.
const MOST_PATTERNS: usize = 192;
const MOST_SETS: usize = 2048;
