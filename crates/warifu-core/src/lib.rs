#![doc = include_str!("../README.md")]
#![no_std]

#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(test)]
extern crate std;

#[cfg(feature = "base32")]
pub mod base32;
pub mod codec;
pub mod hash;
pub mod keys;

mod challenge;
mod code;
mod counter;
mod entropy;
mod error;
mod identity;
mod inline;
mod message;
mod secret;
mod secret_buf;
mod time;

pub use challenge::{Answer, Comparison, OpenChallenge, RefusalReason};
pub use code::{Code, CodeError, Digits};
pub use codec::{DecodeError, DecodeErrorKind, EncodeError};
pub use counter::Counter;
pub use entropy::{Entropy, EntropyError};
pub use error::ValueError;
pub use identity::{IssuerId, LoginId, Serial, TokenCode};
pub use inline::{InlineBytes, InlineStr};
pub use keys::{KeyId, SealingKey};
pub use message::{
    Aad, AuthenticatedMessage, Header, Kind, MAX_BOUND, MAX_PADDED, MAX_PLAINTEXT, Message,
    MessageKind, Nonce, SEALED_HEADER, Validity, Version, kind,
};
pub use secret::Secret;
pub use secret_buf::SecretBuf;
pub use time::{Clock, Seconds, UnixTime, Uptime};
