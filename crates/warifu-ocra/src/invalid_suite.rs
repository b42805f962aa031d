use core::fmt;

/// Text that is no suite.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidSuite {
    /// What belongs there.
    pub expected: Expected,
    /// The byte at which the text departs from a suite.
    pub offset: usize,
}

/// What belongs at a place of a suite.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// `OCRA-1:`.
    Algorithm,
    /// `HOTP-`.
    CryptoFunction,
    /// `SHA1`, `SHA256` or `SHA512`.
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

impl fmt::Display for InvalidSuite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let expected = match self.expected {
            Expected::Algorithm => "OCRA-1:",
            Expected::CryptoFunction => "HOTP-",
            Expected::Hash => "SHA1, SHA256 or SHA512",
            Expected::Truncation => "0 or a number of digits from 4 to 9",
            Expected::Question => "QA, QN or QH",
            Expected::QuestionLength => "a length from 4 to 64",
            Expected::Input => "P, S or T, in this order",
            Expected::SessionLength => "a length from 001 to 512",
            Expected::TimeStep => "a step of 1 to 59 S or M, or of 1 to 48 H",
            Expected::Separator => "a separator",
            Expected::End => "the end of the suite or another input",
        };
        write!(f, "not an OCRA suite: expected {expected} at byte {}", self.offset)
    }
}

impl core::error::Error for InvalidSuite {}
