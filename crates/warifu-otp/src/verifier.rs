use core::fmt;

use warifu_core::UnixTime;

use crate::{
    Accepted, AcceptedCounter, CounterRules, Failures, Guessing, Hotp, ParametersError, Policy,
    RecordedCounter, RecordedState, Standing, TimeRules, Totp, VerifyError,
};

/// What became of a typed code: what to store, and what to say once that is stored.
///
/// # Security
///
/// Nothing of `outcome` may leave before `state` has replaced the state that was verified with, in one step that fails
/// if another request came first; then load and verify anew. Else guesses that arrive together are counted as one, and
/// one code is accepted twice. The [crate's page](crate#storing-the-state) shows it.
#[derive(Debug, PartialEq, Eq)]
#[must_use = "the state must be stored before the outcome is answered"]
pub struct Verdict<S, A> {
    /// What to store in place of the state that was given; the same for what changes nothing.
    pub state: S,
    /// The proof, or why there is none. The person who typed the code sees one answer for every [`VerifyError`].
    pub outcome: Result<A, VerifyError>,
}

/// Verifies the codes of one time-based token by a policy: window, drift, single use, attempts.
///
/// Pure: a state goes in, the next one comes out. Wrong and used codes count; malformed ones cost nothing, since they
/// could not have been right.
///
/// # Security
///
/// The time is the caller's promise. A code that is verified far in the future by mistake puts the last step, or the days of
/// the failures, there too; nothing here takes them back, since that would also forgive a guesser who turns the clock. Refuse
/// a clock that jumps before calling.
///
/// # Example
///
/// ```
/// use warifu_core::{Secret, UnixTime};
/// use warifu_otp::{Policy, RecordedState, VerifyError, Totp, TotpParameters, TotpVerifier};
///
/// let secret = Secret::new(b"an example secret of 32 bytes ..")?;
/// let token = Totp::new(&secret, TotpParameters::RECOMMENDED)?;
/// let verifier = TotpVerifier::new(&token, &Policy::TIME_8_DIGITS)?;
///
/// let now = UnixTime::new(1_800_000_000);
/// let shown = token.generate(now)?;
/// let verdict = verifier.verify(RecordedState::NEW, now, shown.expose());
/// assert!(verdict.outcome.is_ok());
///
/// // What was stored knows that the code is spent, and counts it like a wrong one.
/// let verdict = verifier.verify(verdict.state, now, shown.expose());
/// assert_eq!(verdict.outcome, Err(VerifyError::Used));
/// assert_eq!(verdict.state.failures.attempts.consecutive(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct TotpVerifier<'a> {
    token: &'a Totp,
    policy: &'a Policy<TimeRules>,
}

impl<'a> TotpVerifier<'a> {
    /// A verifier for this token.
    ///
    /// # Errors
    ///
    /// [`ParametersError::FewerThanPolicy`] for a token that is easier to guess than the policy allows for.
    pub fn new(token: &'a Totp, policy: &'a Policy<TimeRules>) -> Result<Self, ParametersError> {
        enough_digits(token.hotp(), policy.guessing())?;
        Ok(Self { token, policy })
    }

    /// Verifies a code.
    ///
    /// [`VerifyError::Suspended`] and [`VerifyError::TooSoon`] without looking at the code; else as [`Totp::verify`] in the
    /// window of [`TimeRules::window_at`].
    pub fn verify(
        &self,
        state: RecordedState,
        now: UnixTime,
        typed: &str,
    ) -> Verdict<RecordedState, Accepted> {
        self.judge(state, now, |token, rules| {
            let window = |clock| rules.window_at(state.last, state.drift, clock);
            token.verify_within(typed, now, window, rules.remembered(state.drift), state.last)
        })
    }

    /// Verifies two consecutive codes, for a token with a clock that has run out of the window: as [`Totp::resynchronise`]
    /// within the policy's `most_drift`. Counts as one attempt.
    pub fn resynchronise(
        &self,
        state: RecordedState,
        now: UnixTime,
        consecutive: [&str; 2],
    ) -> Verdict<RecordedState, Accepted> {
        self.judge(state, now, |token, rules| {
            token.resynchronise(consecutive, now, rules.most_drift, state.last)
        })
    }

    fn judge(
        &self,
        state: RecordedState,
        now: UnixTime,
        verify: impl FnOnce(&Totp, &TimeRules) -> Result<Accepted, VerifyError>,
    ) -> Verdict<RecordedState, Accepted> {
        let (failures, outcome) = state
            .failures
            .judged(now, self.policy.guessing(), || verify(self.token, self.policy.rules()));
        let state = match &outcome {
            Ok(accepted) => RecordedState {
                // Uses up this step and all before it: RFC 6238 §5.2.
                last: Some(accepted.step()),
                drift: self.policy.rules().remembered(accepted.drift()),
                failures,
            },
            Err(_) => RecordedState { failures, ..state },
        };
        Verdict { state, outcome }
    }
}

impl fmt::Debug for TotpVerifier<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TotpVerifier")
            .field("token", self.token)
            .field("policy", self.policy)
            .finish()
    }
}

/// Verifies the codes of one counter-based token by a policy: look-ahead, single use, throttling.
///
/// Pure, like [`TotpVerifier`].
pub struct HotpVerifier<'a> {
    token: &'a Hotp,
    policy: &'a Policy<CounterRules>,
}

impl<'a> HotpVerifier<'a> {
    /// A verifier for this token.
    ///
    /// # Errors
    ///
    /// [`ParametersError::FewerThanPolicy`] for a token that is easier to guess than the policy allows for.
    pub fn new(token: &'a Hotp, policy: &'a Policy<CounterRules>) -> Result<Self, ParametersError> {
        enough_digits(token, policy.guessing())?;
        Ok(Self { token, policy })
    }

    /// Verifies a code.
    ///
    /// [`VerifyError::Suspended`] and [`VerifyError::TooSoon`] without looking at the code; else as [`Hotp::verify`]. A code that
    /// was used is a wrong one, since its counter lies before the expected one.
    pub fn verify(
        &self,
        state: RecordedCounter,
        now: UnixTime,
        typed: &str,
    ) -> Verdict<RecordedCounter, AcceptedCounter> {
        self.judge(state, now, |token, rules| token.verify(typed, state.next, rules.look_ahead))
    }

    /// Verifies two consecutive codes, for a token that was pressed more often than the look-ahead allows for: as
    /// [`Hotp::resynchronise`]. Counts as one attempt.
    pub fn resynchronise(
        &self,
        state: RecordedCounter,
        now: UnixTime,
        consecutive: [&str; 2],
    ) -> Verdict<RecordedCounter, AcceptedCounter> {
        self.judge(state, now, |token, rules| {
            token.resynchronise(consecutive, state.next, rules.resynchronisation)
        })
    }

    fn judge(
        &self,
        state: RecordedCounter,
        now: UnixTime,
        verify: impl FnOnce(&Hotp, &CounterRules) -> Result<AcceptedCounter, VerifyError>,
    ) -> Verdict<RecordedCounter, AcceptedCounter> {
        let (failures, outcome) = state
            .failures
            .judged(now, self.policy.guessing(), || verify(self.token, self.policy.rules()));
        let next = match &outcome {
            Ok(accepted) => accepted.next(),
            // A wrong code must not move the counter: a guesser could push it past the customer's token.
            Err(_) => state.next,
        };
        Verdict { state: RecordedCounter { next, failures }, outcome }
    }
}

impl fmt::Debug for HotpVerifier<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HotpVerifier")
            .field("token", self.token)
            .field("policy", self.policy)
            .finish()
    }
}

impl Failures {
    /// Verifies if a code may be looked at now, and counts what became of it.
    fn judged<A>(
        self,
        now: UnixTime,
        guessing: &Guessing,
        verify: impl FnOnce() -> Result<A, VerifyError>,
    ) -> (Self, Result<A, VerifyError>) {
        let outcome = self.permit(now, guessing).and_then(|()| verify());
        (self.after(outcome.as_ref().err(), now, guessing), outcome)
    }

    /// Whether a code may be looked at.
    fn permit(&self, now: UnixTime, guessing: &Guessing) -> Result<(), VerifyError> {
        // Before the code is looked at: a suspended token must not say whether a guess was right.
        if self.attempts.standing(now, &guessing.limits) == Standing::Suspended {
            Err(VerifyError::Suspended)
        } else if now < self.wait_until {
            Err(VerifyError::TooSoon)
        } else {
            Ok(())
        }
    }

    #[expect(clippy::arithmetic_side_effects, reason = "a u32 times a u8 fits 64 bits")]
    fn after(self, refusal: Option<&VerifyError>, now: UnixTime, guessing: &Guessing) -> Self {
        match refusal {
            None => self.released(),
            // A used code counts too: else a thief could try codes that were overheard, for nothing.
            Some(VerifyError::Wrong | VerifyError::Used) => {
                let (attempts, _) = self.attempts.failed(now, &guessing.limits);
                // RFC 4226 §7.3: "the delay can be T * A seconds".
                let delay = u64::from(guessing.delay.value()) * u64::from(attempts.consecutive());
                // Past the end of time, the wait has no end: to wrap would end it now.
                let wait_until = now.value().saturating_add(delay);
                Self { attempts, wait_until: UnixTime::new(wait_until) }
            }
            // What was not compared tells a guesser nothing, and does not count: else a stranger could suspend a token by
            // typing nonsense.
            Some(
                VerifyError::Malformed(_)
                | VerifyError::Suspended
                | VerifyError::TooSoon
                | VerifyError::OutOfRange,
            ) => self,
        }
    }
}

fn enough_digits(token: &Hotp, guessing: &Guessing) -> Result<(), ParametersError> {
    // The policy's budget was computed for codes of this length; a shorter one is likelier to be guessed.
    if token.format().digits() < guessing.digits {
        Err(ParametersError::FewerThanPolicy)
    } else {
        Ok(())
    }
}
