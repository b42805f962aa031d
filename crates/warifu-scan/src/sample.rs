use rxing::common::BitMatrix;
use rxing::qrcode::cpp_port::decoder::Decode;

use crate::fit::Fit;
use crate::luma::Luma;
use crate::projection::{Point, Projection};

/// The text of the symbol that `fit` has found.
pub(crate) fn text(luma: &Luma, fit: &Fit) -> Option<String> {
    let greys = Greys::from_fit(luma, fit);
    SHARPENED.into_iter().find_map(|by| decoded(&greys.sharpened(by).binarized()?))
}

/// The text of a symbol's modules, one bit each, dark ones set.
pub(crate) fn decoded(modules: &BitMatrix) -> Option<String> {
    let decoded = Decode(modules).ok()?;
    decoded.isValid().then(|| decoded.text())
}

/// The grey values of a symbol's modules, row by row.
struct Greys {
    /// 21 to 177 modules.
    side: i16,
    /// `side` times `side`.
    values: Vec<f32>,
}

impl Greys {
    #[expect(clippy::arithmetic_side_effects, reason = "a version is a byte")]
    fn from_fit(luma: &Luma, fit: &Fit) -> Self {
        let projection = fit.projection();
        let side = 17 + 4 * i16::from(fit.known.version);
        Self::from_fn(side, |x, y| {
            module(luma, &projection, (f32::from(x) + 0.5, f32::from(y) + 0.5))
        })
    }

    fn from_fn(side: i16, value: impl Fn(i16, i16) -> f32) -> Self {
        Self { side, values: places(side).map(|(x, y)| value(x, y)).collect() }
    }

    /// Takes away the light that the four neighbours of each module have added to it.
    #[expect(clippy::arithmetic_side_effects, reason = "places in a symbol are 0 to 176")]
    fn sharpened(&self, by: f32) -> Self {
        Self::from_fn(self.side, |x, y| {
            let own = self.at(x, y);
            let neighbours =
                self.at(x - 1, y) + self.at(x + 1, y) + self.at(x, y - 1) + self.at(x, y + 1);
            own + by * (4.0 * own - neighbours)
        })
    }

    /// A module is dark if it is darker than the mean of the modules around it.
    fn binarized(&self) -> Option<BitMatrix> {
        let mut bits =
            BitMatrix::new(self.side.unsigned_abs().into(), self.side.unsigned_abs().into())
                .ok()?;
        for (x, y) in places(self.side) {
            let is_dark = self.at(x, y) < self.mean_around(x, y);
            bits.set_bool(x.unsigned_abs().into(), y.unsigned_abs().into(), is_dark);
        }
        Some(bits)
    }

    #[expect(clippy::arithmetic_side_effects, reason = "places in a symbol are 0 to 176")]
    fn mean_around(&self, x: i16, y: i16) -> f32 {
        let near = |at: i16| (at - REACH).max(0)..=(at + REACH).min(self.side - 1);
        let (mut sum, mut count) = (0.0, 0.0);
        for (x, y) in near(y).flat_map(|y| near(x).map(move |x| (x, y))) {
            sum += self.at(x, y);
            count += 1.0;
        }
        sum / count
    }

    /// Outside the symbol, the modules at its edge are repeated.
    #[expect(
        clippy::arithmetic_side_effects,
        clippy::indexing_slicing,
        reason = "both are limited to the symbol"
    )]
    fn at(&self, x: i16, y: i16) -> f32 {
        let [x, y] = [x, y].map(|at| usize::from(at.clamp(0, self.side - 1).unsigned_abs()));
        self.values[y * usize::from(self.side.unsigned_abs()) + x]
    }
}

fn places(side: i16) -> impl Iterator<Item = (i16, i16)> {
    (0..side).flat_map(move |y| (0..side).map(move |x| (x, y)))
}

/// The mean of nine places around a module's middle.
fn module(luma: &Luma, projection: &Projection, (x, y): Point) -> f32 {
    let places =
        OFF_MIDDLE.into_iter().flat_map(|down| OFF_MIDDLE.map(|across| (x + across, y + down)));
    places.map(|place| luma.at(projection.place(place))).sum::<f32>() / 9.0
}

/// What part of its difference from each neighbour a module gains.
const SHARPENED: [f32; 3] = [0.0, 0.12, 0.25];
/// In modules.
const OFF_MIDDLE: [f32; 3] = [-0.22, 0.0, 0.22];
/// In modules.
const REACH: i16 = 4;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dark_is_told_by_the_surroundings() {
        // Checks on a ground that becomes lighter from left to right by more than the checks differ.
        let is_dark = |x: i16, y: i16| (x + y) % 2 == 0;
        let greys = Greys::from_fn(21, |x, y| {
            60.0 + 4.0 * f32::from(x) + if is_dark(x, y) { -12.0 } else { 12.0 }
        });
        let bits = greys.binarized().unwrap();
        // Near the sides there is more light on one side than on the other.
        for (x, y) in places(21).filter(|&(x, _)| (4..17).contains(&x)) {
            let [column, row] = [x, y].map(|at| u32::try_from(at).unwrap());
            assert_eq!(bits.get(column, row), is_dark(x, y), "{x} {y}");
        }
    }

    #[test]
    fn sharpening_undoes_what_ran_into_the_neighbours() {
        let point = |x: i16, y: i16| if (x, y) == (5, 5) { 200.0 } else { 0.0 };
        let ran = Greys::from_fn(11, |x, y| {
            let near = [(x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1)];
            0.6 * point(x, y) + near.into_iter().map(|(x, y)| 0.1 * point(x, y)).sum::<f32>()
        });
        let sharp = ran.sharpened(0.12);
        assert!(sharp.at(5, 5) > ran.at(5, 5) + 30.0);
        assert!(sharp.at(4, 5).abs() < ran.at(4, 5));
        let even = Greys::from_fn(11, |_, _| 77.0).sharpened(0.25);
        assert!(places(11).all(|(x, y)| (even.at(x, y) - 77.0).abs() < 1e-3));
    }
}
