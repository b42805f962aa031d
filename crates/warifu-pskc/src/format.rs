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

/// `CheckDigits`.
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
    pub(crate) fn of_name(name: &str) -> Option<Self> {
        match name {
            "DECIMAL" => Some(Self::Decimal),
            "HEXADECIMAL" => Some(Self::Hexadecimal),
            "ALPHANUMERIC" => Some(Self::Alphanumeric),
            "BASE64" => Some(Self::Base64),
            "BINARY" => Some(Self::Binary),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_exact() {
        assert_eq!(Encoding::of_name("DECIMAL"), Some(Encoding::Decimal));
        for name in ["", "decimal", "DECIMAL ", "BASE32"] {
            assert_eq!(Encoding::of_name(name), None, "{name}");
        }
    }
}
