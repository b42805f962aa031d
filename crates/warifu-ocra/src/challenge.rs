use warifu_core::codec::{Decode, Encode, Reader, Writer};
use warifu_core::{
    Answer, Comparison, DecodeError, EncodeError, Entropy, OpenChallenge, Seconds, UnixTime,
};

use crate::compute::{Answered, Ocra, Tolerance};
use crate::error::{AnswerError, ChallengeError, InputError, ResponseError};
use crate::inputs::Inputs;
use crate::parts::ResponseLength;
use crate::question::Question;
use crate::question_text::QuestionText;
use crate::suite::Suite;

/// A question that a verifier has asked and that is not answered yet: it expires, and one right answer or the third
/// wrong one ends it.
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
pub struct Challenge(OpenChallenge<QuestionText>);

impl Challenge {
    /// Length of the longest encoding, in bytes: that of a question of 64 characters.
    pub const MAX_ENCODED: usize = QuestionText::MAX_ENCODED + 8 + 1;

    /// A random question as long as the suite allows, each character as likely as any other.
    ///
    /// # Errors
    ///
    /// [`ChallengeError`] when the source of randomness fails, the suite's questions are shorter than its responses
    /// ([RFC 6287 §8.2, IC4]), or the lifetime is 0 seconds or has no end.
    ///
    /// [RFC 6287 §8.2, IC4]: https://www.rfc-editor.org/rfc/rfc6287#section-8.2
    pub fn issue(
        suite: &Suite,
        entropy: &mut impl Entropy,
        now: UnixTime,
        lifetime: Seconds,
    ) -> Result<Self, ChallengeError> {
        Self::with_question(
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
    /// [`ChallengeError`] for a text that the suite does not allow, or that is shorter than the suite's responses, and for a
    /// lifetime of 0 seconds or without an end.
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
        Self::with_question(question, suite, now, lifetime)
    }

    fn with_question(
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
        // Each answer would come too late, and the person would be told that a right one was wrong.
        if lifetime == Seconds::new(0) {
            return Err(ChallengeError::NoLifetime);
        }
        let expires = now.checked_add(lifetime).map_err(|_| ChallengeError::Lifetime)?;
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
    /// Text that cannot be a response costs no attempt: its sender learns nothing. The third wrong answer voids the
    /// challenge.
    ///
    /// # Errors
    ///
    /// `Answer::Open` with `Malformed(`[`AnswerError::Input`]`)` when `inputs` are not those that the suite names. That is a
    /// fault of the verifier's program, not of the person: no answer can be right until it is mended.
    ///
    /// # Security
    ///
    /// Before anyone learns the outcome, store the challenge of [`Answer::Open`] in place of the old one: the counted attempt
    /// is in it. [`Answer::Accepted`] and [`Answer::Void`] carry none: delete the stored challenge, or it takes the same answer
    /// again, or more guesses. Do either only if what is stored is still what was read.
    ///
    /// [`AnswerError::Input`] costs no attempt and looks like a slip of the finger to the person: raise an alarm.
    pub fn answer(
        self,
        ocra: &Ocra,
        inputs: &Inputs<'_>,
        tolerance: Tolerance,
        typed: &str,
        now: UnixTime,
    ) -> Answer<Answered, Self, AnswerError> {
        self.answer_by(now, |question| {
            ocra.verify(&Question::One(question), inputs, tolerance, typed)
        })
    }

    /// Takes an answer that `verify` has compared, given the verifier's question.
    pub(crate) fn answer_by(
        self,
        now: UnixTime,
        verify: impl FnOnce(&str) -> Result<Answered, ResponseError>,
    ) -> Answer<Answered, Self, AnswerError> {
        let compare = |question: &QuestionText| match verify(question.as_str()) {
            Ok(answered) => Comparison::Right(answered),
            Err(ResponseError::Wrong) => Comparison::Wrong,
            // Text that tells nothing, or the verifier's own mistake: not counted against the person who answered.
            Err(ResponseError::Malformed(why)) => Comparison::Malformed(why),
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

/// The state of a void challenge is refused.
impl Decode for Challenge {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.read().map(Self)
    }
}
