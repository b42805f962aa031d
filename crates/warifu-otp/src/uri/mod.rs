//! `otpauth` URIs: what the QR picture for an authenticator app holds.
//!
//! The format is the [Key URI Format] of Google Authenticator and what other apps made of it. A label is split before it is
//! decoded; `+` is a plus sign, never a space; a URI that is built here writes a space as `%20`, which every reader
//! understands.
//!
//! ```
//! use warifu_otp::uri::{KeyUri, Leniency, Note, UriErrorKind};
//!
//! let text = "otpauth://totp/Bank:taro?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Bank&image=x";
//! let parsed = KeyUri::parse(text, Leniency::Strict)?;
//! assert_eq!((parsed.uri.issuer(), parsed.uri.account()), (Some("Bank"), "taro"));
//! assert_eq!(parsed.uri.secret().expose(), b"12345678901234567890");
//! assert_eq!(parsed.notes, [Note::UnknownParameter("image".into())]);
//!
//! // Which of the two secrets a reader takes is not for it to guess.
//! let twice = format!("{text}&SECRET=GEZDGNBVGY3TQOJQ");
//! let error = KeyUri::parse(&twice, Leniency::Lenient).unwrap_err();
//! assert_eq!(error.kind(), UriErrorKind::Repeated("secret"));
//! # Ok::<(), warifu_otp::uri::UriError>(())
//! ```
//!
//! [Key URI Format]: https://github.com/google/google-authenticator/wiki/Key-Uri-Format

extern crate alloc;

mod build;
mod error;
mod key_uri;
mod migration;
mod parameters;
mod parse;
mod percent;
mod protobuf;

pub use error::{UriError, UriErrorKind};
pub use key_uri::{KeyUri, MovingFactor};
pub use migration::Migration;
pub use parse::{Leniency, Note, Parsed};
