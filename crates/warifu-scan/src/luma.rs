use std::borrow::Cow;

use rxing::common::{BitMatrix, HybridBinarizer};
use rxing::{Binarizer, Luma8Source};

use crate::numbers::{area, byte, float, grey, index, whole};
use crate::projection::Point;

/// A picture of grey values, row by row from the top. It has at least one pixel.
pub(crate) struct Luma<'a> {
    width: u32,
    height: u32,
    /// `width` times `height`.
    values: Cow<'a, [u8]>,
}

impl<'a> Luma<'a> {
    /// `None` unless there is at least one pixel, and one value for each.
    pub(crate) fn new(width: u32, height: u32, values: Cow<'a, [u8]>) -> Option<Self> {
        let fits = u64::try_from(values.len()).is_ok_and(|count| count == area(width, height));
        (fits && !values.is_empty()).then_some(Self { width, height, values })
    }
}

impl Luma<'_> {
    pub(crate) const fn width(&self) -> u32 {
        self.width
    }

    pub(crate) const fn height(&self) -> u32 {
        self.height
    }

    pub(crate) fn values(&self) -> &[u8] {
        &self.values
    }

    /// The grey value at a place, interpolated between the four pixels around it. Outside the picture, the pixels at
    /// its edge are repeated.
    #[expect(
        clippy::arithmetic_side_effects,
        reason = "a place is limited to the size of the picture, below 2^24"
    )]
    pub(crate) fn at(&self, (x, y): Point) -> f32 {
        // In this order, NaN becomes 0.
        let x = (x - 0.5).max(0.0).min(float(self.width));
        let y = (y - 0.5).max(0.0).min(float(self.height));
        let (left, top) = (whole(x), whole(y));
        let (right, bottom) = (left + 1, top + 1);
        let (across, down) = (x.fract(), y.fract());
        let upper = self.pixel(left, top) * (1.0 - across) + self.pixel(right, top) * across;
        let lower = self.pixel(left, bottom) * (1.0 - across) + self.pixel(right, bottom) * across;
        upper * (1.0 - down) + lower * down
    }

    #[expect(
        clippy::arithmetic_side_effects,
        clippy::indexing_slicing,
        reason = "both are limited to the picture, which has at least one pixel"
    )]
    fn pixel(&self, column: u32, row: u32) -> f32 {
        let (column, row) = (column.min(self.width - 1), row.min(self.height - 1));
        f32::from(self.values[index(row) * index(self.width) + index(column)])
    }

    /// The negative of the picture: dark for light and light for dark.
    pub(crate) fn inverted(&self) -> Luma<'static> {
        self.with(self.values.iter().map(|value| !value).collect())
    }

    /// With less noise: each pixel becomes the weighted mean of the 25 around it, which is a Gaussian blur of one
    /// pixel.
    pub(crate) fn smoothed(&self) -> Luma<'static> {
        let width = index(self.width);
        let across: Vec<u8> =
            self.values.chunks_exact(width).flat_map(around).map(weighted).collect();
        let rows: Vec<&[u8]> = across.chunks_exact(width).collect();
        let smooth = around(&rows).into_iter().flat_map(|[a, b, c, d, e]| {
            let pairs = a.iter().zip(b).zip(c).zip(d).zip(e);
            pairs.map(|((((&a, &b), &c), &d), &e)| weighted([a, b, c, d, e]))
        });
        self.with(smooth.collect())
    }

    /// With more contrast: each pixel differs from its surroundings twice as much, within the range of grey values.
    pub(crate) fn sharpened(&self) -> Luma<'static> {
        let surroundings = self.smoothed().smoothed().smoothed();
        let both = self.values.iter().zip(surroundings.values.iter());
        let sharp = both.map(|(&value, &around)| twice_as_far(value.into(), around.into()));
        self.with(sharp.collect())
    }

    /// Twice as wide and high.
    #[expect(clippy::arithmetic_side_effects, reason = "pictures are less than 2^31 pixels wide")]
    pub(crate) fn doubled(&self) -> Luma<'static> {
        let middles = |count: u32| (0..count).map(|at| float(at) / 2.0 + 0.25);
        let (width, height) = (2 * self.width, 2 * self.height);
        let places = middles(height).flat_map(|y| middles(width).map(move |x| (x, y)));
        let values = places.map(|place| grey(self.at(place))).collect();
        Luma { width, height, values }
    }

    /// Shrunk to at most `most` pixels, each the mean of a square of this picture's pixels. A square is never wider
    /// than the picture's shorter side, so a very narrow picture may keep more pixels.
    pub(crate) fn shrunk_to(&self, most: u64) -> Luma<'_> {
        let of = |factor: u32| (self.width.div_euclid(factor), self.height.div_euclid(factor));
        let largest = self.width.min(self.height);
        let is_enough = |&factor: &u32| {
            let (width, height) = of(factor);
            factor == largest || area(width, height) <= most
        };
        match (1..=largest).find(is_enough) {
            None | Some(1) => {
                Luma { width: self.width, height: self.height, values: (&*self.values).into() }
            }
            Some(factor) => self.shrunk_by(factor, of(factor)),
        }
    }

    #[expect(clippy::arithmetic_side_effects, reason = "a band is a part of the picture")]
    fn shrunk_by(&self, factor: u32, (width, height): (u32, u32)) -> Luma<'static> {
        let bands = self.values.chunks_exact(index(self.width) * index(factor));
        let values = bands.take(index(height)).flat_map(|band| self.means(band, width, factor));
        Luma { width, height, values: values.collect() }
    }

    /// The means of the squares in a band that is `side` rows high.
    #[expect(
        clippy::arithmetic_side_effects,
        reason = "a square has 1 to 2^32 pixels, each below 2^8"
    )]
    fn means(&self, band: &[u8], width: u32, side: u32) -> Vec<u8> {
        let mut sums = vec![0_u64; index(width)];
        for row in band.chunks_exact(index(self.width)) {
            for (sum, values) in sums.iter_mut().zip(row.chunks_exact(index(side))) {
                *sum += values.iter().copied().map(u64::from).sum::<u64>();
            }
        }
        let count = area(side, side);
        sums.into_iter().map(|sum| byte(sum / count)).collect()
    }

    /// Dark or light for each pixel, compared with its surroundings.
    pub(crate) fn binarized(&self) -> Option<BitMatrix> {
        let source = Luma8Source::new_with_slice(&self.values, self.width, self.height).ok()?;
        HybridBinarizer::new(source).get_black_matrix().ok().cloned()
    }

    fn with(&self, values: Vec<u8>) -> Luma<'static> {
        debug_assert_eq!(values.len(), self.values.len(), "a value for each pixel");
        Luma { width: self.width, height: self.height, values: values.into() }
    }
}

/// Each element with the two before it and the two after it. At the ends of the line, the first and the last are
/// repeated.
fn around<T: Copy>(line: &[T]) -> Vec<[T; 5]> {
    let (first, last) = (line.first(), line.last());
    let before = first.into_iter().chain(first);
    let after = last.into_iter().chain(last);
    let padded: Vec<T> = before.chain(line).chain(after).copied().collect();
    padded.windows(5).filter_map(|five| five.first_chunk().copied()).collect()
}

#[expect(clippy::arithmetic_side_effects, reason = "the weights come to 16")]
fn weighted(values: [u8; 5]) -> u8 {
    let products = values.into_iter().zip([1, 4, 6, 4, 1]);
    byte(products.map(|(value, weight)| u64::from(value) * weight).sum::<u64>() / 16)
}

/// Limited to the range from black to white.
#[expect(clippy::arithmetic_side_effects, reason = "both are at most 255")]
fn twice_as_far(value: u64, around: u64) -> u8 {
    if around > 2 * value { 0 } else { byte((2 * value - around).min(255)) }
}

#[cfg(test)]
#[expect(clippy::arithmetic_side_effects, reason = "tests")]
mod tests {
    use super::*;

    fn luma(width: u32, values: &[u8]) -> Luma<'_> {
        let height = u32::try_from(values.len()).unwrap() / width;
        Luma::new(width, height, values.into()).unwrap()
    }

    #[test]
    fn a_picture_has_as_many_values_as_pixels() {
        for (width, height, count) in [(0, 0, 0), (0, 3, 0), (3, 0, 0), (2, 2, 3), (2, 2, 5)] {
            assert!(Luma::new(width, height, vec![0; count].into()).is_none());
        }
        let whole = u32::MAX;
        assert!(Luma::new(whole, whole, vec![0; 1].into()).is_none());
    }

    #[test]
    fn a_place_lies_between_its_pixels() {
        let luma = luma(2, &[0, 100, 50, 250]);
        let cases = [
            ((0.5, 0.5), 0.0),
            ((1.0, 0.5), 50.0),
            ((1.5, 1.0), 175.0),
            ((1.0, 1.0), 100.0),
            ((-9.0, -9.0), 0.0),
            ((9.0, 9.0), 250.0),
            ((f32::NAN, 0.5), 0.0),
            ((f32::INFINITY, f32::NEG_INFINITY), 100.0),
        ];
        for (place, expected) in cases {
            let grey = luma.at(place);
            assert!((grey - expected).abs() < 1e-3, "{place:?}: {grey}");
        }
    }

    #[test]
    fn smoothing_keeps_an_even_ground_and_spreads_a_point() {
        assert_eq!(*luma(3, &[77; 9]).smoothed().values, [77; 9]);
        let mut point = [0; 49];
        point[24] = 255;
        let smooth = luma(7, &point).smoothed();
        assert_eq!(smooth.values[24], 35);
        assert_eq!(smooth.values[23], smooth.values[17]);
        assert_eq!(smooth.values[22..27], [5, 23, 35, 23, 5]);
        assert_eq!(smooth.values[0], 0);
    }

    #[test]
    fn sharpening_keeps_an_even_ground_and_raises_a_point() {
        assert_eq!(*luma(3, &[77; 9]).sharpened().values, [77; 9]);
        let mut point = [100; 49];
        point[24] = 150;
        assert!(luma(7, &point).sharpened().values[24] > 180);
    }

    #[test]
    fn a_doubled_picture_repeats_its_edges() {
        let doubled = luma(2, &[0, 100]).doubled();
        assert_eq!((doubled.width, doubled.height), (4, 2));
        assert_eq!(*doubled.values, [0, 25, 75, 100, 0, 25, 75, 100]);
    }

    #[test]
    fn a_picture_shrinks_by_the_least_factor() {
        let values: Vec<u8> = (0..35).collect();
        let whole = luma(7, &values);
        assert_eq!(*whole.shrunk_to(35).values, values);
        let half = whole.shrunk_to(34);
        assert_eq!((half.width, half.height), (3, 2));
        assert_eq!(*half.values, [4, 6, 8, 18, 20, 22]);
        let third = whole.shrunk_to(5);
        assert_eq!((third.width, third.height), (2, 1));
        assert_eq!(*third.values, [8, 11]);
    }

    #[test]
    fn inverting_twice_changes_nothing() {
        let values = [0, 1, 254, 255];
        assert_eq!(*luma(2, &values).inverted().values, [255, 254, 1, 0]);
        assert_eq!(*luma(2, &values).inverted().inverted().values, values);
    }
}
