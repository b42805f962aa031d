use core::fmt;

use warifu_core::codec::{Decode, Encode, Reader, Writer};
use warifu_core::{DecodeError, DecodeErrorKind, EncodeError};

use super::{AsciiText, FieldError};

/// Where a session was opened, or with what: payment ASCII whose words have at most 21 characters, so that every screen
/// shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionText(AsciiText);

impl SessionText {
    /// The longest word, in characters.
    pub const MAX_WORD: usize = 21;

    /// The text with the characters of `text`.
    ///
    /// # Errors
    ///
    /// [`FieldError::SessionWord`], and those of [`AsciiText`](super::FieldText::parse).
    pub fn parse(text: &str) -> Result<Self, FieldError> {
        let text = AsciiText::parse(text)?;
        match long_word(&text) {
            Some(index) => Err(FieldError::SessionWord { index }),
            None => Ok(Self(text)),
        }
    }

    /// The text.
    pub const fn value(&self) -> &AsciiText {
        &self.0
    }
}

impl Encode for SessionText {
    /// Writes the text.
    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        self.0.encode(writer)
    }
}

impl Decode for SessionText {
    /// # Errors
    ///
    /// Those of [`AsciiText`](super::FieldText::decode), or [`DecodeErrorKind::OutOfRange`] where a word begins that is too long.
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let mut place = reader.clone();
        let text = AsciiText::decode(reader)?;
        let Some(index) = long_word(&text) else { return Ok(Self(text)) };
        place.u8()?; // the length
        place.bytes(index)?;
        Err(place.error(DecodeErrorKind::OutOfRange))
    }
}

/// Where the first word begins that is too long.
fn long_word(text: &AsciiText) -> Option<usize> {
    let (mut begin, mut length) = (0, 0_usize);
    for (index, character) in text.chars().enumerate() {
        match (character, length) {
            (' ', _) => length = 0,
            (_, SessionText::MAX_WORD) => return Some(begin),
            (_, 0) => (begin, length) = (index, 1),
            (_, _) => length = length.checked_add(1)?,
        }
    }
    None
}

impl fmt::Display for SessionText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_at_most_21_characters() {
        let long = |length| "A".repeat(length);
        let texts = [
            (long(21), None),
            (long(22), Some(0)),
            ([&*long(21), &*long(13)].join(" "), None),
            (["TOKYO", &*long(22)].join(" "), Some(6)),
            (["A", &*long(33)].join(" "), Some(2)),
            ([&*long(22), "A"].join(" "), Some(0)),
        ];
        for (text, place) in texts {
            let made = SessionText::parse(&text);
            let expected = place.map(|index| FieldError::SessionWord { index });
            assert_eq!(made.err(), expected, "{text}");
            let bytes = [&[u8::try_from(text.len()).unwrap()], text.as_bytes()].concat();
            let decoded = SessionText::decode(&mut Reader::new(&bytes));
            let kind = DecodeErrorKind::OutOfRange;
            let expected = place.map(|index| DecodeError::new(kind, index + 1));
            assert_eq!(decoded.err(), expected, "{text}");
        }
    }

    #[test]
    fn other_text_is_refused() {
        assert!(matches!(SessionText::parse("a"), Err(FieldError::TextCharacter { index: 0, .. })));
        assert!(matches!(SessionText::parse(""), Err(FieldError::TextLength { .. })));
    }
}
