use rxing::common::cpp_essentials::ConcentricPattern;

use crate::numbers::float;
use crate::projection::{Point, TO_MIDDLE, between, cross, distance, length};

/// A finder pattern, the square in three corners of a symbol.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Finder {
    pub(crate) middle: Point,
    /// The side of its modules, in pixels.
    pub(crate) module: f32,
}

impl Finder {
    /// Of a pattern that was found in a picture enlarged `scale` times.
    pub(crate) fn new(pattern: &ConcentricPattern, scale: f32) -> Self {
        let side = float(pattern.size.unsigned_abs());
        let middle = (pattern.p.x / scale, pattern.p.y / scale);
        Self { middle, module: side / (2.0 * TO_MIDDLE) / scale }
    }

    /// Whether it is the same one, found twice.
    pub(crate) fn is(&self, other: &Self) -> bool {
        let ratio = self.module / other.module;
        distance(self.middle, other.middle) < 2.0 * self.module && (0.67..1.5).contains(&ratio)
    }
}

/// Three finder patterns that may belong to one symbol.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Corners {
    pub(crate) top_left: Finder,
    pub(crate) top_right: Finder,
    pub(crate) bottom_left: Finder,
}

impl Corners {
    /// All plausible sets with at least one of the finder patterns from index `first_new` on, the most plausible first.
    pub(crate) fn among(finders: &[Finder], first_new: usize) -> Vec<Self> {
        let mut found = Vec::new();
        for (last, &a) in finders.iter().enumerate().skip(first_new) {
            for (before, &b) in finders.iter().enumerate().take(last) {
                for &c in finders.iter().take(before) {
                    let turns = [(a, b, c), (b, c, a), (c, a, b)];
                    found.extend(turns.into_iter().filter_map(Self::around));
                }
            }
        }
        found.sort_by(|(one, _): &(f32, Self), (other, _)| one.total_cmp(other));
        found.into_iter().map(|(_, corners)| corners).collect()
    }

    /// The set with the first one in the top left corner, and how implausible it is: 0 for a symbol seen from straight
    /// above.
    fn around((top_left, one, other): (Finder, Finder, Finder)) -> Option<(f32, Self)> {
        let legs = [one, other].map(|finder| between(top_left.middle, finder.middle));
        let [p, q] = legs;
        let [long, short] = legs.map(length);
        let skew = ((p.0 * q.0 + p.1 * q.1) / (long * short)).abs();
        let uneven = (long / short).ln().abs();
        let modules = [top_left, one, other].map(|finder| finder.module);
        let largest = modules.into_iter().fold(0.0, f32::max);
        let spread = (largest / modules.into_iter().fold(f32::MAX, f32::min)).ln();
        let is_plausible = skew < MOST_SKEW
            && uneven < MOST_UNEVEN
            && spread < MOST_UNEVEN
            && long.min(short) > SHORTEST_LEG * largest;
        let (top_right, bottom_left) = if cross(p, q) > 0.0 { (one, other) } else { (other, one) };
        let corners = Self { top_left, top_right, bottom_left };
        is_plausible.then_some((skew + uneven + spread / 2.0, corners))
    }

    pub(crate) fn shares(&self, other: &Self) -> bool {
        [self.top_left, self.top_right, self.bottom_left].iter().any(|finder| other.has(finder))
    }

    fn has(&self, finder: &Finder) -> bool {
        [self.top_left, self.top_right, self.bottom_left].contains(finder)
    }

    /// Top left, top right, bottom left.
    pub(crate) fn middles(&self) -> [Point; 3] {
        [self.top_left, self.top_right, self.bottom_left].map(|finder| finder.middle)
    }

    /// About how many modules a side of the symbol has.
    pub(crate) fn side(&self) -> f32 {
        let modules = |one: Finder, other: Finder| {
            distance(one.middle, other.middle) / (one.module * other.module).sqrt()
        };
        let across = modules(self.top_left, self.top_right);
        let down = modules(self.top_left, self.bottom_left);
        2.0 * TO_MIDDLE + f32::midpoint(across, down)
    }
}

/// The cosine of the angle in the top left corner.
const MOST_SKEW: f32 = 0.75;
/// The logarithm of how many times as long one side may be as the other, and as large one module.
const MOST_UNEVEN: f32 = 0.9;
/// In modules; in the smallest symbol it has 14.
const SHORTEST_LEG: f32 = 8.0;

#[cfg(test)]
mod tests {
    use super::*;

    const fn finder(x: f32, y: f32) -> Finder {
        Finder { middle: (x, y), module: 4.0 }
    }

    #[test]
    fn the_most_plausible_turn_comes_first() {
        let (top_left, top_right, bottom_left) =
            (finder(300.0, 100.0), finder(300.0, 252.0), finder(148.0, 100.0));
        let expected = Corners { top_left, top_right, bottom_left };
        for finders in [
            [top_left, top_right, bottom_left],
            [bottom_left, top_left, top_right],
            [top_right, bottom_left, top_left],
            [top_right, top_left, bottom_left],
        ] {
            let corners = Corners::among(&finders, 0);
            assert_eq!(corners.first(), Some(&expected));
            assert!((expected.side() - 45.0).abs() < 1e-3);
        }
    }

    #[test]
    fn what_cannot_be_a_symbol_is_left_out() {
        let line = [finder(100.0, 100.0), finder(200.0, 101.0), finder(300.0, 100.0)];
        let near = [finder(100.0, 100.0), finder(130.0, 100.0), finder(100.0, 130.0)];
        let large = Finder { middle: (100.0, 400.0), module: 12.0 };
        let uneven = [finder(100.0, 100.0), finder(400.0, 100.0), large];
        for finders in [line, near, uneven] {
            assert_eq!(Corners::among(&finders, 0), []);
        }
    }

    #[test]
    fn only_those_with_a_new_one() {
        let square = [
            finder(100.0, 100.0),
            finder(252.0, 100.0),
            finder(100.0, 252.0),
            finder(252.0, 252.0),
        ];
        let of = |first_new| Corners::among(&square, first_new);
        assert_eq!(of(3).len() + Corners::among(&square[..3], 0).len(), of(0).len());
        assert!(of(3).iter().all(|corners| corners.has(&square[3])));
        assert_eq!(of(4), []);
    }

    #[test]
    fn one_that_is_found_twice() {
        let one = finder(100.0, 100.0);
        assert!(one.is(&finder(103.0, 102.0)));
        assert!(!one.is(&finder(110.0, 100.0)));
        assert!(!one.is(&Finder { module: 8.0, ..one }));
    }
}
