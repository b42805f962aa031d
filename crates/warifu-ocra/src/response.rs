use core::fmt;

use subtle::Choice;
use warifu_core::hash::{HashOutput, HashRegistry};
use warifu_core::{Code, CodeError};
use zeroize::Zeroizing;

use crate::parts::ResponseLength;
use crate::suite::Suite;

/// The answer to a question.
#[derive(Debug)]
pub enum Response {
    /// 4 to 10 decimal digits.
    Code(Code),
    /// The whole HMAC.
    Mac(Mac),
}

impl Response {
    /// Reads what a person or program sent: exactly the suite's digits, or a whole HMAC in hexadecimal digits.
    ///
    /// # Errors
    ///
    /// [`CodeError`] when the length is not that of the suite's responses, and for the first character that is not a
    /// digit.
    pub fn parse(text: &str, suite: &Suite) -> Result<Self, CodeError> {
        match suite.response() {
            ResponseLength::Digits(digits) => Code::parse(text, digits).map(Self::Code),
            ResponseLength::Mac => {
                Mac::parse(text, suite.algorithm().output_length()).map(Self::Mac)
            }
        }
    }

    /// Whether two responses are the same, in time that depends on their lengths alone.
    pub fn ct_matches(&self, other: &Self) -> Choice {
        match (self, other) {
            (Self::Code(one), Self::Code(other)) => one.ct_matches(other),
            (Self::Mac(one), Self::Mac(other)) => one.0.ct_matches(&other.0),
            (Self::Code(_), Self::Mac(_)) | (Self::Mac(_), Self::Code(_)) => Choice::from(0),
        }
    }
}

/// A whole HMAC, as long as the output of the suite's hash function; redacted in `Debug` and wiped on drop.
pub struct Mac(HashOutput);

impl Mac {
    pub(crate) const fn new(mac: HashOutput) -> Self {
        Self(mac)
    }

    /// The bytes, 20 to 64.
    pub fn expose(&self) -> &[u8] {
        self.0.expose()
    }

    fn parse(text: &str, length: usize) -> Result<Self, CodeError> {
        let (pairs, odd) = text.as_bytes().as_chunks();
        // The whole MAC and nothing else: each byte less would make a guess 256 times as likely.
        if pairs.len() != length || !odd.is_empty() {
            return Err(CodeError::WrongLength);
        }
        let mut bytes = Zeroizing::new([0_u8; HashOutput::MAX_LENGTH]);
        for ((place, [high, low]), offset) in bytes.iter_mut().zip(pairs).zip((0..).step_by(2)) {
            *place = (nibble(*high, offset)? << 4) | nibble(*low, offset | 1)?;
        }
        let whole = bytes.get(..length).and_then(HashOutput::new);
        whole.map(Self).ok_or(CodeError::WrongLength)
    }
}

/// The value of a hexadecimal digit at this byte offset.
fn nibble(digit: u8, offset: usize) -> Result<u8, CodeError> {
    let value = char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok());
    value.ok_or(CodeError::NotADigit { offset })
}

impl fmt::Debug for Mac {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Mac({} bytes, redacted)", self.expose().len())
    }
}
