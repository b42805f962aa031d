use thiserror::Error;

/// Text, bytes or a number that is not a valid value of its type. Refused before anything is done with them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ValueError {
    /// Not a [`Serial`](crate::Serial).
    #[error("a serial number has 1 to 32 printable ASCII characters, spaces single and inside")]
    Serial,
    /// Not a [`TokenCode`](crate::TokenCode).
    #[error("a token code is 3 capital letters, 7 digits, a hyphen and a number from 1 to 99")]
    TokenCode,
    /// Not a [`LoginId`](crate::LoginId).
    #[error("a login ID has 1 to 12 ASCII letters and digits")]
    LoginId,
    /// Not a number of digits that a [`Code`](crate::Code) can have.
    #[error("a code has 4 to 12 digits")]
    Digits,
    /// An empty [`Secret`](crate::Secret).
    #[error("the secret is empty")]
    EmptySecret,
    /// A [`Secret`](crate::Secret) of more than [`Secret::MAX_LENGTH`](crate::Secret::MAX_LENGTH) bytes.
    #[error("the secret is longer than 128 bytes")]
    LongSecret,
    /// A [`Secret`](crate::Secret) of another length than the keys of this purpose have.
    #[error("the secret does not have the length that its purpose asks for")]
    SecretLength,
    /// A moment that 64 bits of seconds cannot express.
    #[error("the time is out of range")]
    Time,
    /// A [`Version`](crate::Version) outside 1 to 15.
    #[error("a format version is 1 to 15")]
    Version,
    /// A [`Counter`](crate::Counter) after 2^64 − 1.
    #[error("the counter is exhausted")]
    Counter,
}
