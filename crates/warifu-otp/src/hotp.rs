use core::fmt;

use subtle::{Choice, ConditionallySelectable};
use warifu_core::{Code, Counter, Digits, Secret};

use crate::mac::{Algorithm, Keyed};
use crate::{InvalidParameters, Refusal};

/// A counter-based one-time password token: HOTP of [RFC 4226].
///
/// # Security
///
/// Not `Clone`, redacted in `Debug`. What it keeps of the secret is wiped on drop; the block that HMAC pads the key
/// into while [`Hotp::new`] runs lies on the stack and is not.
///
/// [RFC 4226]: https://www.rfc-editor.org/rfc/rfc4226
pub struct Hotp {
    keyed: Keyed,
    digits: Digits,
}

impl Hotp {
    /// A token with this secret, whose codes have so many digits.
    ///
    /// Dynamic truncation yields 31 bits, so a code of 10 digits starts with 0, 1 or 2 and is hardly harder to guess
    /// than one of 9.
    ///
    /// # Errors
    ///
    /// [`InvalidParameters::ShortSecret`] for fewer than 16 bytes, [`InvalidParameters::Digits`] outside 6 to 10.
    pub fn new(
        secret: &Secret,
        algorithm: Algorithm,
        digits: Digits,
    ) -> Result<Self, InvalidParameters> {
        if secret.expose().len() < MIN_SECRET_BYTES {
            return Err(InvalidParameters::ShortSecret);
        }
        if digits.count() < MIN_DIGITS || digits.count() > MAX_DIGITS {
            return Err(InvalidParameters::Digits);
        }
        Ok(Self { keyed: Keyed::new(secret, algorithm), digits })
    }

    /// The code of one counter ([RFC 4226 §5.3]).
    ///
    /// [RFC 4226 §5.3]: https://www.rfc-editor.org/rfc/rfc4226#section-5.3
    pub fn generate(&self, counter: Counter) -> Code {
        // "Return D = Snum mod 10^Digit": `Code::of_number` reduces.
        Code::of_number(u64::from(self.keyed.truncated(counter)), self.digits)
    }

    /// Accepts `typed` if it is the code of `expected` or of one of the `look_ahead` counters after it
    /// ([RFC 4226 §7.4]). The caller stores [`AcceptedCounter::next`] and expects that from then on.
    ///
    /// The whole range is always computed and compared without a branch on the outcome. If several of its counters
    /// share the code, the last one is accepted: the same text cannot then be accepted once more for a later one, at the
    /// price that a token which stood at an earlier one needs a few presses to catch up. Counters past 2^64 − 2 are not
    /// in the range.
    ///
    /// # Errors
    ///
    /// [`Refusal::Malformed`] before anything is computed, [`Refusal::OutOfRange`] for an expected counter of
    /// 2^64 − 1, else [`Refusal::Wrong`]; a code that was used belongs to a counter before `expected` and is wrong.
    ///
    /// # Security
    ///
    /// - Store the next counter before answering, and only if the stored one is still `expected`.
    /// - "s SHOULD be set as low as possible": each counter is one more code that a guess may hit.
    ///
    /// [RFC 4226 §7.4]: https://www.rfc-editor.org/rfc/rfc4226#section-7.4
    pub fn verify(
        &self,
        typed: &str,
        expected: Counter,
        look_ahead: u8,
    ) -> Result<AcceptedCounter, Refusal> {
        let typed = Code::parse(typed, self.digits)?;
        expected.next().map_err(|_| Refusal::OutOfRange)?;
        let mut found = Choice::from(0);
        let mut next = expected.value();
        for (counter, following) in range(expected, look_ahead) {
            let same = self.generate(counter).ct_matches(&typed);
            found |= same;
            next.conditional_assign(&following.value(), same);
        }
        if bool::from(found) {
            Ok(AcceptedCounter { next: Counter::new(next) })
        } else {
            Err(Refusal::Wrong)
        }
    }

    pub(crate) const fn digits(&self) -> Digits {
        self.digits
    }

    pub(crate) const fn algorithm(&self) -> Algorithm {
        self.keyed.algorithm()
    }
}

impl fmt::Debug for Hotp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hotp({:?}, {} digits, redacted)", self.algorithm(), self.digits.count())
    }
}

/// The counters from `expected` on that have a successor, each with that successor.
fn range(expected: Counter, look_ahead: u8) -> impl Iterator<Item = (Counter, Counter)> {
    (0..=u64::from(look_ahead)).map_while(move |ahead| {
        let counter = expected.checked_add(ahead).ok()?;
        Some((counter, counter.next().ok()?))
    })
}

/// Proof that [`Hotp::verify`] accepted a code; there is no other way to come by one.
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

/// "The length of the shared secret MUST be at least 128 bits" (RFC 4226 §4, R6).
const MIN_SECRET_BYTES: usize = 16;
/// "Implementations MUST extract a 6-digit code at a minimum" (RFC 4226 §5.3).
const MIN_DIGITS: u8 = 6;
/// 2^31 has 10 digits: a longer code would only gain leading zeros.
const MAX_DIGITS: u8 = 10;
