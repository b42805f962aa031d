use rxing::common::cpp_essentials::ConcentricPattern;
use rxing::common::{BitMatrix, DetectorRXingResult, Result};
use rxing::qrcode::cpp_port::detector::{
    FindFinderPatterns, FinderPatternSet, GenerateFinderPatternSets, SampleQR,
};
use rxing::{BarcodeFormat, Binarizer, BinaryBitmap, DecodeHints, Exceptions, RXingResult, Reader};

use crate::budget::Budget;
use crate::sample::decoded;

/// The search of rxing's own QR reader with a limit on the work: a picture tiled with finder patterns, the squares in
/// three corners of a symbol, would otherwise keep it busy for hours.
pub(crate) struct BoundedReader<'a>(pub(crate) &'a mut Budget);

impl Reader for BoundedReader<'_> {
    fn decode<B: Binarizer>(&mut self, picture: &mut BinaryBitmap<B>) -> Result<RXingResult> {
        let found = texts(picture.get_black_matrix(), self.0).into_iter().next();
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
pub(crate) fn texts(picture: &BitMatrix, budget: &mut Budget) -> Vec<String> {
    let mut patterns = patterns(picture, budget);
    let mut used = Vec::new();
    let mut texts = Vec::new();
    for set in GenerateFinderPatternSets(&mut patterns) {
        let corners = [set.bl, set.tl, set.tr];
        if corners.iter().any(|corner| used.contains(corner)) {
            continue;
        }
        if !budget.takes_set() {
            break;
        }
        if let Some(text) = text_between(picture, &set) {
            used.extend(corners);
            texts.push(text);
        }
    }
    texts
}

/// All finder patterns, the largest first: small ones are more likely to be noise.
pub(crate) fn patterns(picture: &BitMatrix, budget: &mut Budget) -> Vec<ConcentricPattern> {
    let finest = picture.width().max(picture.height()).div_ceil(MODULES_ACROSS);
    let mut patterns = FindFinderPatterns(picture, true, finest);
    if patterns.len() > MOST_CREDIBLE {
        budget.abandon();
        return Vec::new();
    }
    patterns.sort_by_key(|pattern| core::cmp::Reverse(pattern.size));
    patterns.truncate(MOST_PATTERNS);
    patterns
}

fn text_between(picture: &BitMatrix, corners: &FinderPatternSet) -> Option<String> {
    let sampled = SampleQR(picture, corners).ok()?;
    decoded(sampled.getBits())
}

/// A module must be at least this part of the picture's longer side, or one pixel.
const MODULES_ACROSS: u32 = 1600;
/// A symbol has three. The search compares each pattern with all others.
const MOST_CREDIBLE: usize = 4096;
const MOST_PATTERNS: usize = 192;
