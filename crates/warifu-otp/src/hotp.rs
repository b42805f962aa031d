use core::fmt;

use warifu_core::{Code, Counter, Digits, Secret};

use crate::HashAlgorithm;
use crate::format::{Format, MIN_DIGITS, MIN_LEGACY_DIGITS};
use crate::mac::{LANES, MacKey, truncated_each};
use crate::mask::Mask;
use crate::matched_counter::LastMatch;
use crate::{AcceptedCounter, ParametersError, VerifyError};

/// A counter-based one-time password token: HOTP of [RFC 4226].
///
/// Holds what HMAC made of the secret, not the secret: 40 to 128 bytes, from which a code costs two compressions of the
/// hash function.
///
/// # Security
///
/// Not `Clone`, redacted in `Debug`, wiped on drop. The compression functions of the hash crates leave their working
/// registers on the stack, to be overwritten by what comes next.
///
/// [RFC 4226]: https://www.rfc-editor.org/rfc/rfc4226
pub struct Hotp {
    key: MacKey,
    format: Format,
}

impl Hotp {
    /// A token with this secret, and codes of this length.
    ///
    /// Dynamic truncation yields 31 bits, so a code of 10 digits starts with 0, 1 or 2 and is hardly harder to guess
    /// than one of 9.
    ///
    /// # Errors
    ///
    /// [`ParametersError::ShortSecret`] for fewer than 16 bytes, [`ParametersError::Digits`] outside 6 to 10.
    pub fn new(
        secret: &Secret,
        algorithm: HashAlgorithm,
        digits: Digits,
    ) -> Result<Self, ParametersError> {
        if secret.expose().len() < MIN_SECRET_BYTES {
            return Err(ParametersError::ShortSecret);
        }
        Ok(Self { format: Format::new(digits, MIN_DIGITS)?, key: MacKey::new(secret, algorithm) })
    }

    /// An old token that customers still use although [RFC 4226] does not allow it: a secret of any length, 4 digits or
    /// more. Generates and verifies like any other.
    ///
    /// # Errors
    ///
    /// [`ParametersError::Digits`] outside 4 to 10.
    ///
    /// # Security
    ///
    /// - A short secret can be found from a few codes: 80 bits are within reach of a large attacker, 64 of a small one.
    /// - Each digit less makes a guess ten times as likely. A [`Policy`](crate::Policy) tells by how much.
    ///
    /// [RFC 4226]: https://www.rfc-editor.org/rfc/rfc4226#section-4
    pub fn danger_legacy(
        secret: &Secret,
        algorithm: HashAlgorithm,
        digits: Digits,
    ) -> Result<Self, ParametersError> {
        Ok(Self {
            format: Format::new(digits, MIN_LEGACY_DIGITS)?,
            key: MacKey::new(secret, algorithm),
        })
    }

    /// The same token with the check digit of [RFC 4226 Appendix C] at the end of each code, which so gets one digit
    /// longer. It catches slips of a finger and adds nothing against guessing.
    ///
    /// [RFC 4226 Appendix C]: https://www.rfc-editor.org/rfc/rfc4226#appendix-C
    #[must_use]
    pub fn with_checksum(self) -> Self {
        Self { format: self.format.with_checksum(), ..self }
    }

    /// The code of one counter ([RFC 4226 §5.3]).
    ///
    /// [RFC 4226 §5.3]: https://www.rfc-editor.org/rfc/rfc4226#section-5.3
    pub fn generate(&self, counter: Counter) -> Code {
        self.format.code(self.key.truncated(counter))
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
    /// [`VerifyError::Malformed`] before anything is computed, [`VerifyError::OutOfRange`] for an expected counter of
    /// 2^64 − 1, else [`VerifyError::Wrong`]; a code that was used belongs to a counter before `expected` and is wrong.
    ///
    /// # Security
    ///
    /// - Store the next counter before answering, and only if the stored one is still `expected`.
    /// - "s SHOULD be set as low as possible": each counter is one more code that a guess may hit.
    /// - Wrong codes are not counted here: [`HotpVerifier`](crate::HotpVerifier) does.
    ///
    /// [RFC 4226 §7.4]: https://www.rfc-editor.org/rfc/rfc4226#section-7.4
    pub fn verify(
        &self,
        typed: &str,
        expected: Counter,
        look_ahead: u8,
    ) -> Result<AcceptedCounter, VerifyError> {
        let typed = self.format.parse(typed)?;
        let mut last = LastMatch::NONE;
        expected.next().map_err(|_| VerifyError::OutOfRange)?;
        let count = u32::from(look_ahead) + 1;
        self.each(expected, count, |counter, number| {
            last.record(counter, Mask::equal(number, typed));
        });
        last.accepted()
    }

    /// Accepts two codes that the token showed one after the other, of which the first belongs to `expected` or one of
    /// the `look_ahead` counters after it ([RFC 4226 §7.4]): the way back for a token that was pressed too often.
    ///
    /// Computed as a whole, like [`Hotp::verify`].
    ///
    /// # Errors
    ///
    /// As [`Hotp::verify`]: [`VerifyError::Wrong`] unless both codes are right and follow each other.
    ///
    /// # Security
    ///
    /// A guess succeeds with probability (`look_ahead` + 1) / 10^(2 · digits): a thousand counters of a 6-digit token
    /// are as safe as a single one of 9 digits. It counts as one attempt.
    ///
    /// [RFC 4226 §7.4]: https://www.rfc-editor.org/rfc/rfc4226#section-7.4
    pub fn resynchronise(
        &self,
        consecutive: [&str; 2],
        expected: Counter,
        look_ahead: u16,
    ) -> Result<AcceptedCounter, VerifyError> {
        let [first, second] = consecutive;
        let (first, second) = (self.format.parse(first)?, self.format.parse(second)?);
        let (mut last, mut begun) = (LastMatch::NONE, Mask::NO);
        expected.next().map_err(|_| VerifyError::OutOfRange)?;
        // The last pair ends one counter after the look-ahead.
        let count = u32::from(look_ahead) + 2;
        self.each(expected, count, |counter, number| {
            last.record(counter, begun & Mask::equal(number, second));
            begun = Mask::equal(number, first);
        });
        last.accepted()
    }

    /// The first of `count` counters, from `from` on, that has the code `typed`: to find out where a token is.
    ///
    /// With the feature `wide`, in the lanes of the machine's vector unit. Counters past 2^64 − 2 are not looked at.
    ///
    /// # Errors
    ///
    /// [`VerifyError::Malformed`] for text that is not a code of the token's length.
    ///
    /// # Security
    ///
    /// This is not a verification, and what it returns is not a proof: of a thousand 6-digit codes, a guess is one with
    /// probability 1/1000.
    pub fn search(
        &self,
        typed: &str,
        from: Counter,
        count: u32,
    ) -> Result<Option<Counter>, VerifyError> {
        let typed = self.format.parse(typed)?;
        let (mut found, mut first) = (Mask::NO, 0);
        self.each(from, count, |counter, number| {
            let same = Mask::equal(number, typed);
            (same & !found).assign(&mut first, counter);
            found |= same;
        });
        Ok(found.is_yes().then(|| Counter::new(first)))
    }

    /// Shows the counters from `from` on, at most `count` and none above 2^64 − 2, each with the number that its code
    /// spells.
    fn each(&self, from: Counter, count: u32, mut show: impl FnMut(u64, u64)) {
        // A counter of 2^64 − 1 is never shown: no next one could be stored after it.
        let end = from.value().saturating_add(u64::from(count));
        let mut counters = from.value()..end;
        while counters.end.checked_sub(counters.start).is_some_and(|left| left >= LANES_IN_A_ROW) {
            let mut lanes = [0; LANES];
            for (lane, counter) in lanes.iter_mut().zip(&mut counters) {
                *lane = counter;
            }
            let snums = truncated_each(&[&self.key; LANES], &lanes);
            for (counter, snum) in lanes.into_iter().zip(snums) {
                show(counter, self.format.number(snum));
            }
        }
        let rest = counters.map(|counter| (Counter::new(counter), counter));
        self.key.truncated_all(rest, |counter, snum| show(counter, self.format.number(snum)));
    }

    pub(crate) const fn format(&self) -> Format {
        self.format
    }

    pub(crate) const fn key(&self) -> &MacKey {
        &self.key
    }
}

impl fmt::Debug for Hotp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (algorithm, digits) = (self.key.algorithm(), self.format.digits().value());
        write!(f, "Hotp({algorithm:?}, {digits} digits, redacted)")
    }
}

/// "The length of the shared secret MUST be at least 128 bits" (RFC 4226 §4, R6).
const MIN_SECRET_BYTES: usize = 16;
/// Below this, gathering the lanes is not worth it.
const LANES_IN_A_ROW: u64 = 16;
