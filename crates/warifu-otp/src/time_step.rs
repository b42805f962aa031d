use core::ops::RangeInclusive;

use warifu_core::Counter;

/// T of [RFC 6238 §4.2]: "the number of time steps between the initial counter time T0 and the current Unix time".
///
/// [RFC 6238 §4.2]: https://www.rfc-editor.org/rfc/rfc6238#section-4.2
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeStep(u64);

impl TimeStep {
    /// The time step with this number.
    pub const fn new(value: u64) -> Self {
        Self(value)
    }

    /// The number: 0 for the step that starts at T0.
    pub const fn value(self) -> u64 {
        self.0
    }

    /// "TOTP = HOTP(K, T)": the moving factor that the step is.
    pub(crate) const fn counter(self) -> Counter {
        Counter::new(self.0)
    }
}

/// How many time steps before and after the expected one are accepted too.
///
/// # Security
///
/// Each step is one more code that a guess may hit: a guess succeeds with probability (past + 1 + future) / 10^digits.
/// [RFC 6238 §5.2]: "We RECOMMEND that at most one time step is allowed as the network delay."
///
/// [RFC 6238 §5.2]: https://www.rfc-editor.org/rfc/rfc6238#section-5.2
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Window {
    /// Steps before the expected one.
    pub past: u8,
    /// Steps after the expected one.
    pub future: u8,
}

impl Window {
    /// The expected step alone.
    pub const EXACT: Self = Self { past: 0, future: 0 };
    /// The expected step and its two neighbours.
    pub const ONE_EACH_WAY: Self = Self { past: 1, future: 1 };

    /// How many codes the window holds: 1 to 511.
    #[expect(clippy::arithmetic_side_effects, reason = "two bytes and 1 fit 32 bits")]
    pub fn codes(self) -> u32 {
        u32::from(self.past) + u32::from(self.future) + 1
    }

    /// The same window with `by` more steps on either side; at most 255 on each.
    #[must_use]
    pub const fn widened(self, by: u8) -> Self {
        Self { past: self.past.saturating_add(by), future: self.future.saturating_add(by) }
    }

    /// The steps of the window around `clock` + `drift` in ascending order, each with its distance from `clock`.
    ///
    /// What cannot be expressed is left out: a step below 0 or above 2^64 − 1, a distance outside an `i32`.
    #[expect(clippy::arithmetic_side_effects, reason = "a byte has a negative in 64 bits")]
    pub(crate) fn around(self, clock: TimeStep, drift: i32) -> Steps {
        let offsets = -i64::from(self.past)..=i64::from(self.future);
        Steps { clock, drift, offsets }
    }
}

/// The steps of a window.
pub(crate) struct Steps {
    clock: TimeStep,
    drift: i32,
    offsets: RangeInclusive<i64>,
}

impl Steps {
    /// No steps at all.
    pub(crate) const NONE: Self =
        Self { clock: TimeStep::new(0), drift: 0, offsets: RangeInclusive::new(1, 0) };

    /// The steps up to `reach` away from `clock` on either side, and one more.
    #[expect(clippy::arithmetic_side_effects, reason = "a u16 and 1 fit 64 bits, either sign")]
    pub(crate) fn within(clock: TimeStep, reach: u16) -> Self {
        let reach = i64::from(reach);
        let offsets = -reach..=reach + 1;
        Self { clock, drift: 0, offsets }
    }
}

impl Iterator for Steps {
    type Item = (TimeStep, i32);

    fn next(&mut self) -> Option<Self::Item> {
        let (clock, drift) = (self.clock, i64::from(self.drift));
        self.offsets.find_map(|offset| {
            let distance = drift.checked_add(offset)?;
            let step = clock.value().checked_add_signed(distance)?;
            Some((TimeStep::new(step), i32::try_from(distance).ok()?))
        })
    }
}

#[cfg(test)]
mod tests {
    use std::vec;
    use std::vec::Vec;

    use super::*;

    fn around(window: Window, clock: u64, drift: i32) -> Vec<(u64, i32)> {
        let steps = window.around(TimeStep::new(clock), drift);
        steps.map(|(step, distance)| (step.value(), distance)).collect()
    }

    #[test]
    fn ascending_around_the_drifted_step() {
        assert_eq!(around(Window::EXACT, 7, 0), [(7, 0)]);
        assert_eq!(around(Window::ONE_EACH_WAY, 7, -2), [(4, -3), (5, -2), (6, -1)]);
        assert_eq!(around(Window { past: 0, future: 2 }, 7, 1), [(8, 1), (9, 2), (10, 3)]);
        assert_eq!(around(Window { past: 255, future: 255 }, 1000, 0).len(), 511);
    }

    #[test]
    fn what_cannot_be_expressed_is_left_out() {
        let window = Window::ONE_EACH_WAY;
        assert_eq!(around(window, 0, 0), [(0, 0), (1, 1)]);
        assert_eq!(around(window, 0, -1), [(0, 0)]);
        assert_eq!(around(window, 0, -2), vec![]);
        assert_eq!(around(window, u64::MAX, 0), [(u64::MAX - 1, -1), (u64::MAX, 0)]);
        assert_eq!(around(window, u64::MAX, 2), vec![]);
        assert_eq!(around(window, 0, i32::MIN), vec![]);
        let (ahead, behind) = (2_147_483_647, u64::MAX - 2_147_483_648);
        assert_eq!(around(window, 0, i32::MAX), [(ahead - 1, i32::MAX - 1), (ahead, i32::MAX)]);
        assert_eq!(
            around(window, u64::MAX, i32::MIN),
            [(behind, i32::MIN), (behind + 1, i32::MIN + 1)]
        );
    }
}
