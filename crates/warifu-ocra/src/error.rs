use thiserror::Error;
use warifu_core::{CodeError, EntropyError};

/// Text that is not a suite: what was expected, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not an OCRA suite: expected {} at byte {offset}", expected.name())]
pub struct SuiteError {
    expected: Expected,
    offset: usize,
}

impl SuiteError {
    pub(crate) const fn new(expected: Expected, offset: usize) -> Self {
        Self { expected, offset }
    }

    /// What was expected there.
    pub const fn expected(&self) -> Expected {
        self.expected
    }

    /// Where the text stops being a suite, in bytes from 0.
    pub const fn offset(&self) -> usize {
        self.offset
    }
}

/// What was expected at a place in a suite.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Expected {
    /// `OCRA-1:`.
    Algorithm,
    /// `HOTP-`.
    CryptoFunction,
    /// The name of a hash function, such as `SHA256`.
    Hash,
    /// `0`, or the number of digits.
    Truncation,
    /// Q and the letter A, N or H.
    Question,
    /// 4 to 64.
    QuestionLength,
    /// P, S or T, each at most once and in this order.
    Input,
    /// 001 to 512.
    SessionLength,
    /// 1 to 59 and S or M, or 1 to 48 and H.
    TimeStep,
    /// The separator before the next part.
    Separator,
    /// A hyphen and another input, or nothing more.
    End,
}

impl Expected {
    const fn name(self) -> &'static str {
        match self {
            Self::Algorithm => "OCRA-1:",
            Self::CryptoFunction => "HOTP-",
            Self::Hash => "the name of a hash function, such as SHA256,",
            Self::Truncation => "0 or a number of digits from 4 to 9",
            Self::Question => "QA, QN or QH",
            Self::QuestionLength => "a length from 4 to 64",
            Self::Input => "P, S or T, in this order",
            Self::SessionLength => "a length from 001 to 512",
            Self::TimeStep => "a step of 1 to 59 S or M, or of 1 to 48 H",
            Self::Separator => "a separator",
            Self::End => "the end of the suite or another input",
        }
    }
}

/// A key, question or input that does not fit the suite, or two sides that must not compute the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum InputError {
    /// The suite asks for the input, but it was not given.
    #[error("the suite asks for {}, which is missing", .0.name())]
    Missing(Input),
    /// The input was given, but the suite does not have it.
    #[error("the suite does not have {}", .0.name())]
    Foreign(Input),
    /// A question is empty, or longer than the suite allows; or, from the client of a [`Pair`](crate::Pair), shorter.
    #[error("the question is empty or longer than the suite allows")]
    QuestionLength,
    /// A question has a character that its format does not have.
    #[error("character {index} of the question is not in the suite's format")]
    QuestionCharacter {
        /// The character's index, counted from 0.
        index: usize,
    },
    /// A PIN's hash does not have the output length of the suite's hash function, or of any that suites have.
    #[error("the PIN's hash does not have the output length of its hash function")]
    PinHashLength,
    /// The session is longer than the suite says.
    #[error("the session is longer than the suite allows")]
    SessionLength,
    /// A key of fewer than 128 bits.
    #[error("the key has fewer than 128 bits")]
    ShortKey,
    /// Both sides of a pair would compute the same, so that a response of one could be used as the other's.
    #[error("server and client have the same suite and the same key")]
    SameComputation,
}

/// An input other than the question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Input {
    /// C.
    Counter,
    /// P.
    Pin,
    /// S.
    Session,
    /// T.
    Time,
}

impl Input {
    const fn name(self) -> &'static str {
        match self {
            Self::Counter => "a counter",
            Self::Pin => "a PIN",
            Self::Session => "a session",
            Self::Time => "the time",
        }
    }
}

/// Why a response was refused.
///
/// # Security
///
/// For the audit log. The person or program that sent the response learns only that it was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
// Not `non_exhaustive`: a verifier that counts attempts decides on every reason.
pub enum ResponseError {
    /// It was compared with nothing: it costs no attempt.
    #[error(transparent)]
    Malformed(#[from] AnswerError),
    /// Another response.
    #[error("the response is not the right one")]
    Wrong,
}

/// Why a response was compared with nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
// Not `non_exhaustive`: a verifier that writes an audit log names each of them.
pub enum AnswerError {
    /// Not text that a response of the suite can be.
    #[error(transparent)]
    Code(#[from] CodeError),
    /// The question or the inputs are not those of the suite. At [`Challenge::answer`](crate::Challenge::answer) and
    /// [`Pair::check`](crate::Pair::check) that is a fault of the verifier's program, which no answer can mend: it should
    /// raise an alarm. At [`Asked::verify`](crate::Asked::verify) it may also be the question that the server sent.
    #[error(transparent)]
    Input(#[from] InputError),
}

/// Why a question could not be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ChallengeError {
    /// The source of randomness failed.
    #[error(transparent)]
    Entropy(#[from] EntropyError),
    /// The suite does not allow the question.
    #[error(transparent)]
    Question(#[from] InputError),
    /// The question has fewer characters than the response has digits.
    #[error("the question is shorter than the response")]
    ShortQuestion,
    /// The challenge would end after the end of time.
    #[error("the challenge would never end")]
    Lifetime,
    /// A lifetime of 0 seconds: no answer could come in time.
    #[error("the challenge would end at once")]
    NoLifetime,
}
