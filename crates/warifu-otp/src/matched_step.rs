use crate::format::Format;
use crate::mask::Mask;
use crate::{TimeStep, VerifyError};

/// Proof that [`Totp::verify`](crate::Totp::verify) or [`Totp::resynchronise`](crate::Totp::resynchronise) accepted;
/// nothing else makes one.
///
/// ```compile_fail,E0451
/// use warifu_otp::{Accepted, TimeStep};
///
/// let forged = Accepted { step: TimeStep::new(1), drift: 0 };
/// ```
///
/// Nor can one be kept and spent twice.
///
/// ```compile_fail,E0599
/// fn twice(accepted: warifu_otp::Accepted) -> [warifu_otp::Accepted; 2] {
///     [accepted.clone(), accepted]
/// }
/// ```
#[derive(Debug, PartialEq, Eq)]
#[must_use = "the step must be stored before the code is answered"]
pub struct Accepted {
    step: TimeStep,
    drift: i32,
}

impl Accepted {
    /// The step of the code that was typed: the token's `last` from now on.
    pub const fn step(&self) -> TimeStep {
        self.step
    }

    /// That step minus the clock's: by how many steps the token's clock is ahead, behind if negative.
    pub const fn drift(&self) -> i32 {
        self.drift
    }
}

/// One typed code on its way through the steps of a window; nothing about it branches.
pub(crate) struct Matching {
    format: Format,
    typed: u64,
    last: Option<TimeStep>,
    found: Mask,
    used: Mask,
    step: u64,
    /// Two's complement.
    drift: u32,
}

impl Matching {
    /// # Errors
    ///
    /// [`VerifyError::Malformed`] for text that is not a code of the token's length.
    pub(crate) fn new(
        format: Format,
        typed: &str,
        last: Option<TimeStep>,
    ) -> Result<Self, VerifyError> {
        let typed = format.parse(typed)?;
        Ok(Self { format, typed, last, found: Mask::NO, used: Mask::NO, step: 0, drift: 0 })
    }

    /// Compares the typed code with that of one step, which has this Snum.
    pub(crate) fn compare(&mut self, step: TimeStep, away: i32, snum: u32) {
        self.compare_if(Mask::YES, Mask::NO, step, away, snum);
    }

    /// The same where it is `relevant`; a match then counts as used if the step is, or what is said to be.
    pub(crate) fn compare_if(
        &mut self,
        relevant: Mask,
        also_used: Mask,
        step: TimeStep,
        away: i32,
        snum: u32,
    ) {
        let number = self.format.number(snum);
        let same = Mask::equal(number, self.typed) & relevant;
        self.found |= same;
        self.used |= same & self.is_used(step);
        self.used |= same & also_used;
        same.assign(&mut self.step, step.value());
        same.assign_half(&mut self.drift, away.cast_unsigned());
    }

    pub(crate) fn is_used(&self, step: TimeStep) -> Mask {
        if self.last.is_some_and(|last| step <= last) { Mask::YES } else { Mask::NO }
    }

    pub(crate) fn outcome(self) -> Result<Accepted, VerifyError> {
        // Before `found`: one text counts once, even where a later step shares the code.
        if self.used.is_yes() {
            Err(VerifyError::Used)
        } else if self.found.is_yes() {
            let drift = self.drift.cast_signed();
            Ok(Accepted { step: TimeStep::new(self.step), drift })
        } else {
            Err(VerifyError::Wrong)
        }
    }
}
