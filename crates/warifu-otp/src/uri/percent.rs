//! Percent encoding (RFC 3986 §2.1). A plus sign is a plus sign.

use alloc::string::String;
use alloc::vec::Vec;

use zeroize::Zeroizing;

use super::alloc;
use super::{UriError, UriErrorKind};

/// Bytes of a part that starts at `offset`, wiped on drop.
///
/// # Errors
///
/// [`UriErrorKind::Escape`] for a percent sign without two hexadecimal digits.
pub(super) fn decoded_bytes(part: &str, offset: usize) -> Result<Zeroizing<Vec<u8>>, UriError> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(part.len()));
    let mut rest = part.as_bytes().iter().copied().zip(offset..);
    while let Some((byte, at)) = rest.next() {
        if byte == b'%' {
            let digits = rest.next().and_then(|(high, _)| Some((nibble(high)?, rest.next()?.0)));
            let escaped = digits.and_then(|(high, low)| Some((high << 4) | nibble(low)?));
            bytes.push(escaped.ok_or(UriError::at(UriErrorKind::Escape, at))?);
        } else {
            bytes.push(byte);
        }
    }
    Ok(bytes)
}

/// The text of a part that starts at `offset`.
///
/// # Errors
///
/// [`UriErrorKind::Escape`] as above, [`UriErrorKind::NotUtf8`] for bytes that are no text.
pub(super) fn decoded(part: &str, offset: usize) -> Result<String, UriError> {
    let bytes = decoded_bytes(part, offset)?;
    let text = core::str::from_utf8(&bytes);
    Ok(text.map_err(|_| UriError::at(UriErrorKind::NotUtf8, offset))?.into())
}

/// Appends `text`, with everything escaped that is not unreserved (RFC 3986 §2.3).
pub(super) fn push_encoded(uri: &mut String, text: &str) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push('%');
            uri.extend([byte >> 4, byte].map(digit));
        }
    }
}

#[expect(clippy::indexing_slicing, reason = "four bits")]
fn digit(nibble: u8) -> char {
    char::from(b"0123456789ABCDEF"[usize::from(nibble & 0x0f)])
}

fn nibble(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn escapes() {
        assert_eq!(decoded("a%20b+c%2B%E9%8A%80", 0).unwrap(), "a b+c+銀");
        for (part, offset) in
            [("%", 7), ("ab%2", 9), ("%zz", 7), ("%2", 7), ("a%-1", 8), ("%%41", 7)]
        {
            let error = decoded(part, 7).unwrap_err();
            assert_eq!(
                (error.kind(), error.offset()),
                (UriErrorKind::Escape, Some(offset)),
                "{part}"
            );
        }
        let error = decoded("%ff", 3).unwrap_err();
        assert_eq!((error.kind(), error.offset()), (UriErrorKind::NotUtf8, Some(3)));
    }

    proptest! {
        #[test]
        fn a_text_comes_back(text in ".{0,40}") {
            let mut uri = String::new();
            push_encoded(&mut uri, &text);
            prop_assert!(uri.bytes().all(|byte| byte.is_ascii_graphic()));
            prop_assert_eq!(decoded(&uri, 0).unwrap(), text);
        }
    }
}
