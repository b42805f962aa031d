use alloc::string::String;
use core::fmt;

use super::alloc;

/// How far a URI may differ from the one way to write it, and still be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Leniency {
    /// One reading of each URI: the secret is upper-case base32 without padding, the issuers agree, a code has 6 digits or
    /// more.
    Strict,
    /// What people copy by hand and apps write: lower case, spaces, hyphens and padding in the secret, raw spaces, two
    /// different issuers (the parameter counts), 4 and 5 digits. Each is noted.
    Lenient,
}

/// Something odd about a URI that does not keep it from being read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// A parameter that has no meaning here, with its name, decoded. Its value was not looked at.
    UnknownParameter(String),
    /// The hash function was not written as its [`name`](crate::HashAlgorithm::name) is, such as `SHA256`.
    OddAlgorithm,
    /// An empty issuer, which was passed over.
    EmptyIssuer,
    /// The label named another issuer than the parameter, and was passed over.
    IssuerMismatch,
    /// The secret had lower case, spaces, hyphens or padding in it.
    OddSecret,
    /// The secret is shorter than the 128 bits of RFC 4226.
    ShortSecret,
    /// Fewer digits than the 6 of RFC 4226.
    FewDigits,
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::UnknownParameter(name) => {
                return write!(f, "the parameter {name:?} is not known");
            }
            Self::OddAlgorithm => "the hash function is written in an odd way",
            Self::EmptyIssuer => "the issuer is empty",
            Self::IssuerMismatch => "the label names another issuer than the parameter",
            Self::OddSecret => "the secret is not written as strict base32",
            Self::ShortSecret => "the secret is shorter than 128 bits",
            Self::FewDigits => "the code has fewer than 6 digits",
        })
    }
}
