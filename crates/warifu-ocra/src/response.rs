use core::fmt;

use subtle::{Choice, ConstantTimeEq};
use warifu_core::{Code, CodeError};
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::inputs::hash_length;
use crate::parts::ResponseLength;
use crate::suite::Suite;

/// What answers a question.
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
    /// [`CodeError`].
    pub fn parse(text: &str, suite: &Suite) -> Result<Self, CodeError> {
        match suite.response() {
            ResponseLength::Digits(digits) => Code::parse(text, digits).map(Self::Code),
            ResponseLength::Mac => Mac::parse(text, hash_length(suite.algorithm())).map(Self::Mac),
        }
    }

    /// Whether two responses are the same, in time that depends on their lengths alone.
    pub fn ct_matches(&self, other: &Self) -> Choice {
        match (self, other) {
            (Self::Code(one), Self::Code(other)) => one.ct_matches(other),
            (Self::Mac(one), Self::Mac(other)) => one.expose().ct_eq(other.expose()),
            (Self::Code(_), Self::Mac(_)) | (Self::Mac(_), Self::Code(_)) => Choice::from(0),
        }
    }
}

/// A whole HMAC of 20, 32 or 64 bytes, redacted in `Debug` and wiped on drop.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Mac {
    bytes: [u8; 64],
    length: usize,
}

impl Mac {
    pub(crate) fn new(mac: &[u8]) -> Self {
        let mut made = Self { bytes: [0; 64], length: mac.len() };
        for (place, byte) in made.bytes.iter_mut().zip(mac) {
            *place = *byte;
        }
        made
    }

    /// The bytes, for whoever has asked.
    pub fn expose(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }

    fn parse(text: &str, length: usize) -> Result<Self, CodeError> {
        if text.len() != length.saturating_mul(2) {
            return Err(CodeError::WrongLength);
        }
        let mut made = Self { bytes: [0; 64], length };
        for (offset, byte) in text.bytes().enumerate() {
            let value = char::from(byte).to_digit(16).and_then(|value| u8::try_from(value).ok());
            let value = value.ok_or(CodeError::NotADigit { offset })?;
            if let Some(place) = made.bytes.get_mut(offset / 2) {
                *place = (*place << 4) | value;
            }
        }
        Ok(made)
    }
}

impl fmt::Debug for Mac {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Mac({} bytes, redacted)", self.length)
    }
}
