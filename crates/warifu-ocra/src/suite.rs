use core::fmt;
use core::str::FromStr;

use warifu_core::hash::HashAlgorithm;
use warifu_core::{InlineStr, Seconds};

use crate::error::{Expected, SuiteError};
use crate::parser::Parser;
use crate::parts::{Parts, QuestionFormat, ResponseLength};

/// An OCRA suite ([RFC 6287 §6]): the hash function, the length of the response, and what goes into it.
///
/// ```text
/// OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1-S064-T1M
/// ```
///
/// The text itself is hashed, so nothing about it is optional or normalised: capital letters; the inputs in the order
/// C, Q, P, S, T, each at most once and Q always; the length of Q in one or two digits, 4 to 64; that of S in three,
/// 001 to 512; steps of 1 to 59 seconds or minutes, or 1 to 48 hours ([erratum 3729]). An input without its length or
/// hash function is refused: the RFC has defaults for them, but a default is not in the text that is hashed.
///
/// ```
/// # use warifu_ocra::{Expected, Suite};
/// let suite: Suite = "OCRA-1:HOTP-SHA512-8:QN08-T1M".parse()?;
/// let invalid = "OCRA-1:HOTP-SHA512-8:QN08-T0H".parse::<Suite>().unwrap_err();
/// assert_eq!((invalid.expected(), invalid.offset()), (Expected::TimeStep, 27));
/// # Ok::<(), warifu_ocra::SuiteError>(())
/// ```
///
/// [RFC 6287 §6]: https://www.rfc-editor.org/rfc/rfc6287#section-6
/// [erratum 3729]: https://www.rfc-editor.org/errata/eid3729
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Suite {
    text: InlineStr<{ Suite::LONGEST }>,
    pub(crate) parts: Parts,
}

impl Suite {
    const LONGEST: usize = 46;

    /// Reads a suite as the `FromStr` implementation does, but allows ten digits too.
    ///
    /// # Errors
    ///
    /// [`SuiteError`] for text that is not a suite, with the place where it stops being one.
    ///
    /// # Security
    ///
    /// The truncated value has 31 bits, so the first of ten digits is 0, 1 or 2: the response is no harder to guess
    /// than one of nine digits ([erratum 3730]).
    ///
    /// [erratum 3730]: https://www.rfc-editor.org/errata/eid3730
    pub fn danger_with_ten_digits(text: &str) -> Result<Self, SuiteError> {
        Self::parse(text, 10)
    }

    /// The text, which is hashed.
    pub fn as_str(&self) -> &str {
        self.text.as_str()
    }

    /// The hash function of the HMAC.
    pub const fn algorithm(&self) -> HashAlgorithm {
        self.parts.algorithm
    }

    /// How long a response is.
    pub const fn response(&self) -> ResponseLength {
        self.parts.response
    }

    /// Whether a counter goes into it.
    pub const fn has_counter(&self) -> bool {
        self.parts.counter
    }

    /// What a question is written in.
    pub const fn question(&self) -> QuestionFormat {
        self.parts.question
    }

    /// The hash function of the PIN, if one goes into it.
    pub const fn pin(&self) -> Option<HashAlgorithm> {
        self.parts.pin
    }

    /// How many bytes the session has, 1 to 512, if it goes into it.
    pub const fn session(&self) -> Option<u16> {
        self.parts.session
    }

    /// The time step, if the time goes into it.
    pub const fn step(&self) -> Option<Seconds> {
        self.parts.step
    }

    fn parse(text: &str, most_digits: u8) -> Result<Self, SuiteError> {
        let parts = Parser::new(text).suite(most_digits)?;
        // The grammar has no longer suite; the test of all suites says so.
        let too_long = SuiteError::new(Expected::End, Self::LONGEST);
        Ok(Self { text: InlineStr::new(text).ok_or(too_long)?, parts })
    }
}

impl FromStr for Suite {
    type Err = SuiteError;

    fn from_str(text: &str) -> Result<Self, SuiteError> {
        Self::parse(text, 9)
    }
}

impl fmt::Display for Suite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Suite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Suite({self})")
    }
}
