use core::ops::RangeInclusive;

use rxing::qrcode::common::Version;

use crate::luma::Luma;
use crate::numbers::float;
use crate::projection::{Point, Projection, TO_MIDDLE, distance};

/// The parts of a symbol that depend on its version alone, not on its text.
#[derive(Clone)]
pub(crate) struct Known {
    pub(crate) version: u8,
    /// How many modules a side has.
    pub(crate) side: f32,
    /// The three finder patterns and the light around them.
    pub(crate) finders: Modules,
    /// The timing patterns and the alignment patterns.
    pub(crate) inner: Modules,
    /// The timing pattern between the upper two finder patterns.
    pub(crate) top: Modules,
    /// The timing pattern between the left two.
    pub(crate) left: Modules,
}

impl Known {
    /// `None` if there is no such version.
    pub(crate) fn from_version(version: u8) -> Option<Self> {
        let lines = Version::getVersionForNumber(version.into()).ok()?.getAlignmentPatternCenters();
        let side = side_of(version);
        let far = side - TO_MIDDLE;
        let middles = [(TO_MIDDLE, TO_MIDDLE), (far, TO_MIDDLE), (TO_MIDDLE, far)];
        let (top, left) = (timing(side, |at| (at, 6.5)), timing(side, |at| (6.5, at)));
        let mut inner = Modules::default();
        inner.add(&top);
        inner.add(&left);
        for middle in crossings(lines).filter(|&at| middles.iter().all(|&f| distance(at, f) > 6.0))
        {
            inner.add_rings(middle, ALIGNMENT);
        }
        let mut finders = Modules::default();
        for middle in middles {
            finders.add_rings(middle, FINDER);
        }
        Some(Self { version, side, finders, inner, top, left })
    }
}

/// How many modules a side of a version has.
pub(crate) fn side_of(version: u8) -> f32 {
    17.0 + 4.0 * f32::from(version)
}

/// Middles of modules, in modules.
#[derive(Clone, Default)]
pub(crate) struct Modules {
    light: Vec<Point>,
    dark: Vec<Point>,
}

impl Modules {
    /// How much lighter the light ones are than the dark ones where a symbol may be, in grey values.
    pub(crate) fn contrast(&self, luma: &Luma, projection: &Projection) -> f32 {
        let mean = |places: &[Point]| {
            let (mut sum, mut count) = (0.0, 0.0);
            for &place in places {
                sum += luma.at(projection.place(place));
                count += 1.0;
            }
            sum / count
        };
        mean(&self.light) - mean(&self.dark)
    }

    fn add(&mut self, others: &Self) {
        self.light.extend_from_slice(&others.light);
        self.dark.extend_from_slice(&others.dark);
    }

    /// Squares around a middle, the innermost first.
    fn add_rings(&mut self, (x, y): Point, Rings { line, shades }: Rings) {
        let steps = line.clone().flat_map(|across| line.clone().map(move |down| (across, down)));
        for (across, down) in steps {
            let ring = usize::from(across.unsigned_abs().max(down.unsigned_abs()));
            let modules = match shades.get(ring) {
                Some(Shade::Dark) => &mut self.dark,
                Some(Shade::Light) | None => &mut self.light,
            };
            modules.push((x + f32::from(across), y + f32::from(down)));
        }
    }
}

/// Dark and light modules in turn, from one finder pattern to the next. The last is the light one beside the second
/// pattern.
fn timing(side: f32, place: impl Fn(f32) -> Point) -> Modules {
    let mut modules = Modules::default();
    let mut at = 8.5;
    while at < side - 8.0 {
        modules.dark.push(place(at));
        modules.light.push(place(at + 1.0));
        at += 2.0;
    }
    modules
}

fn crossings(lines: &[u32]) -> impl Iterator<Item = Point> {
    let middle = |line: &u32| float(*line) + 0.5;
    lines.iter().flat_map(move |x| lines.iter().map(move |y| (middle(x), middle(y))))
}

#[derive(Clone, Copy)]
enum Shade {
    Dark,
    Light,
}

/// Squares around one module.
struct Rings {
    /// From one side to the other, in modules from the middle.
    line: RangeInclusive<i8>,
    /// From the middle outwards.
    shades: &'static [Shade],
}

/// With the light that separates it from the rest.
const FINDER: Rings = Rings {
    line: -4..=4,
    shades: &[Shade::Dark, Shade::Dark, Shade::Light, Shade::Dark, Shade::Light],
};
const ALIGNMENT: Rings = Rings { line: -2..=2, shades: &[Shade::Dark, Shade::Light, Shade::Dark] };

#[cfg(test)]
mod tests {

    use super::*;
    use warifu_qr::draw::Symbol;

    /// The module around a place; nothing left of or above the symbol.
    fn is_dark(symbol: &Symbol, (x, y): Point) -> bool {
        let find = |at: f32| {
            (0..=u8::MAX).find(|&module| (f32::from(module)..f32::from(module) + 1.0).contains(&at))
        };
        find(x).zip(find(y)).is_some_and(|(x, y)| symbol.is_dark(x.into(), y.into()))
    }

    #[test]
    fn drawn_symbols_have_what_is_known() {
        for length in [1, 30, 160, 304, 420, 600] {
            let text: String = "QR4".chars().cycle().take(length).collect();
            let symbol = Symbol::from_text(&text).unwrap();
            let known = Known::from_version(symbol.version()).unwrap();
            for modules in [&known.finders, &known.inner, &known.top, &known.left] {
                for &place in &modules.dark {
                    assert!(is_dark(&symbol, place), "{symbol:?} {place:?}");
                }
                for &place in &modules.light {
                    assert!(!is_dark(&symbol, place), "{symbol:?} {place:?}");
                }
            }
        }
    }

    #[test]
    fn the_larger_the_version_the_more_is_known() {
        let known = |version| Known::from_version(version).map(|known| known.inner.dark.len());
        assert_eq!([1, 2, 7].map(known), [Some(6), Some(10 + 17), Some(30 + 6 * 17)]);
        assert_eq!([0, 41, 255].map(known), [None; 3]);
    }
}
