#![doc = include_str!("../README.md")]
#![no_std]

#[cfg(test)]
extern crate std;

#[cfg(feature = "base32")]
pub mod base32;
pub mod codec;
pub mod hash;
pub mod keys;

mod bytes;
mod code;
mod counter;
mod entropy;
mod identity;
mod message;
mod secret;
mod time;

pub use bytes::Bytes;
pub use code::{Code, Digits, InvalidCode, InvalidDigits};
pub use codec::{DecodeError, DecodeErrorKind, EncodeError};
pub use counter::{Counter, CounterExhausted};
pub use entropy::{Entropy, EntropyFailure};
pub use identity::{InvalidName, IssuerId, LoginId, NameKind, Serial, TokenCode};
pub use keys::{KeyId, SealingKey};
pub use message::{
    Aad, AuthenticatedMessage, Header, InvalidVersionError, Kind, MAX_BOUND, MAX_PADDED,
    MAX_PLAINTEXT, Message, Nonce, SEALED_HEADER, Validity, Version, aad,
};
pub use secret::{InvalidSecret, Secret};
pub use time::{Clock, Seconds, TimeOutOfRange, UnixTime, Uptime};
