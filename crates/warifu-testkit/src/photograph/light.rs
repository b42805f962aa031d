use core::f64::consts::TAU;

use super::level::{HEIGHT, WIDTH};
use super::numbers::Numbers;

/// The grey values of what is photographed, and how the light falls on it.
#[derive(Debug)]
pub(super) struct Light {
    pub(super) ink: f64,
    pub(super) paper: f64,
    /// What the paper lies on.
    pub(super) surroundings: f64,
    /// How much brighter it is one pixel further right and down, as a part of the light in the middle.
    slope: (f64, f64),
}

impl Light {
    pub(super) fn drawn(numbers: &mut Numbers) -> Self {
        let ink = numbers.between(20.0, 70.0);
        let paper = numbers.between(170.0, 245.0);
        let surroundings = numbers.between(90.0, 245.0);
        let (sine, cosine) = numbers.between(0.0, TAU).sin_cos();
        let farthest =
            f64::midpoint(f64::from(WIDTH) * cosine.abs(), f64::from(HEIGHT) * sine.abs());
        let slope = (GRADIENT * cosine / farthest, GRADIENT * sine / farthest);
        Self { ink, paper, surroundings, slope }
    }

    /// Grey values as a camera gives them.
    pub(super) fn exposed(&self, values: &[f64], noise: f64, numbers: &mut Numbers) -> Vec<u8> {
        let places = (0..HEIGHT).flat_map(|y| (0..WIDTH).map(move |x| (x, y)));
        let lit = values.iter().zip(places).map(|(value, (x, y))| value * self.at(x, y));
        lit.map(|value| grey(value + noise * numbers.normal())).collect()
    }

    /// 1 in the middle, a quarter more at the brightest corner that a picture can have, a quarter less at the darkest.
    fn at(&self, x: u32, y: u32) -> f64 {
        let (x, y) =
            (f64::from(x) - f64::from(WIDTH) / 2.0, f64::from(y) - f64::from(HEIGHT) / 2.0);
        1.0 + x * self.slope.0 + y * self.slope.1
    }
}

/// Gaussian, along rows and then along columns.
pub(super) fn blur(values: &mut [f64], deviation: f64) {
    #[expect(clippy::expect_used, reason = "640 is a usize")]
    let width = usize::try_from(WIDTH).expect("the width of a picture");
    let weights = weights(deviation);
    let mut line = Vec::new();
    for row in values.chunks_exact_mut(width) {
        line.clear();
        line.extend_from_slice(row);
        for (place, value) in row.iter_mut().enumerate() {
            *value = around(&line, place).zip(weights).map(|(near, weight)| near * weight).sum();
        }
    }
    let unblurred = values.to_vec();
    let rows: Vec<&[f64]> = unblurred.chunks_exact(width).collect();
    for (place, row) in values.chunks_exact_mut(width).enumerate() {
        row.fill(0.0);
        for (near, weight) in around(&rows, place).zip(weights) {
            for (value, &near) in row.iter_mut().zip(near) {
                *value += weight * near;
            }
        }
    }
}

/// The weights of the middle and of both its sides, their sum 1.
fn weights(deviation: f64) -> [f64; REACH * 2 + 1] {
    let mut weights = [0.0; REACH * 2 + 1];
    let mut from_middle = -6.0;
    for weight in &mut weights {
        let ratio: f64 = from_middle / deviation;
        *weight = (-ratio * ratio / 2.0).exp();
        from_middle += 1.0;
    }
    let sum: f64 = weights.iter().sum();
    weights.map(|weight| weight / sum)
}

/// What is up to [`REACH`] before and after a place; beyond its ends a line goes on as it ends.
#[expect(clippy::arithmetic_side_effects, reason = "places of a picture in memory")]
fn around<T: Copy>(line: &[T], place: usize) -> impl Iterator<Item = T> {
    let before = REACH.saturating_sub(place);
    let start = line.first().into_iter().cycle().take(before);
    let end = line.last().into_iter().cycle();
    let near = line.iter().skip(place + before - REACH);
    start.chain(near).chain(end).take(REACH * 2 + 1).copied()
}

fn grey(value: f64) -> u8 {
    // A camera clips what is darker than black and brighter than white.
    #[expect(
        clippy::as_conversions,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "there is no other way from a float to an integer"
    )]
    {
        value.round().clamp(0.0, 255.0) as u8
    }
}

/// How much brighter and darker the picture's sides are.
const GRADIENT: f64 = 0.25;
/// Four standard deviations of the worst blur, in pixels.
const REACH: usize = 6;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn light_changes_by_a_quarter_from_side_to_side() {
        for seed in 0..20 {
            let light = Light::drawn(&mut Numbers::new(seed));
            assert!((20.0..70.0).contains(&light.ink));
            assert!((170.0..245.0).contains(&light.paper));
            let corners = [(0, 0), (WIDTH, 0), (0, HEIGHT), (WIDTH, HEIGHT)];
            let lit = corners.map(|(x, y)| light.at(x, y));
            let brightest = lit.into_iter().fold(0.0, f64::max);
            let darkest = lit.into_iter().fold(2.0, f64::min);
            assert!((brightest - 1.25).abs() < 1e-9 && (darkest - 0.75).abs() < 1e-9);
            assert!((light.at(WIDTH / 2, HEIGHT / 2) - 1.0).abs() < 1e-9);
        }
    }

    #[test]
    fn blur_spreads_a_point_by_its_deviation() {
        let width = usize::try_from(WIDTH).unwrap();
        for deviation in [0.8_f64, 1.45] {
            let mut values = vec![0.0; width * usize::try_from(HEIGHT).unwrap()];
            values[100 * width + 200] = 1000.0;
            blur(&mut values, deviation);
            let (mut sum, mut spread) = (0.0, 0.0);
            for (place, value) in values.iter().enumerate() {
                sum += value;
                let x = f64::from(u32::try_from(place % width).unwrap());
                spread += value * (x - 200.0).powi(2);
            }
            assert!((sum - 1000.0).abs() < 1e-6);
            assert!(((spread / sum).sqrt() / deviation - 1.0).abs() < 0.01, "{}", spread / sum);
        }
    }

    #[test]
    fn blur_keeps_an_even_ground_up_to_its_sides() {
        let mut values = vec![77.0; usize::try_from(WIDTH * HEIGHT).unwrap()];
        blur(&mut values, 1.45);
        assert!(values.iter().all(|value| (value - 77.0).abs() < 1e-9));
    }
}
