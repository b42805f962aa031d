use core::fmt;

use warifu_core::hash::HmacKey;
use warifu_core::{Code, Counter, Secret};
use warifu_otp::{Window, dynamic_truncation};

use crate::error::{AnswerError, InputError, ResponseError};
use crate::inputs::{Inputs, Prepared};
use crate::parts::ResponseLength;
use crate::question::{LENGTH, Question};
use crate::response::{Mac, Response};
use crate::suite::Suite;

/// A suite and the key that it is used with: computes responses and verifies them ([RFC 6287]).
///
/// ```
/// # use warifu_ocra::{Inputs, Ocra, Question, ResponseError, Response, Tolerance};
/// # use warifu_core::Secret;
/// let key = Secret::new(b"12345678901234567890")?;
/// let ocra = Ocra::new("OCRA-1:HOTP-SHA1-6:QN08".parse()?, &key)?;
/// let question = Question::One("11111111");
///
/// let Response::Code(code) = ocra.respond(&question, &Inputs::NONE)? else { panic!() };
/// assert_eq!(code.expose(), "243178");
/// ocra.verify(&question, &Inputs::NONE, Tolerance::NONE, "243178")?;
/// let refused = ocra.verify(&question, &Inputs::NONE, Tolerance::NONE, "243179");
/// assert_eq!(refused.unwrap_err(), ResponseError::Wrong);
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
///
/// # Security
///
/// - Nothing stops a response alone from being used twice, or guessed without limit. A [`Challenge`](super::Challenge)
///   prevents both.
/// - **Do not sign transactions with numeric questions.** The RFC writes a number in hexadecimal digits and pads it on
///   the right, so that different numbers are hashed alike: under `QN08`, `00012345` and `00197520` have the same
///   response, and 12 % of all questions are hashed like another one. A digest, as a question of 64 hexadecimal digits,
///   always has the same length and is hashed like no other. `warifu-sign` signs such a digest.
/// - Two questions are joined without a separator: the parties must agree on their lengths.
///
/// [RFC 6287]: https://www.rfc-editor.org/rfc/rfc6287
pub struct Ocra {
    suite: Suite,
    key: HmacKey,
}

impl Ocra {
    /// A suite with its key.
    ///
    /// # Errors
    ///
    /// [`InputError::ShortKey`] for fewer than 128 bits.
    pub fn new(suite: Suite, key: &Secret) -> Result<Self, InputError> {
        // A key that can be found from a few responses is no proof of who answered.
        if key.expose().len() < MIN_KEY_BYTES {
            return Err(InputError::ShortKey);
        }
        Ok(Self::danger_short_key(suite, key))
    }

    /// A suite with a key of any length, for tokens that are still in use.
    ///
    /// # Security
    ///
    /// A short key can be found from a few responses: 80 bits are within reach of a large attacker, 64 of a small one.
    pub fn danger_short_key(suite: Suite, key: &Secret) -> Self {
        Self { suite, key: HmacKey::new(suite.algorithm(), key.expose()) }
    }

    /// The suite.
    pub const fn suite(&self) -> &Suite {
        &self.suite
    }

    /// The response to a question.
    ///
    /// # Errors
    ///
    /// [`InputError`] for a question or inputs that are not what the suite asks for.
    pub fn respond(
        &self,
        question: &Question<'_>,
        inputs: &Inputs<'_>,
    ) -> Result<Response, InputError> {
        let question = question.encoded(self.suite.question())?;
        let prepared = Prepared::new(&self.suite, inputs)?;
        Ok(self.response(&question, &prepared))
    }

    /// Compares what was sent with the response to a question, in constant time, for every counter and time step that
    /// `tolerance` allows. All of them are always computed.
    ///
    /// # Errors
    ///
    /// [`ResponseError`] for every response that is not right. Text that cannot be one of the suite's responses, by its
    /// form or length, is refused before anything is computed.
    pub fn verify(
        &self,
        question: &Question<'_>,
        inputs: &Inputs<'_>,
        tolerance: Tolerance,
        typed: &str,
    ) -> Result<Answered, ResponseError> {
        let typed = Response::parse(typed, &self.suite).map_err(AnswerError::Code)?;
        let question = question.encoded(self.suite.question()).map_err(AnswerError::Input)?;
        let mut prepared = Prepared::new(&self.suite, inputs).map_err(AnswerError::Input)?;
        let (counter, step) = (prepared.counter, prepared.step);
        let mut found = None;
        for (counter, step) in tolerance.around(counter, step) {
            (prepared.counter, prepared.step) = (counter, step);
            let matches = bool::from(self.response(&question, &prepared).ct_matches(&typed));
            // No early end: the time must not tell which of them matched.
            if matches && found.is_none() {
                found = Some(Answered { counter, step });
            }
        }
        found.ok_or(ResponseError::Wrong)
    }

    /// Whether suite and key are the same, compared without a branch on the key.
    pub(crate) fn computes_like(&self, other: &Self) -> bool {
        let [one, two] = [self, other].map(|ocra| ocra.key.mac(|part| part(SAME_KEY)));
        self.suite == other.suite && bool::from(one.ct_matches(&two))
    }

    fn response(&self, question: &[u8; LENGTH], prepared: &Prepared<'_>) -> Response {
        // The order of RFC 6287 §5.1. The suite ends at its separator and says how long each part after it is, so that
        // no byte of one input can pass for a byte of another.
        let mac = self.key.mac(|part| {
            part(self.suite.as_str().as_bytes());
            part(&[SEPARATOR]);
            if let Some(counter) = prepared.counter {
                part(&counter.value().to_be_bytes());
            }
            part(question);
            part(prepared.pin);
            for _ in 0..prepared.padding {
                part(&[0]);
            }
            part(prepared.session);
            if let Some(step) = prepared.step {
                part(&step.to_be_bytes());
            }
        });
        match self.suite.response() {
            ResponseLength::Mac => Response::Mac(Mac::new(mac)),
            ResponseLength::Digits(digits) => {
                let number = dynamic_truncation(mac.expose());
                Response::Code(Code::from_number(u64::from(number), digits))
            }
        }
    }
}

impl fmt::Debug for Ocra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Ocra({}, key redacted)", self.suite)
    }
}

/// How far a verifier looks beyond the inputs that it expects. The part for an input that the suite does not have is
/// ignored.
///
/// # Security
///
/// Each combination of a counter and a step is one more response that a guess may hit: with 4 digits and thousands of
/// such responses, one of three guesses is likely to be right. Keep (counters + 1) × (past + 1 + future) far below
/// 10^digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tolerance {
    /// Counters after the expected one: responses that were computed and never sent.
    pub counters: u8,
    /// Time steps before and after that of the given time.
    pub steps: Window,
}

impl Tolerance {
    /// The expected counter and time step alone.
    pub const NONE: Self = Self { counters: 0, steps: Window::EXACT };

    /// Every pair of a counter and a step, the expected counter and the earliest step first.
    fn around(
        self,
        counter: Option<Counter>,
        step: Option<u64>,
    ) -> impl Iterator<Item = (Option<Counter>, Option<u64>)> {
        let ahead = if counter.is_some() { self.counters } else { 0 };
        let steps = match step {
            // Saturation is the meaning: no step is before 0 or after 2^64 - 1, so the window is shorter there.
            Some(step) => {
                step.saturating_sub(u64::from(self.steps.past))
                    ..=step.saturating_add(u64::from(self.steps.future))
            }
            // One round, without a step.
            None => 0..=0,
        };
        let counters = (0..=ahead).map_while(move |ahead| match counter {
            Some(counter) => counter.checked_add(u64::from(ahead)).ok().map(Some),
            None => Some(None),
        });
        counters.flat_map(move |counter| steps.clone().map(move |at| (counter, step.map(|_| at))))
    }
}

/// Proof that a response was right. Only a verification makes one.
///
/// ```compile_fail
/// # use warifu_ocra::Answered;
/// let forged = Answered { counter: None, step: None };
/// ```
#[derive(Debug, PartialEq, Eq)]
pub struct Answered {
    counter: Option<Counter>,
    step: Option<u64>,
}

impl Answered {
    /// The counter that matched. The verifier's next one is the one after it ([RFC 6287 §5.1]).
    ///
    /// [RFC 6287 §5.1]: https://www.rfc-editor.org/rfc/rfc6287#section-5.1
    pub const fn counter(&self) -> Option<Counter> {
        self.counter
    }

    /// The time step that matched, counted from 1970.
    pub const fn step(&self) -> Option<u64> {
        self.step
    }
}

/// "a Byte value of '00' (hexadecimal) is used as separator" after the suite.
const SEPARATOR: u8 = 0;

/// Hashed under two keys to see whether they are the same; no suite begins like this.
const SAME_KEY: &[u8] = b"warifu/1 same key";

/// The 128 bits that RFC 4226 §4 asks for.
const MIN_KEY_BYTES: usize = 16;
