use warifu_core::hash::HashAlgorithm;
use warifu_core::{Digits, Seconds};

/// What a suite's text says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Parts {
    pub(crate) algorithm: HashAlgorithm,
    pub(crate) response: ResponseLength,
    pub(crate) counter: bool,
    pub(crate) question: QuestionFormat,
    pub(crate) pin: Option<HashAlgorithm>,
    pub(crate) session: Option<u16>,
    pub(crate) step: Option<Seconds>,
}

/// How long a response is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResponseLength {
    /// Decimal digits, 4 to 10.
    Digits(Digits),
    /// The whole HMAC: 20, 32 or 64 bytes. Written `0`.
    Mac,
}

/// What a question is written in, and how many characters it has at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuestionFormat {
    /// Which characters it may have.
    pub characters: QuestionCharacters,
    /// Characters at most, 4 to 64.
    pub longest: u8,
}

/// The characters of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuestionCharacters {
    /// A: ASCII letters and digits.
    Alphanumeric,
    /// N: decimal digits.
    Numeric,
    /// H: hexadecimal digits.
    Hexadecimal,
}
