use core::ops::{BitAnd, BitOrAssign, Not};

use subtle::ConstantTimeEq;

/// Yes or no as all bits or none: what becomes of a comparison inside a window, where nothing may branch on it.
///
/// `subtle` makes the comparison, behind its optimisation barrier. Its `Choice` has that barrier at every operation
/// more, which for the few that follow costs as much as a quarter of a compression.
#[derive(Clone, Copy)]
pub(crate) struct Mask(u64);

impl Mask {
    pub(crate) const NO: Self = Self(0);
    pub(crate) const YES: Self = Self(u64::MAX);

    pub(crate) fn equal(one: u64, other: u64) -> Self {
        Self(u64::from(one.ct_eq(&other).unwrap_u8()).wrapping_neg())
    }

    /// Overwrites `place` with `value` where this is yes.
    pub(crate) const fn assign(self, place: &mut u64, value: u64) {
        *place = (*place & !self.0) | (value & self.0);
    }

    /// The same for a value of 32 bits.
    #[expect(
        clippy::as_conversions,
        clippy::cast_possible_truncation,
        reason = "both halves of a mask are the same"
    )]
    pub(crate) const fn assign_half(self, place: &mut u32, value: u32) {
        let mask = self.0 as u32;
        *place = (*place & !mask) | (value & mask);
    }

    /// The outcome, for when all is computed.
    pub(crate) const fn is_yes(self) -> bool {
        self.0 != 0
    }
}

impl BitAnd for Mask {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

impl BitOrAssign for Mask {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

impl Not for Mask {
    type Output = Self;

    fn not(self) -> Self {
        Self(!self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn picks() {
        let mut place = 5;
        Mask::equal(1, 2).assign(&mut place, 9);
        assert_eq!(place, 5);
        Mask::equal(7, 7).assign(&mut place, 9);
        assert_eq!(place, 9);
        let mut half = 5;
        Mask::NO.assign_half(&mut half, 9);
        assert_eq!(half, 5);
        Mask::YES.assign_half(&mut half, u32::MAX);
        assert_eq!(half, u32::MAX);
        assert!((Mask::YES & !Mask::NO).is_yes());
        assert!(!(Mask::YES & Mask::NO).is_yes());
    }
}
