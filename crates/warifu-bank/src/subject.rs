use core::fmt;
use core::str::FromStr;

use warifu_core::{LoginId, Serial};

use crate::store::StoreError;

/// What a record is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A token, by its serial number.
    Token(Serial),
    /// A person's open camera registration, before the bank knows which token it is.
    Registration(LoginId),
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Token(serial) => write!(f, "token:{serial}"),
            Self::Registration(login) => write!(f, "registration:{login}"),
        }
    }
}

impl FromStr for Subject {
    type Err = StoreError;

    fn from_str(text: &str) -> Result<Self, StoreError> {
        let unreadable = || StoreError::Unreadable;
        match text.split_once(':').ok_or_else(unreadable)? {
            ("token", serial) => serial.parse().map(Self::Token).map_err(|_| unreadable()),
            ("registration", login) => {
                login.parse().map(Self::Registration).map_err(|_| unreadable())
            }
            _ => Err(unreadable()),
        }
    }
}

/// The kinds of token. A person has at most one of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// A camera token, which signs transactions.
    Camera,
    /// A hardware OTP token, which shows one-time passwords.
    HardwareOtp,
}

impl TokenKind {
    /// Its name in the store.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Camera => "camera",
            Self::HardwareOtp => "hardware-otp",
        }
    }
}
