use warifu_core::Digits;

/// `ChallengeFormat` ([RFC 6030 §4.3.4]).
///
/// [RFC 6030 §4.3.4]: https://www.rfc-editor.org/rfc/rfc6030#section-4.3.4
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ChallengeFormat {
    /// What a challenge is made of.
    pub encoding: Encoding,
    /// The fewest characters, or bytes for [`Encoding::Base64`] and [`Encoding::Binary`].
    pub min: u32,
    /// The most of them.
    pub max: u32,
    /// Whether the device checks a check digit at the challenge's end.
    pub check_digit: CheckDigit,
}

/// `ResponseFormat` ([RFC 6030 §4.3.4]).
///
/// [RFC 6030 §4.3.4]: https://www.rfc-editor.org/rfc/rfc6030#section-4.3.4
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ResponseFormat {
    /// What a response is made of.
    pub encoding: Encoding,
    /// Its characters, or bytes for [`Encoding::Base64`] and [`Encoding::Binary`]. The RFC does not say whether a check
    /// digit is among them.
    pub length: u32,
    /// Whether the device puts a check digit at the response's end.
    pub check_digit: CheckDigit,
}

impl ResponseFormat {
    /// Responses of `length` characters, or bytes for [`Encoding::Base64`] and [`Encoding::Binary`].
    pub const fn new(encoding: Encoding, length: u32) -> Self {
        Self { encoding, length, check_digit: CheckDigit::Absent }
    }

    /// Responses of this number of decimal digits, none of which is a check digit.
    pub fn decimal(digits: Digits) -> Self {
        Self::new(Encoding::Decimal, u32::from(digits.value()))
    }

    /// The number of decimal digits of a response that is nothing else.
    pub(crate) fn digits(self) -> Option<Digits> {
        let length = u8::try_from(self.length).ok().filter(|_| self.is_plain_decimal())?;
        Digits::new(length).ok()
    }

    /// Whether a response is decimal digits, none of which is a check digit.
    pub(crate) fn is_plain_decimal(self) -> bool {
        self.encoding == Encoding::Decimal && self.check_digit == CheckDigit::Absent
    }
}

impl ChallengeFormat {
    /// Challenges of `min` to `max` characters, or bytes for [`Encoding::Base64`] and [`Encoding::Binary`].
    pub const fn new(encoding: Encoding, min: u32, max: u32) -> Self {
        Self { encoding, min, max, check_digit: CheckDigit::Absent }
    }
}

/// `CheckDigits`: whether a number ends in a check digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum CheckDigit {
    /// No check digit.
    #[default]
    Absent,
    /// A last digit by the formula of ISO/IEC 7812-1, which is Luhn's.
    Luhn,
}

/// What a challenge, a response or a PIN is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// Decimal digits.
    Decimal,
    /// Hexadecimal digits.
    Hexadecimal,
    /// Letters and digits; case counts.
    Alphanumeric,
    /// Base64 of bytes.
    Base64,
    /// Bytes.
    Binary,
}

impl Encoding {
    const ALL: [Self; 5] =
        [Self::Decimal, Self::Hexadecimal, Self::Alphanumeric, Self::Base64, Self::Binary];

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|encoding| encoding.name() == name)
    }

    /// What the schema calls it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Decimal => "DECIMAL",
            Self::Hexadecimal => "HEXADECIMAL",
            Self::Alphanumeric => "ALPHANUMERIC",
            Self::Base64 => "BASE64",
            Self::Binary => "BINARY",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_exact() {
        assert_eq!(Encoding::from_name("DECIMAL"), Some(Encoding::Decimal));
        for name in ["", "decimal", "DECIMAL ", "BASE32"] {
            assert_eq!(Encoding::from_name(name), None, "{name}");
        }
    }
}
