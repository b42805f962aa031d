use warifu_core::Counter;

use crate::VerifyError;
use crate::mask::Mask;

/// Proof that [`Hotp::verify`](crate::Hotp::verify) or [`Hotp::resynchronise`](crate::Hotp::resynchronise) accepted;
/// nothing else makes one.
///
/// ```compile_fail,E0451
/// use warifu_core::Counter;
/// use warifu_otp::AcceptedCounter;
///
/// let forged = AcceptedCounter { next: Counter::new(1) };
/// ```
///
/// Nor can one be kept and spent twice.
///
/// ```compile_fail,E0599
/// fn twice(accepted: warifu_otp::AcceptedCounter) -> [warifu_otp::AcceptedCounter; 2] {
///     [accepted.clone(), accepted]
/// }
/// ```
#[derive(Debug, PartialEq, Eq)]
#[must_use = "the counter must be stored before the code is answered"]
pub struct AcceptedCounter {
    next: Counter,
}

impl AcceptedCounter {
    /// The counter to store: the one after the one that matched.
    pub const fn next(&self) -> Counter {
        self.next
    }
}

/// The last counter of a range that matched.
pub(crate) struct LastMatch {
    found: Mask,
    counter: u64,
}

impl LastMatch {
    pub(crate) const NONE: Self = Self { found: Mask::NO, counter: 0 };

    pub(crate) fn record(&mut self, counter: u64, same: Mask) {
        same.assign(&mut self.counter, counter);
        self.found |= same;
    }

    pub(crate) fn accepted(self) -> Result<AcceptedCounter, VerifyError> {
        if !self.found.is_yes() {
            return Err(VerifyError::Wrong);
        }
        let next = Counter::new(self.counter).next().map_err(|_| VerifyError::OutOfRange)?;
        Ok(AcceptedCounter { next })
    }
}
