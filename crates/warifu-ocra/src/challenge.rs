use warifu_core::codec::{Decode, Encode, Reader, Writer};
use warifu_core::{
    CodeError, DecodeError, DecodeErrorKind, EncodeError, Entropy, Seconds, UnixTime,
};

use crate::compute::{Answered, Ocra, Tolerance};
use crate::error::{ChallengeError, InputError, ResponseError};
use crate::inputs::Inputs;
use crate::parts::ResponseLength;
use crate::question::Question;
use crate::question_text::QuestionText;
use crate::suite::Suite;

/// A question that a verifier has asked and that is not answered yet: it expires, takes one right answer and two wrong ones.
///
/// ```
/// # use warifu_ocra::{Answer, Challenge, Inputs, Ocra, Question, Reason, Response, Tolerance};
/// # use warifu_core::{Seconds, Secret, UnixTime};
/// let ocra = Ocra::new("OCRA-1:HOTP-SHA256-8:QA10".parse()?, &Secret::new(&[7; 32])?)?;
/// let now = UnixTime::new(1_796_083_200);
/// let challenge = Challenge::about("SIG1000000", ocra.suite(), now, Seconds::minutes(5))?;
/// let Response::Code(code) = ocra.respond(&Question::One(challenge.question()), &Inputs::NONE)? else { panic!() };
///
/// let wrong = challenge.answer(&ocra, &Inputs::NONE, Tolerance::NONE, "00000000", now);
/// let Answer::Open(challenge, Reason::Wrong) = wrong else { panic!() };
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
pub struct Challenge {
    question: QuestionText,
    expires: UnixTime,
    wrong: u8,
}

impl Challenge {
    /// A random question as long as the suite allows, each character as likely as any other.
    ///
    /// # Errors
    ///
    /// [`ChallengeError`] when the source of randomness fails, or the suite's questions are shorter than its responses
    /// ([RFC 6287 §8.2, IC4]).
    ///
    /// [RFC 6287 §8.2, IC4]: https://www.rfc-editor.org/rfc/rfc6287#section-8.2
    pub fn issue(
        suite: &Suite,
        entropy: &mut impl Entropy,
        now: UnixTime,
        lifetime: Seconds,
    ) -> Result<Self, ChallengeError> {
        Self::of(
            QuestionText::random(suite, entropy).map_err(ChallengeError::Entropy)?,
            suite,
            now,
            lifetime,
        )
    }

    /// A question that the verifier composes: what is to be signed, or a digest of it.
    ///
    /// # Errors
    ///
    /// [`ChallengeError`] for a text that the suite does not allow, or that is shorter than the suite's responses.
    ///
    /// # Security
    ///
    /// Without a counter or the time in its suite, the same question has the same answer for ever (IC9).
    pub fn about(
        question: &str,
        suite: &Suite,
        now: UnixTime,
        lifetime: Seconds,
    ) -> Result<Self, ChallengeError> {
        Question::One(question).encoded(suite.question()).map_err(ChallengeError::Question)?;
        let question = QuestionText::new(question)
            .ok_or(ChallengeError::Question(InputError::QuestionLength))?;
        Self::of(question, suite, now, lifetime)
    }

    fn of(
        question: QuestionText,
        suite: &Suite,
        now: UnixTime,
        lifetime: Seconds,
    ) -> Result<Self, ChallengeError> {
        let digits = match suite.response() {
            ResponseLength::Digits(digits) => usize::from(digits.value()),
            ResponseLength::Mac => 0,
        };
        if question.as_str().len() < digits {
            return Err(ChallengeError::ShortQuestion);
        }
        let expires = now.checked_add(lifetime).map_err(|_| ChallengeError::Lifetime)?;
        Ok(Self { question, expires, wrong: 0 })
    }

    /// What the device is asked.
    pub fn question(&self) -> &str {
        self.question.as_str()
    }

    /// The first moment at which no answer counts any more.
    pub const fn expires(&self) -> UnixTime {
        self.expires
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
    ) -> Answer<Self> {
        let question = self.question;
        self.answer_to(&Question::One(question.as_str()), ocra, inputs, tolerance, typed, now)
    }

    pub(crate) const fn question_text(&self) -> QuestionText {
        self.question
    }

    pub(crate) fn answer_to(
        self,
        question: &Question<'_>,
        ocra: &Ocra,
        inputs: &Inputs<'_>,
        tolerance: Tolerance,
        typed: &str,
        now: UnixTime,
    ) -> Answer<Self> {
        if now >= self.expires {
            return Answer::Void(Reason::Expired);
        }
        match ocra.verify(question, inputs, tolerance, typed) {
            Ok(answered) => Answer::Accepted(answered),
            Err(ResponseError::Malformed(invalid)) => {
                Answer::Open(self, Reason::Malformed(invalid))
            }
            Err(ResponseError::Input(invalid)) => Answer::Open(self, Reason::Input(invalid)),
            Err(ResponseError::Wrong) => self.refused(),
        }
    }

    fn refused(self) -> Answer<Self> {
        let wrong = self.wrong.saturating_add(1);
        if wrong >= MAX_WRONG {
            Answer::Void(Reason::Wrong)
        } else {
            Answer::Open(Self { wrong, ..self }, Reason::Wrong)
        }
    }

    /// Writes the state for storage: the question, its end, wrong answers so far.
    ///
    /// # Errors
    ///
    /// [`EncodeError::NoRoom`].
    pub fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        self.question.encode(writer)?;
        writer.u64(self.expires.value())?;
        writer.u8(self.wrong)
    }

    /// Reads what [`Challenge::encode`] writes.
    ///
    /// # Errors
    ///
    /// [`DecodeError`], also for a state that was void.
    pub fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let question = QuestionText::decode(reader)?;
        let expires = UnixTime::new(reader.u64()?);
        let out_of_range = reader.error(DecodeErrorKind::OutOfRange);
        match reader.u8()? {
            wrong if wrong < MAX_WRONG => Ok(Self { question, expires, wrong }),
            _ => Err(out_of_range),
        }
    }
}

/// What an answer did to its challenge.
#[derive(Debug, PartialEq, Eq)]
#[must_use = "the counted attempt is in it: store it"]
pub enum Answer<C> {
    /// It is right. The challenge is spent.
    Accepted(Answered),
    /// It is not, and the challenge stays open.
    Open(C, Reason),
    /// It is not, and the challenge is void.
    Void(Reason),
}

impl<C> Answer<C> {
    pub(crate) fn map<D>(self, of: impl FnOnce(C) -> D) -> Answer<D> {
        match self {
            Self::Accepted(answered) => Answer::Accepted(answered),
            Self::Open(challenge, reason) => Answer::Open(of(challenge), reason),
            Self::Void(reason) => Answer::Void(reason),
        }
    }
}

/// Why an answer was refused. For the audit log; the outside learns only that it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// No response can be this text.
    Malformed(CodeError),
    /// The inputs are not those of the suite: the verifier's own mistake.
    Input(InputError),
    /// Another response.
    Wrong,
    /// Too late.
    Expired,
}

/// Wrong answers that void a challenge.
const MAX_WRONG: u8 = 3;
