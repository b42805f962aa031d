use std::string::String;
use std::vec::Vec;

use rxing::common::BitMatrix;
use rxing::qrcode::cpp_port::decoder::Decode;

use crate::fit::Fit;
use crate::luma::Luma;
use crate::projection::{Place, Projection};

/// The text of the symbol that is believed to stand there.
pub(crate) fn text(luma: &Luma, fit: &Fit) -> Option<String> {
    let greys = Greys::of(luma, fit);
    SHARPENED.into_iter().find_map(|by| decoded(&greys.sharpened(by).binarized()?))
}

/// The text of a symbol's modules, one bit each, dark ones set.
pub(crate) fn decoded(modules: &BitMatrix) -> Option<String> {
    let decoded = Decode(modules).ok()?;
    decoded.isValid().then(|| decoded.text())
}

/// The grey values of a symbol's modules, row by row.
struct Greys {
    side: u16,
    values: Vec<f32>,
}

impl Greys {
    fn of(luma: &Luma, fit: &Fit) -> Self {
        let projection = fit.projection();
        let side = u16::from(fit.known.version).saturating_mul(4).saturating_add(17);
        Self::by(side, |x, y| module(luma, &projection, (f32::from(x) + 0.5, f32::from(y) + 0.5)))
    }

    fn by(side: u16, value: impl Fn(u16, u16) -> f32) -> Self {
        Self { side, values: places(side).map(|(x, y)| value(x, y)).collect() }
    }

    /// Takes away what the light of the four neighbours has added to each module.
    fn sharpened(&self, by: f32) -> Self {
        Self::by(self.side, |x, y| {
            let (left, right) = (x.saturating_sub(1), x.saturating_add(1));
            let (above, below) = (y.saturating_sub(1), y.saturating_add(1));
            let own = self.at(x, y);
            let neighbours =
                self.at(left, y) + self.at(right, y) + self.at(x, above) + self.at(x, below);
            own + by * (4.0 * own - neighbours)
        })
    }

    /// Dark is what is darker than the mean of the modules around.
    fn binarized(&self) -> Option<BitMatrix> {
        let mut bits = BitMatrix::new(self.side.into(), self.side.into()).ok()?;
        for (x, y) in places(self.side) {
            bits.set_bool(x.into(), y.into(), self.at(x, y) < self.mean_around(x, y));
        }
        Some(bits)
    }

    fn mean_around(&self, x: u16, y: u16) -> f32 {
        let near = |at: u16| {
            at.saturating_sub(REACH)..=at.saturating_add(REACH).min(self.side.saturating_sub(1))
        };
        let (mut sum, mut count) = (0.0, 0.0);
        for (x, y) in near(y).flat_map(|y| near(x).map(move |x| (x, y))) {
            sum += self.at(x, y);
            count += 1.0;
        }
        sum / count
    }

    /// Beyond its sides a symbol goes on as it ends.
    fn at(&self, x: u16, y: u16) -> f32 {
        let last = self.side.saturating_sub(1);
        let before = usize::from(y.min(last)).saturating_mul(self.side.into());
        let value = self.values.get(before.saturating_add(x.min(last).into()));
        value.copied().unwrap_or_default()
    }
}

fn places(side: u16) -> impl Iterator<Item = (u16, u16)> {
    (0..side).flat_map(move |y| (0..side).map(move |x| (x, y)))
}

/// The mean of nine places around a module's middle.
fn module(luma: &Luma, projection: &Projection, (x, y): Place) -> f32 {
    let places =
        OFF_MIDDLE.into_iter().flat_map(|down| OFF_MIDDLE.map(|across| (x + across, y + down)));
    places.map(|place| luma.at(projection.place(place))).sum::<f32>() / 9.0
}

/// What part of its difference from each neighbour a module gains.
const SHARPENED: [f32; 3] = [0.0, 0.12, 0.25];
/// In modules.
const OFF_MIDDLE: [f32; 3] = [-0.22, 0.0, 0.22];
/// In modules.
const REACH: u16 = 4;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dark_is_told_by_the_surroundings() {
        // Checks on a ground that becomes lighter from left to right by more than the checks differ.
        let is_dark = |x: u16, y: u16| x.wrapping_add(y).is_multiple_of(2);
        let greys = Greys::by(21, |x, y| {
            60.0 + 4.0 * f32::from(x) + if is_dark(x, y) { -12.0 } else { 12.0 }
        });
        let bits = greys.binarized().unwrap();
        // Near the sides there is more light on one side than on the other.
        for (x, y) in places(21).filter(|&(x, _)| (4..17).contains(&x)) {
            assert_eq!(bits.get(x.into(), y.into()), is_dark(x, y), "{x} {y}");
        }
    }

    #[test]
    fn sharpening_undoes_what_ran_into_the_neighbours() {
        let point = |x: u16, y: u16| if (x, y) == (5, 5) { 200.0 } else { 0.0 };
        let ran = Greys::by(11, |x, y| {
            let near = [
                (x.wrapping_sub(1), y),
                (x.wrapping_add(1), y),
                (x, y.wrapping_sub(1)),
                (x, y.wrapping_add(1)),
            ];
            0.6 * point(x, y) + near.into_iter().map(|(x, y)| 0.1 * point(x, y)).sum::<f32>()
        });
        let sharp = ran.sharpened(0.12);
        assert!(sharp.at(5, 5) > ran.at(5, 5) + 30.0);
        assert!(sharp.at(4, 5).abs() < ran.at(4, 5));
        let even = Greys::by(11, |_, _| 77.0).sharpened(0.25);
        assert!(places(11).all(|(x, y)| (even.at(x, y) - 77.0).abs() < 1e-3));
    }
}
