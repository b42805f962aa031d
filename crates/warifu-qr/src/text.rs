//! Base32 text ([RFC 4648 §6]), upper case and without padding: what a QR symbol in alphanumeric mode carries.
//!
//! Every reader returns such text as it was; raw bytes and Japanese text come back mangled from common ones. Decoding
//! is strict, so that each byte string has one text only.
//!
//! [RFC 4648 §6]: https://www.rfc-editor.org/rfc/rfc4648#section-6

extern crate alloc;

use alloc::string::String;
use alloc::vec::Vec;

use base32::Alphabet;
use warifu_core::codec::{DecodeError, DecodeErrorKind};

/// The text of `bytes`.
pub fn encode(bytes: &[u8]) -> String {
    base32::encode(RFC4648, bytes)
}

/// The bytes of a text. Nothing is trimmed, folded or completed.
///
/// # Errors
///
/// With the offset of the offending character, counted in characters:
///
/// - [`DecodeErrorKind::WrongLength`] for more than [`MAX_TEXT`] characters, before looking at any of them, and for a
///   number of characters that no whole number of bytes has;
/// - [`DecodeErrorKind::Truncated`] for an empty text;
/// - [`DecodeErrorKind::Character`] for anything but `A` to `Z` and `2` to `7`, lower case and `=` included;
/// - [`DecodeErrorKind::Padding`] if the last character has bits set that stand for nothing
///   ([RFC 4648 §3.5](https://www.rfc-editor.org/rfc/rfc4648#section-3.5)).
pub fn decode(text: &str) -> Result<Vec<u8>, DecodeError> {
    let refused = |kind, offset| Err(DecodeError { kind, offset });
    if text.len() > MAX_TEXT {
        return refused(DecodeErrorKind::WrongLength, MAX_TEXT);
    }
    if text.is_empty() {
        return refused(DecodeErrorKind::Truncated, 0);
    }
    if let Some(offset) = text.chars().position(|character| !is_of_alphabet(character)) {
        return refused(DecodeErrorKind::Character, offset);
    }
    // One, three or six characters over leave at least five bits that belong to no byte.
    if matches!(text.len() % 8, 1 | 3 | 6) {
        return refused(DecodeErrorKind::WrongLength, text.len());
    }
    // The base32 crate drops the bits that are left over, so only encoding again shows whether they were zero.
    match base32::decode(RFC4648, text) {
        Some(bytes) if encode(&bytes) == text => Ok(bytes),
        Some(_) | None => refused(DecodeErrorKind::Padding, text.len().saturating_sub(1)),
    }
}

const fn is_of_alphabet(character: char) -> bool {
    matches!(character, 'A'..='Z' | '2'..='7')
}

/// The longest text that is decoded, in characters: that of the largest envelope.
pub const MAX_TEXT: usize = 600;

const RFC4648: Alphabet = Alphabet::Rfc4648 { padding: false };

const _: () = assert!(MAX_TEXT == crate::LARGEST / 5 * 8, "the largest envelope's text fits");

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn refused(text: &str) -> (DecodeErrorKind, usize) {
        let error = decode(text).unwrap_err();
        (error.kind, error.offset)
    }

    /// RFC 4648 §10, without the padding.
    #[test]
    fn the_vectors_of_the_rfc() {
        let vectors = [
            ("f", "MY"),
            ("fo", "MZXQ"),
            ("foo", "MZXW6"),
            ("foob", "MZXW6YQ"),
            ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ];
        for (bytes, text) in vectors {
            assert_eq!(encode(bytes.as_bytes()), text);
            assert_eq!(decode(text).unwrap(), bytes.as_bytes());
        }
        assert_eq!(encode(&[]), "");
    }

    #[test]
    fn refusals() {
        use DecodeErrorKind::{Character, Padding, Truncated, WrongLength};
        let cases = [
            ("", (Truncated, 0)),
            ("my", (Character, 0)),
            ("MY======", (Character, 2)),
            ("A=A=A=AA", (Character, 1)),
            ("========", (Character, 0)),
            (" MY", (Character, 0)),
            ("MY\n", (Character, 2)),
            ("M Y", (Character, 1)),
            ("M1", (Character, 1)),
            ("M0", (Character, 1)),
            ("M8", (Character, 1)),
            ("\u{ff2d}Y", (Character, 0)),
            ("MY\u{3000}\u{3000}=", (Character, 2)),
            ("A", (WrongLength, 1)),
            ("AAA", (WrongLength, 3)),
            ("AAAAAA", (WrongLength, 6)),
            ("AAAAAAAAA", (WrongLength, 9)),
            ("AB", (Padding, 1)),
            ("MZ", (Padding, 1)),
            ("MZXR", (Padding, 3)),
            ("MZXW7", (Padding, 4)),
            ("MZXW6YR", (Padding, 6)),
        ];
        for (text, expected) in cases {
            assert_eq!(refused(text), expected, "{text:?}");
        }
    }

    #[test]
    fn the_longest_text() {
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

    proptest! {
        #[test]
        fn bytes_come_back(bytes in proptest::collection::vec(any::<u8>(), 1..=375)) {
            prop_assert_eq!(decode(&encode(&bytes)).unwrap(), bytes);
        }

        #[test]
        fn an_accepted_text_is_the_only_one(text in "[A-Z2-7]{0,24}") {
            if let Ok(bytes) = decode(&text) {
                prop_assert_eq!(encode(&bytes), text);
            }
        }

        #[test]
        fn any_text_is_handled(text in "\\PC{0,40}") {
            if let Ok(bytes) = decode(&text) {
                prop_assert_eq!(encode(&bytes), text);
            }
        }
    }
}
