use core::f64::consts::TAU;

/// Sebastiano Vigna's `SplitMix64`.
#[derive(Debug, Clone)]
pub(crate) struct Numbers(u64);

impl Numbers {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) const fn byte(&mut self) -> u8 {
        let [byte, ..] = self.next().to_be_bytes();
        byte
    }

    #[expect(clippy::indexing_slicing, reason = "five bits, for 32 characters")]
    pub(super) fn base32(&mut self) -> char {
        char::from(BASE32[usize::from(self.byte() >> 3)])
    }

    /// Evenly from `low` to below `high`.
    pub(super) fn between(&mut self, low: f64, high: f64) -> f64 {
        let [first, second, third, fourth, ..] = self.next().to_be_bytes();
        let upper = u32::from_be_bytes([first, second, third, fourth]);
        low + (high - low) * (f64::from(upper) / 4_294_967_296.0)
    }

    /// Gaussian, of mean 0 and standard deviation 1 (Box and Muller).
    pub(super) fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.between(0.0, 1.0)).ln()).sqrt();
        radius * self.between(0.0, TAU).cos()
    }
}

/// The whole part; nothing for what is negative.
pub(super) fn whole(value: f64) -> Option<usize> {
    #[expect(
        clippy::as_conversions,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "there is no other way from a float to an integer, and this one saturates"
    )]
    (value >= 0.0).then_some(value as usize)
}

const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_sequence() {
        let mut numbers = Numbers::new(1_234_567);
        let expected = [6_457_827_717_110_365_317, 3_203_168_211_198_807_973];
        assert_eq!([numbers.next(), numbers.next()], expected);
    }

    #[test]
    fn mean_and_deviation() {
        let mut numbers = Numbers::new(1);
        let (mut sum, mut squares, count) = (0.0, 0.0, 100_000.0);
        for _ in 0..100_000 {
            let value = numbers.normal();
            sum += value;
            squares += value * value;
            assert!((3.0..5.0).contains(&numbers.between(3.0, 5.0)));
        }
        assert!((sum / count).abs() < 0.02);
        assert!((squares / count - 1.0).abs() < 0.02);
    }

    #[test]
    fn the_whole_part() {
        assert_eq!([-0.1, 0.0, 2.9, f64::NAN].map(whole), [None, Some(0), Some(2), None]);
    }
}
