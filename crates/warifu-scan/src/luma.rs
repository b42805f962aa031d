use std::borrow::Cow;
use std::vec;
use std::vec::Vec;

use rxing::common::{BitMatrix, HybridBinarizer};
use rxing::{Binarizer, Luma8Source};

use crate::projection::Place;

/// A picture of grey values, row by row from the top.
pub(crate) struct Luma<'a> {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) values: Cow<'a, [u8]>,
}

impl Luma<'_> {
    /// The grey value at a place, between those of the four pixels around it. Beyond its sides a picture goes on as it
    /// ends.
    pub(crate) fn at(&self, (x, y): Place) -> f32 {
        // In this order, what is not a number becomes 0.
        let x = (x - 0.5).max(0.0).min(float(self.width));
        let y = (y - 0.5).max(0.0).min(float(self.height));
        let (left, top) = (whole(x), whole(y));
        let (right, bottom) = (left.saturating_add(1), top.saturating_add(1));
        let (across, down) = (x.fract(), y.fract());
        let upper = self.pixel(left, top) * (1.0 - across) + self.pixel(right, top) * across;
        let lower = self.pixel(left, bottom) * (1.0 - across) + self.pixel(right, bottom) * across;
        upper * (1.0 - down) + lower * down
    }

    fn pixel(&self, column: u32, row: u32) -> f32 {
        let (column, row) =
            (column.min(self.width.saturating_sub(1)), row.min(self.height.saturating_sub(1)));
        let value = self.values.get(pixels(row, self.width).saturating_add(index(column)));
        f32::from(value.copied().unwrap_or_default())
    }

    /// Dark for light and light for dark.
    pub(crate) fn inverted(&self) -> Luma<'static> {
        self.with(self.values.iter().map(|value| !value).collect())
    }

    /// Less noisy: each pixel is the weighted mean of the 25 around it, which is a Gaussian blur of one pixel.
    pub(crate) fn smoothed(&self) -> Luma<'static> {
        let width = index(self.width).max(1);
        let across: Vec<u8> =
            self.values.chunks_exact(width).flat_map(|row| around(row).map(weighted)).collect();
        let rows: Vec<&[u8]> = across.chunks_exact(width).collect();
        let smooth = around(&rows).flat_map(|[a, b, c, d, e]| {
            let pairs = a.iter().zip(b).zip(c).zip(d).zip(e);
            pairs.map(|((((&a, &b), &c), &d), &e)| weighted([a, b, c, d, e]))
        });
        self.with(smooth.collect())
    }

    /// What differs from its surroundings differs twice as much.
    pub(crate) fn sharpened(&self) -> Luma<'static> {
        let surroundings = self.smoothed().smoothed().smoothed();
        let both = self.values.iter().zip(surroundings.values.iter());
        let sharp = both.map(|(&value, &around)| {
            let twice = u16::from(value).saturating_mul(2).saturating_sub(around.into());
            u8::try_from(twice).unwrap_or(u8::MAX)
        });
        self.with(sharp.collect())
    }

    /// Twice as wide and high.
    pub(crate) fn doubled(&self) -> Luma<'static> {
        let middles = |count: u32| (0..count).map(|at| float(at) / 2.0 + 0.25);
        let (width, height) = (self.width.saturating_mul(2), self.height.saturating_mul(2));
        let places = middles(height).flat_map(|y| middles(width).map(move |x| (x, y)));
        let values = places.map(|place| grey(self.at(place))).collect();
        Luma { width, height, values }
    }

    /// With at most this many pixels, each the mean of a square of the picture's own.
    pub(crate) fn shrunk_to(&self, most: u64) -> Luma<'_> {
        let of = |factor: u32| (self.width.div_euclid(factor), self.height.div_euclid(factor));
        let is_small = |&factor: &u32| {
            let (width, height) = of(factor);
            u64::from(width).saturating_mul(height.into()) <= most
        };
        let factor = (1..=self.width.max(self.height)).find(is_small).unwrap_or(1);
        if factor == 1 {
            let values = Cow::Borrowed(&*self.values);
            return Luma { width: self.width, height: self.height, values };
        }
        let (width, height) = of(factor);
        let bands = self.values.chunks_exact(pixels(self.width, factor)).take(index(height));
        let values = bands.flat_map(|band| self.means(band, width, factor)).collect();
        Luma { width, height, values }
    }

    /// Of the squares in a band that is as many rows high.
    fn means(&self, band: &[u8], width: u32, side: u32) -> Vec<u8> {
        let mut sums = vec![0_u32; index(width)];
        for row in band.chunks_exact(index(self.width).max(1)) {
            for (sum, values) in sums.iter_mut().zip(row.chunks_exact(index(side).max(1))) {
                *sum = values.iter().fold(*sum, |sum, &value| sum.saturating_add(value.into()));
            }
        }
        let count = side.saturating_mul(side).max(1);
        sums.into_iter().map(|sum| u8::try_from(sum.div_euclid(count)).unwrap_or(u8::MAX)).collect()
    }

    /// Dark and light told apart by what is around each pixel.
    pub(crate) fn binarized(&self) -> Option<BitMatrix> {
        let source = Luma8Source::new_with_slice(&self.values, self.width, self.height).ok()?;
        HybridBinarizer::new(source).get_black_matrix().ok().cloned()
    }

    fn with(&self, values: Vec<u8>) -> Luma<'static> {
        Luma { width: self.width, height: self.height, values: values.into() }
    }
}

/// Each with the two before it and the two after it; beyond its ends a line goes on as it ends.
fn around<T: Copy>(line: &[T]) -> impl Iterator<Item = [T; 5]> {
    let last = line.len().saturating_sub(1);
    (0..line.len()).filter_map(move |at| {
        let near = |offset: usize| {
            line.get(at.saturating_add(offset).saturating_sub(2).min(last)).copied()
        };
        Some([near(0)?, near(1)?, near(2)?, near(3)?, near(4)?])
    })
}

fn weighted(values: [u8; 5]) -> u8 {
    let products = values.into_iter().zip([1, 4, 6, 4, 1_u16]);
    let sum: u16 = products.map(|(value, weight)| u16::from(value).saturating_mul(weight)).sum();
    u8::try_from(sum / 16).unwrap_or(u8::MAX)
}

fn pixels(rows: u32, width: u32) -> usize {
    index(rows).saturating_mul(index(width))
}

fn index(count: u32) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "there is no other way from a float to an integer, and this one saturates"
)]
const fn whole(value: f32) -> u32 {
    value as u32
}

#[expect(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "pictures are less than 2 to the 24 pixels wide"
)]
const fn float(value: u32) -> f32 {
    value as f32
}

fn grey(value: f32) -> u8 {
    u8::try_from(whole(value + 0.5)).unwrap_or(u8::MAX)
}

#[cfg(test)]
#[expect(clippy::arithmetic_side_effects, reason = "tests")]
mod tests {
    use super::*;

    fn luma(width: u32, values: &[u8]) -> Luma<'_> {
        let height = u32::try_from(values.len()).unwrap() / width;
        Luma { width, height, values: values.into() }
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
    fn a_doubled_picture_goes_on_as_it_ends() {
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
