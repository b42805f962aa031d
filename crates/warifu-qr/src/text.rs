//! Base32 text ([RFC 4648 §6]), upper case and without padding: what a QR symbol in alphanumeric mode carries.
//!
//! Every reader returns such text unchanged; common readers damage raw bytes and Japanese text. Decoding
//! is strict, so that each byte string has only one text.
//!
//! [RFC 4648 §6]: https://www.rfc-editor.org/rfc/rfc4648#section-6

extern crate alloc;

use alloc::string::String;
use alloc::vec::Vec;
use core::mem;

use warifu_core::base32;
use warifu_core::codec::{DecodeError, DecodeErrorKind};

/// The text of `bytes`.
pub fn encode(bytes: &[u8]) -> String {
    mem::take(&mut base32::encode(bytes))
}

/// The bytes of a text. Nothing is trimmed, folded or completed.
///
/// # Errors
///
/// With the offset of the offending character, counted in characters:
///
/// - [`DecodeErrorKind::WrongLength`] for more than [`MAX_TEXT`] bytes, before looking at any of them;
/// - [`DecodeErrorKind::Truncated`] for an empty text;
/// - those of [`base32::decode`].
pub fn decode(text: &str) -> Result<Vec<u8>, DecodeError> {
    if text.len() > MAX_TEXT {
        return Err(DecodeError::new(DecodeErrorKind::WrongLength, MAX_TEXT));
    }
    if text.is_empty() {
        return Err(DecodeError::new(DecodeErrorKind::Truncated, 0));
    }
    base32::decode(text).map(|mut bytes| mem::take(&mut *bytes))
}

/// The longest text that is decoded, in characters: that of the largest envelope.
pub const MAX_TEXT: usize = 600;

const _: () = assert!(MAX_TEXT == crate::LARGEST / 5 * 8, "the largest envelope's text fits");

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> (DecodeErrorKind, usize) {
        let error = decode(text).unwrap_err();
        (error.kind(), error.offset())
    }

    #[test]
    fn strict_and_bounded() {
        assert_eq!(encode(b"foobar"), "MZXW6YTBOI");
        assert_eq!(decode("MZXW6YTBOI").unwrap(), b"foobar");
        assert_eq!(refused("MZXW6YTBOI======"), (DecodeErrorKind::Character, 10));
        assert_eq!(refused(""), (DecodeErrorKind::Truncated, 0));
        assert_eq!(decode(&"A".repeat(600)).unwrap(), [0; 375]);
        assert_eq!(refused(&"A".repeat(601)), (DecodeErrorKind::WrongLength, 600));
        assert_eq!(refused(&"=".repeat(10_000)), (DecodeErrorKind::WrongLength, 600));
    }

    #[test]
    fn buckets_leave_no_character_partly_used() {
        let lengths = crate::BUCKETS.map(|bucket| encode(&std::vec![0xff; bucket]).len());
        assert_eq!(lengths, [160, 304, 600]);
        for bucket in crate::BUCKETS {
            assert_eq!(bucket % 5, 0);
        }
    }
}
