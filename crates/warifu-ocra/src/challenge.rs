use core::fmt;

use thiserror::Error;
use warifu_core::codec::{Decode, Encode, Reader, Writer};
use warifu_core::{
    Answer, CodeError, Comparison, DecodeError, EncodeError, Entropy, EntropyError, OpenChallenge,
    Seconds, UnixTime,
};

use crate::compute::{Answered, Ocra, Refused, Tolerance};
use crate::inputs::{Inputs, InvalidInput};
use crate::parts::ResponseLength;
use crate::question::Question;
use crate::question_text::Text;
use crate::suite::Suite;

/// A question that a verifier has asked and that is not answered yet: it expires, takes one right answer and two wrong ones.
///
/// ```
/// # use warifu_ocra::{Answer, Challenge, Inputs, Ocra, Question, RefusalReason, Response, Tolerance};
/// # use warifu_core::{Seconds, Secret, UnixTime};
/// let ocra = Ocra::new("OCRA-1:HOTP-SHA256-8:QA10".parse()?, &Secret::new(&[7; 32])?)?;
/// let now = UnixTime::new(1_796_083_200);
/// let challenge = Challenge::about("SIG1000000", ocra.suite(), now, Seconds::minutes(5))?;
/// let Response::Code(code) = ocra.respond(&Question::One(challenge.question()), &Inputs::NONE)? else { panic!() };
///
/// let wrong = challenge.answer(&ocra, &Inputs::NONE, Tolerance::NONE, "00000000", now);
/// let Answer::Open(challenge, RefusalReason::Wrong) = wrong else { panic!() };
/// let right = challenge.answer(&ocra, &Inputs::NONE, Tolerance::NONE, code.expose(), now);
/// assert!(matches!(right, Answer::Accepted(_)));
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
///
/// One answer for one challenge:
///
/// ```compile_fail
/// # use warifu_ocra::*; use warifu_core::UnixTime;
/// fn twice(challenge: Challenge, ocra: &Ocra, now: UnixTime) {
///     challenge.answer(ocra, &Inputs::NONE, Tolerance::NONE, "12345678", now);
///     challenge.answer(ocra, &Inputs::NONE, Tolerance::NONE, "12345678", now);
/// }
/// ```
#[derive(Debug, PartialEq, Eq)]
pub struct Challenge(OpenChallenge<Text>);

impl Challenge {
    /// A random question as long as the suite allows, each character as likely as any other.
    ///
    /// # Errors
    ///
    /// [`CannotAsk`] when the source of randomness fails, or the suite's questions are shorter than its responses
    /// ([RFC 6287 §8.2, IC4]).
    ///
    /// [RFC 6287 §8.2, IC4]: https://www.rfc-editor.org/rfc/rfc6287#section-8.2
    pub fn issue(
        suite: &Suite,
        entropy: &mut impl Entropy,
        now: UnixTime,
        lifetime: Seconds,
    ) -> Result<Self, CannotAsk> {
        Self::of(Text::random(suite, entropy).map_err(CannotAsk::Entropy)?, suite, now, lifetime)
    }

    /// A question that the verifier composes: what is to be signed, or a digest of it.
    ///
    /// # Errors
    ///
    /// [`CannotAsk`] for a text that the suite does not allow, or that is shorter than the suite's responses.
    ///
    /// # Security
    ///
    /// Without a counter or the time in its suite, the same question has the same answer for ever (IC9).
    pub fn about(
        question: &str,
        suite: &Suite,
        now: UnixTime,
        lifetime: Seconds,
    ) -> Result<Self, CannotAsk> {
        Question::One(question).encoded(suite.question()).map_err(CannotAsk::Question)?;
        let question =
            Text::new(question).ok_or(CannotAsk::Question(InvalidInput::QuestionLength))?;
        Self::of(question, suite, now, lifetime)
    }

    fn of(
        question: Text,
        suite: &Suite,
        now: UnixTime,
        lifetime: Seconds,
    ) -> Result<Self, CannotAsk> {
        let digits = match suite.response() {
            ResponseLength::Digits(digits) => usize::from(digits.value()),
            ResponseLength::Mac => 0,
        };
        if question.as_str().len() < digits {
            return Err(CannotAsk::ShortQuestion);
        }
        let expires = now.checked_add(lifetime).map_err(|_| CannotAsk::Lifetime)?;
        Ok(Self(OpenChallenge::new(question, expires)))
    }

    /// What the device is asked.
    pub fn question(&self) -> &str {
        self.0.question().as_str()
    }

    /// The first moment at which no answer counts any more.
    pub const fn expires(&self) -> UnixTime {
        self.0.expires()
    }

    /// Verifies an answer.
    ///
    /// Text that no response can be costs no attempt: it tells nothing. The third wrong answer voids the challenge.
    ///
    /// # Security
    ///
    /// Store what comes back before anyone learns the outcome.
    pub fn answer(
        self,
        ocra: &Ocra,
        inputs: &Inputs<'_>,
        tolerance: Tolerance,
        typed: &str,
        now: UnixTime,
    ) -> Answer<Answered, Self, AnswerError> {
        let question = self.question_text();
        self.answer_to(&Question::One(question.as_str()), ocra, inputs, tolerance, typed, now)
    }

    pub(crate) const fn question_text(&self) -> Text {
        *self.0.question()
    }

    pub(crate) fn answer_to(
        self,
        question: &Question<'_>,
        ocra: &Ocra,
        inputs: &Inputs<'_>,
        tolerance: Tolerance,
        typed: &str,
        now: UnixTime,
    ) -> Answer<Answered, Self, AnswerError> {
        let compare = |_: &Text| match ocra.verify(question, inputs, tolerance, typed) {
            Ok(answered) => Comparison::Right(answered),
            Err(Refused::Wrong) => Comparison::Wrong,
            Err(Refused::Malformed(why)) => Comparison::Malformed(AnswerError::Code(why)),
            // The verifier's own mistake is not counted against the person who answered.
            Err(Refused::Input(why)) => Comparison::Malformed(AnswerError::Input(why)),
        };
        self.0.answer(now, compare).map_open(Self)
    }
}

/// The state for storage: the question, its end, wrong answers so far.
impl Encode for Challenge {
    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        self.0.encode(writer)
    }
}

/// Refused also for a state that was void.
impl Decode for Challenge {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.read().map(Self)
    }
}

/// Why an answer was compared with nothing. It costs no attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum AnswerError {
    /// No response can be this text.
    #[error(transparent)]
    Code(CodeError),
    /// The inputs are not those of the suite: the verifier's own mistake.
    #[error(transparent)]
    Input(InvalidInput),
}

/// Why no question was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotAsk {
    /// The source of randomness failed.
    Entropy(EntropyError),
    /// The suite does not allow the question.
    Question(InvalidInput),
    /// The question has fewer characters than the response has digits.
    ShortQuestion,
    /// The challenge would end after the end of time.
    Lifetime,
}

impl fmt::Display for CannotAsk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Entropy(failure) => failure.fmt(f),
            Self::Question(invalid) => invalid.fmt(f),
            Self::ShortQuestion => f.write_str("the question is shorter than the response"),
            Self::Lifetime => f.write_str("the challenge would never end"),
        }
    }
}

impl core::error::Error for CannotAsk {}
