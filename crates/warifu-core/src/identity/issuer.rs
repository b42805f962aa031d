use core::fmt;

use crate::codec_as;

/// One bank, as its token vendor numbers it. Part of every key derivation, so that one device serves several banks and
/// none of them can speak as another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IssuerId(u32);

impl IssuerId {
    /// The issuer with this number.
    pub const fn new(number: u32) -> Self {
        Self(number)
    }

    /// The number that the vendor gave to the bank.
    pub const fn value(self) -> u32 {
        self.0
    }
}

impl fmt::Display for IssuerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

codec_as!(IssuerId: u32);
