//! Strict base32 ([RFC 4648 §6]): upper case, no padding, one text for each byte string.
//!
//! Into buffers that never grow, so that the text or the bytes of a secret leave no copy behind.
//!
//! [RFC 4648 §6]: https://www.rfc-editor.org/rfc/rfc4648#section-6

use alloc::string::String;
use alloc::vec::Vec;

use base32::Alphabet;
use zeroize::Zeroizing;

use crate::codec::{DecodeError, DecodeErrorKind};

/// The text of `bytes`, wiped on drop.
#[expect(
    clippy::arithmetic_side_effects,
    reason = "a slice has at most `isize::MAX` bytes, and 8/5 of that fit `usize`"
)]
pub fn encode(bytes: &[u8]) -> Zeroizing<String> {
    let blocks = bytes.chunks(BLOCK_BYTES);
    let mut text = String::with_capacity(blocks.len() * BLOCK_CHARACTERS);
    for block in blocks {
        text.push_str(&Zeroizing::new(base32::encode(RFC4648, block)));
    }
    Zeroizing::new(text)
}

/// The bytes of a text, wiped on drop; no bytes for an empty text. Nothing is trimmed, folded or completed.
///
/// # Errors
///
/// With the offset of the offending character, counted in characters:
///
/// - [`DecodeErrorKind::Character`] for anything but `A` to `Z` and `2` to `7`, lower case and `=` included;
/// - [`DecodeErrorKind::WrongLength`] for a number of characters that no base32 text has;
/// - [`DecodeErrorKind::Padding`] if the last character has bits set that belong to no byte
///   ([RFC 4648 §3.5](https://www.rfc-editor.org/rfc/rfc4648#section-3.5)).
#[expect(
    clippy::arithmetic_side_effects,
    reason = "fewer bytes than characters; what is left over has a character"
)]
pub fn decode(text: &str) -> Result<Zeroizing<Vec<u8>>, DecodeError> {
    let refused = |kind, offset| DecodeError::new(kind, offset);
    let blocks = text.len().div_ceil(BLOCK_CHARACTERS);
    let mut bytes = Zeroizing::new(Vec::with_capacity(blocks * BLOCK_BYTES));
    // The last `open` bits make no whole byte yet.
    let (mut bits, mut open) = (0_u16, 0_u32);
    for (offset, character) in text.chars().enumerate() {
        let value = value_of(character).ok_or(refused(DecodeErrorKind::Character, offset))?;
        bits = bits.wrapping_shl(5) | u16::from(value);
        open = open.wrapping_add(5);
        if let Some(left) = open.checked_sub(8) {
            let [_, byte] = bits.wrapping_shr(left).to_be_bytes();
            bytes.push(byte);
            open = left;
        }
    }
    // One, three or six characters over leave at least five bits that belong to no byte.
    if matches!(text.len() % BLOCK_CHARACTERS, 1 | 3 | 6) {
        return Err(refused(DecodeErrorKind::WrongLength, text.len()));
    }
    // The bits that are left over carry nothing. They have to be zero, or one byte string would have several texts.
    if bits.trailing_zeros() < open {
        return Err(refused(DecodeErrorKind::Padding, text.len() - 1));
    }
    Ok(bytes)
}

/// The five bits of a character ([RFC 4648 §6], table 3).
///
/// [RFC 4648 §6]: https://www.rfc-editor.org/rfc/rfc4648#section-6
fn value_of(character: char) -> Option<u8> {
    let byte = u8::try_from(character).ok()?;
    match byte {
        b'A'..=b'Z' => byte.checked_sub(b'A'),
        b'2'..=b'7' => byte.checked_sub(b'2' - 26),
        _ => None,
    }
}

const RFC4648: Alphabet = Alphabet::Rfc4648 { padding: false };
/// "groups of 40 bits" (RFC 4648 §6): five bytes …
const BLOCK_BYTES: usize = 5;
/// … in eight characters.
const BLOCK_CHARACTERS: usize = 8;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn refused(text: &str) -> (DecodeErrorKind, usize) {
        let error = decode(text).unwrap_err();
        (error.kind(), error.offset())
    }

    /// RFC 4648 §10, without the padding.
    #[test]
    fn the_vectors_of_the_rfc() {
        let vectors = [
            ("", ""),
            ("f", "MY"),
            ("fo", "MZXQ"),
            ("foo", "MZXW6"),
            ("foob", "MZXW6YQ"),
            ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ];
        for (bytes, text) in vectors {
            assert_eq!(*encode(bytes.as_bytes()), text);
            assert_eq!(*decode(text).unwrap(), bytes.as_bytes());
        }
    }

    #[test]
    fn refusals() {
        use DecodeErrorKind::{Character, Padding, WrongLength};
        let cases = [
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
            ("MZXW6YTBAB", (Padding, 9)),
        ];
        for (text, expected) in cases {
            assert_eq!(refused(text), expected, "{text:?}");
        }
    }

    #[test]
    fn no_buffer_grows() {
        for length in 0..200 {
            let bytes = std::vec![0xa5; length];
            let text = encode(&bytes);
            assert_eq!(text.capacity(), length.div_ceil(5) * 8);
            assert_eq!(decode(&text).unwrap().capacity(), length.div_ceil(5) * 5);
        }
    }

    proptest! {
        #[test]
        fn bytes_come_back(bytes in proptest::collection::vec(any::<u8>(), 0..=375)) {
            prop_assert_eq!(&*decode(&encode(&bytes)).unwrap(), &bytes);
        }

        #[test]
        fn an_accepted_text_is_the_only_one(text in "[A-Z2-7]{0,24}") {
            if let Ok(bytes) = decode(&text) {
                prop_assert_eq!(&*encode(&bytes), &text);
            }
        }

        #[test]
        fn any_text_is_handled(text in "\\PC{0,40}") {
            if let Ok(bytes) = decode(&text) {
                prop_assert_eq!(&*encode(&bytes), &text);
            }
        }
    }
}
