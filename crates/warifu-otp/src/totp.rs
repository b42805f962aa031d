use core::fmt;

use subtle::{Choice, ConditionallySelectable};
use warifu_core::{Code, Digits, Seconds, Secret, UnixTime};

use crate::{Algorithm, Hotp, InvalidParameters, OutOfRange, Refusal, TimeStep, Window};

/// What a token and its verifier agree on when the token is made.
///
/// The default is what deployed tokens of banks do: HMAC-SHA-1, 6 digits, a step of 60 seconds, T0 = 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TotpParameters {
    /// The hash function.
    pub algorithm: Algorithm,
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
        algorithm: Algorithm::Sha256,
        digits: Digits::EIGHT,
        step: Seconds::minutes(1),
        t0: UnixTime::new(0),
    };
}

impl Default for TotpParameters {
    fn default() -> Self {
        Self { algorithm: Algorithm::Sha1, digits: Digits::SIX, ..Self::RECOMMENDED }
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
    /// [`InvalidParameters`] for a secret of fewer than 16 bytes, digits outside 6 to 10, or a step outside 1 to 3600
    /// seconds.
    pub fn new(secret: &Secret, parameters: TotpParameters) -> Result<Self, InvalidParameters> {
        let TotpParameters { algorithm, digits, step, t0 } = parameters;
        let hotp = Hotp::new(secret, algorithm, digits)?;
        if step < MIN_STEP || step > MAX_STEP {
            return Err(InvalidParameters::Step);
        }
        Ok(Self { hotp, step, t0 })
    }

    /// The time step of a moment ([RFC 6238 §4.2]).
    ///
    /// # Errors
    ///
    /// [`OutOfRange`] for a moment before T0.
    ///
    /// [RFC 6238 §4.2]: https://www.rfc-editor.org/rfc/rfc6238#section-4.2
    pub fn step_at(&self, now: UnixTime) -> Result<TimeStep, OutOfRange> {
        // "T = (Current Unix time - T0) / X, where the default floor function is used".
        let elapsed = now.value().checked_sub(self.t0.value()).ok_or(OutOfRange)?;
        let steps = elapsed.checked_div(u64::from(self.step.value())).ok_or(OutOfRange)?;
        Ok(TimeStep::new(steps))
    }

    /// The code of a moment.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`] for a moment before T0.
    pub fn generate(&self, now: UnixTime) -> Result<Code, OutOfRange> {
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
    /// [`Refusal::Malformed`] before anything is computed, [`Refusal::OutOfRange`] for a moment before T0, else
    /// [`Refusal::Used`] or [`Refusal::Wrong`].
    ///
    /// # Security
    ///
    /// - [RFC 6238 §5.2]: "The verifier MUST NOT accept the second attempt of the OTP after the successful validation
    ///   has been issued for the first OTP". Store [`Accepted::step`] as the token's `last` before answering, and only
    ///   if the stored one is still the `last` that was passed here: else two requests at once spend one code twice.
    /// - Whoever typed the code sees one answer for every [`Refusal`].
    /// - Verifying does not count attempts: at one a second, a 6-digit code is guessed within days.
    ///
    /// [RFC 6238 §5.2]: https://www.rfc-editor.org/rfc/rfc6238#section-5.2
    pub fn verify(
        &self,
        typed: &str,
        now: UnixTime,
        window: Window,
        drift: i32,
        last: Option<TimeStep>,
    ) -> Result<Accepted, Refusal> {
        let typed = Code::parse(typed, self.hotp.digits())?;
        let clock = self.step_at(now)?;
        let (mut found, mut used) = (Choice::from(0), Choice::from(0));
        let (mut matched, mut distance) = (clock.value(), 0);
        for (step, away) in window.around(clock, drift) {
            let same = self.hotp.generate(step.counter()).ct_matches(&typed);
            let spent = Choice::from(u8::from(last.is_some_and(|last| step <= last)));
            found |= same;
            used |= same & spent;
            matched.conditional_assign(&step.value(), same);
            distance.conditional_assign(&away, same);
        }
        if bool::from(used) {
            Err(Refusal::Used)
        } else if bool::from(found) {
            Ok(Accepted { step: TimeStep::new(matched), drift: distance })
        } else {
            Err(Refusal::Wrong)
        }
    }
}

impl fmt::Debug for Totp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (algorithm, digits) = (self.hotp.algorithm(), self.hotp.digits().count());
        let (step, t0) = (self.step.value(), self.t0.value());
        write!(f, "Totp({algorithm:?}, {digits} digits, {step} s from {t0}, redacted)")
    }
}

/// Proof that [`Totp::verify`] accepted a code; there is no other way to come by one.
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
    /// The step whose code was typed: the token's `last` from now on.
    pub const fn step(&self) -> TimeStep {
        self.step
    }

    /// That step minus the clock's: by how many steps the token's clock is ahead, behind if negative.
    pub const fn drift(&self) -> i32 {
        self.drift
    }
}

const MIN_STEP: Seconds = Seconds::new(1);
/// A code that is good for longer than an hour is a password.
const MAX_STEP: Seconds = Seconds::minutes(60);
