use core::fmt;

use warifu_core::{Code, Digits, Seconds, Secret, UnixTime};

use crate::mask::Mask;
use crate::matched_step::Matching;
use crate::time_step::Steps;
use crate::{Accepted, HashAlgorithm, Hotp, ParametersError, TimeStep, VerifyError, Window};

/// What a token and its verifier agree on when the token is made.
///
/// The default is what deployed tokens of banks do: HMAC-SHA-1, 6 digits, a step of 60 seconds, T0 = 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TotpParameters {
    /// The hash function.
    pub algorithm: HashAlgorithm,
    /// The length of a code: 6 to 10 digits.
    pub digits: Digits,
    /// X, "the time step in seconds": 1 to 3600. The RFC's own default is 30.
    pub step: Seconds,
    /// T0, "the Unix time to start counting time steps".
    pub t0: UnixTime,
}

impl TotpParameters {
    /// For new tokens: HMAC-SHA-256, 8 digits, a step of 60 seconds, T0 = 0.
    pub const RECOMMENDED: Self = Self {
        algorithm: HashAlgorithm::Sha256,
        digits: Digits::EIGHT,
        step: Seconds::minutes(1),
        t0: UnixTime::new(0),
    };
}

impl Default for TotpParameters {
    fn default() -> Self {
        Self { algorithm: HashAlgorithm::Sha1, digits: Digits::SIX, ..Self::RECOMMENDED }
    }
}

/// A time-based one-time password token: TOTP of [RFC 6238].
///
/// # Security
///
/// Not `Clone`, redacted in `Debug`, wiped on drop as [`Hotp`] is.
///
/// [RFC 6238]: https://www.rfc-editor.org/rfc/rfc6238
pub struct Totp {
    hotp: Hotp,
    step: Seconds,
    t0: UnixTime,
}

impl Totp {
    /// A token with this secret.
    ///
    /// # Errors
    ///
    /// [`ParametersError`] for a secret of fewer than 16 bytes, digits outside 6 to 10, or a step outside 1 to 3600
    /// seconds.
    pub fn new(secret: &Secret, parameters: TotpParameters) -> Result<Self, ParametersError> {
        Self::over(Hotp::new(secret, parameters.algorithm, parameters.digits)?, parameters)
    }

    /// An old token that customers still use although the RFCs do not allow it: a secret of any length, 4 digits or more.
    /// Generates and verifies like any other.
    ///
    /// # Errors
    ///
    /// [`ParametersError`] for digits outside 4 to 10, or a step outside 1 to 3600 seconds.
    ///
    /// # Security
    ///
    /// What is said at [`Hotp::danger_legacy`].
    pub fn danger_legacy(
        secret: &Secret,
        parameters: TotpParameters,
    ) -> Result<Self, ParametersError> {
        let hotp = Hotp::danger_legacy(secret, parameters.algorithm, parameters.digits)?;
        Self::over(hotp, parameters)
    }

    fn over(hotp: Hotp, parameters: TotpParameters) -> Result<Self, ParametersError> {
        let TotpParameters { step, t0, .. } = parameters;
        if step < MIN_STEP || step > MAX_STEP {
            return Err(ParametersError::Step);
        }
        Ok(Self { hotp, step, t0 })
    }

    /// The same token with a check digit at the end of each code: see [`Hotp::with_checksum`].
    #[must_use]
    pub fn with_checksum(self) -> Self {
        Self { hotp: self.hotp.with_checksum(), ..self }
    }

    /// The time step of a moment ([RFC 6238 §4.2]).
    ///
    /// # Errors
    ///
    /// [`ParametersError::BeforeT0`] for a moment before T0.
    ///
    /// [RFC 6238 §4.2]: https://www.rfc-editor.org/rfc/rfc6238#section-4.2
    pub fn step_at(&self, now: UnixTime) -> Result<TimeStep, ParametersError> {
        // "T = (Current Unix time - T0) / X, where the default floor function is used".
        let elapsed = now.value().checked_sub(self.t0.value()).ok_or(ParametersError::BeforeT0)?;
        let steps =
            elapsed.checked_div(u64::from(self.step.value())).ok_or(ParametersError::BeforeT0)?;
        Ok(TimeStep::new(steps))
    }

    /// The step around which a code is verified.
    pub(crate) fn clock(&self, now: UnixTime) -> Result<TimeStep, VerifyError> {
        self.step_at(now).map_err(|_| VerifyError::OutOfRange)
    }

    /// The code of a moment.
    ///
    /// # Errors
    ///
    /// [`ParametersError::BeforeT0`] for a moment before T0.
    pub fn generate(&self, now: UnixTime) -> Result<Code, ParametersError> {
        Ok(self.hotp.generate(self.step_at(now)?.counter()))
    }

    /// Accepts `typed` if it is the code of a step of the window, and of none at or before `last`.
    ///
    /// The window is centred on the step of `now` plus `drift`, the steps by which the token's clock is known to be
    /// ahead (behind, if negative). `last` is the last step that was accepted for this token, if any. Steps that cannot
    /// be expressed (below 0, above 2^64 − 1, further from the clock's step than an `i32` tells) are not in the window.
    ///
    /// The whole window is always computed and compared without a branch on the outcome. Where several of its steps
    /// share the code, one text still counts once: if one of them is at or before `last` the code is used, else the
    /// latest of them is the step that was accepted, so that storing it uses up all of them.
    ///
    /// # Errors
    ///
    /// [`VerifyError::Malformed`] before anything is computed, [`VerifyError::OutOfRange`] for a moment before T0, else
    /// [`VerifyError::Used`] or [`VerifyError::Wrong`].
    ///
    /// # Security
    ///
    /// - [RFC 6238 §5.2]: "The verifier MUST NOT accept the second attempt of the OTP after the successful validation
    ///   has been issued for the first OTP". Store [`Accepted::step`] as the token's `last` before answering, and only
    ///   if the stored one is still the `last` that was passed here: else two requests at the same time spend one code twice.
    /// - The person who typed the code sees one answer for every [`VerifyError`].
    /// - Wrong codes are not counted here: [`TotpVerifier`](crate::TotpVerifier) does. At one a second, a 6-digit code is
    ///   guessed within days.
    ///
    /// [RFC 6238 §5.2]: https://www.rfc-editor.org/rfc/rfc6238#section-5.2
    pub fn verify(
        &self,
        typed: &str,
        now: UnixTime,
        window: Window,
        drift: i32,
        last: Option<TimeStep>,
    ) -> Result<Accepted, VerifyError> {
        self.verify_within(typed, now, |_| window, drift, last)
    }

    /// The same, in the window that the clock's step has.
    pub(crate) fn verify_within(
        &self,
        typed: &str,
        now: UnixTime,
        window: impl FnOnce(TimeStep) -> Window,
        drift: i32,
        last: Option<TimeStep>,
    ) -> Result<Accepted, VerifyError> {
        let mut matching = Matching::new(self.hotp.format(), typed, last)?;
        let clock = self.clock(now)?;
        let steps = window(clock).around(clock, drift);
        self.numbers(steps, |step, away, snum| matching.compare(step, away, snum));
        matching.outcome()
    }

    /// Accepts two codes that the token showed in one time step and the next, the first of them up to `reach` steps away
    /// from the clock's: the way back for a token with a clock that is off by more than the window.
    ///
    /// Computed as a whole, like [`Totp::verify`]; the later of the two steps is the one that was accepted.
    ///
    /// # Errors
    ///
    /// [`VerifyError::Used`] if either of the codes belongs to a step at or before `last`, else as [`Totp::verify`].
    ///
    /// # Security
    ///
    /// A guess succeeds with probability (2 · `reach` + 1) / 10^(2 · digits). It counts as one attempt.
    pub fn resynchronise(
        &self,
        consecutive: [&str; 2],
        now: UnixTime,
        reach: u16,
        last: Option<TimeStep>,
    ) -> Result<Accepted, VerifyError> {
        let [first, second] = consecutive;
        let first = self.hotp.format().parse(first)?;
        let mut matching = Matching::new(self.hotp.format(), second, last)?;
        let (mut begun, mut used) = (Mask::NO, Mask::NO);
        let steps = Steps::within(self.clock(now)?, reach);
        self.numbers(steps, |step, away, snum| {
            matching.compare_if(begun, used, step, away, snum);
            begun = Mask::equal(self.hotp.format().number(snum), first);
            used = matching.is_used(step);
        });
        matching.outcome()
    }

    /// Shows each step, its distance from the clock and its Snum.
    fn numbers(&self, steps: Steps, mut show: impl FnMut(TimeStep, i32, u32)) {
        let counters = steps.map(|(step, away)| (step.counter(), (step, away)));
        self.hotp.key().truncated_all(counters, |(step, away), snum| show(step, away, snum));
    }

    pub(crate) const fn hotp(&self) -> &Hotp {
        &self.hotp
    }
}

impl fmt::Debug for Totp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let algorithm = self.hotp.key().algorithm();
        let digits = self.hotp.format().digits().value();
        let (step, t0) = (self.step.value(), self.t0.value());
        write!(f, "Totp({algorithm:?}, {digits} digits, {step} s from {t0}, redacted)")
    }
}

const MIN_STEP: Seconds = Seconds::new(1);
/// A code that is good for longer than an hour is a password.
const MAX_STEP: Seconds = Seconds::minutes(60);
