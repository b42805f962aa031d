use crate::budget::Budget;
use crate::corners::{Corners, Finder};
use crate::finder;
use crate::fit::Fit;
use crate::luma::Luma;
use crate::sample;

/// The texts of all symbols that are found in an improved copy of the picture by their finder patterns. They are read from
/// the grey values of the picture itself, which hold more than black and white.
pub(crate) fn texts(luma: &Luma, budget: &mut Budget) -> Vec<String> {
    let mut finders: Vec<Finder> = Vec::new();
    for (copy, scale) in COPIES {
        let first_new = finders.len();
        let Some(bits) = copy(luma).binarized() else { continue };
        for pattern in finder::patterns(&bits, budget).iter().take(MOST_FINDERS) {
            let finder = Finder::new(pattern, scale);
            if !finders.iter().any(|known| known.is(&finder)) {
                finders.push(finder);
            }
        }
        let texts = texts_between(luma, &finders, first_new, budget);
        if !texts.is_empty() {
            return texts;
        }
    }
    Vec::new()
}

fn texts_between(
    luma: &Luma,
    finders: &[Finder],
    first_new: usize,
    budget: &mut Budget,
) -> Vec<String> {
    let mut used: Vec<Corners> = Vec::new();
    let mut texts = Vec::new();
    for corners in Corners::among(finders, first_new) {
        // A finder pattern belongs to one symbol: its other sets are not worth a fit.
        if used.iter().any(|used| used.shares(&corners)) {
            continue;
        }
        // A picture may be made of finder patterns alone: without a limit it would keep the reader busy for hours.
        if !budget.takes_fit() {
            break;
        }
        let found = Fit::all(luma, &corners).iter().find_map(|fit| sample::text(luma, fit));
        if let Some(text) = found {
            used.push(corners);
            texts.push(text);
        }
    }
    texts
}

/// A copy of a picture that finder patterns are easier to find in, and how many times it is enlarged.
type Copy = (fn(&Luma) -> Luma<'static>, f32);

const COPIES: [Copy; 2] =
    [(|luma| luma.smoothed().doubled(), 2.0), (|luma| luma.smoothed().sharpened(), 1.0)];
/// In each copy.
const MOST_FINDERS: usize = 16;
