use core::fmt;

use crate::{BatchError, BatchErrorKind};

/// Bank kana in a column of `N` bytes (JIS X 0201): the text on the left, blanks behind it. The whole column may be blank.
///
/// The repertoire and the rule about spaces are those of [`KanaText`](warifu_sign::KanaText), without `ｦ`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct KanaColumn<const N: usize> {
    jis: [u8; N],
}

impl<const N: usize> KanaColumn<N> {
    /// No text.
    pub const BLANK: Self = Self { jis: [b' '; N] };

    /// Text from half-width Unicode characters; an empty text is a blank column. Nothing is folded or trimmed.
    ///
    /// # Errors
    ///
    /// [`BatchErrorKind::OutOfRange`] for more than `N` characters, [`BatchErrorKind::Character`] for one that is not bank
    /// kana, or [`BatchErrorKind::Space`] for one that could not be seen, with the place of the character, counted from 0.
    pub fn parse(text: &str) -> Result<Self, BatchError> {
        Self::from_characters(text.chars())
    }

    pub(crate) fn from_characters(
        characters: impl Iterator<Item = char>,
    ) -> Result<Self, BatchError> {
        let mut column = Self::BLANK;
        let mut places = column.jis.iter_mut();
        let mut space_at_end = None;
        for (index, character) in characters.enumerate() {
            let refused = |kind| BatchError::new(kind, index);
            let place = places.next().ok_or(refused(BatchErrorKind::OutOfRange))?;
            *place = to_jis(character).ok_or(refused(BatchErrorKind::Character))?;
            space_at_end = (character == ' ').then_some(refused(BatchErrorKind::Space));
        }
        // It would be lost among the blanks of the column.
        space_at_end.map_or(Ok(()), Err)?;
        Self::from_jis(column.jis)
    }

    /// The column with these bytes.
    pub(crate) fn from_jis(jis: [u8; N]) -> Result<Self, BatchError> {
        check(&jis)?;
        Ok(Self { jis })
    }

    /// All `N` bytes, blanks included.
    pub const fn as_jis(&self) -> &[u8; N] {
        &self.jis
    }

    /// Whether there is no text.
    pub fn is_blank(&self) -> bool {
        *self == Self::BLANK
    }

    /// The bytes of the text, without the blanks behind it.
    pub(crate) fn text_as_jis(&self) -> &[u8] {
        let mut text = &self.jis[..];
        while let [rest @ .., b' '] = text {
            text = rest;
        }
        text
    }
}

impl<const N: usize> fmt::Display for KanaColumn<N> {
    /// The text without the blanks after it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text_as_jis().iter().try_for_each(|&byte| fmt::Write::write_char(f, from_jis(byte)))
    }
}

impl<const N: usize> fmt::Debug for KanaColumn<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KanaColumn({self})")
    }
}

/// Refuses a byte outside the repertoire, and a space that a person would not see: at the start, or after another one. The
/// spaces behind the text are the column's blanks.
fn check(jis: &[u8]) -> Result<(), BatchError> {
    // Two texts that look alike have to be one text: what a person approves is what they see.
    let (mut unseen, mut follows_space) = (None, true);
    for (index, &byte) in jis.iter().enumerate() {
        if byte == b' ' {
            unseen = follows_space.then_some(index);
            follows_space = true;
            continue;
        }
        if let Some(space) = unseen {
            return Err(BatchError::new(BatchErrorKind::Space, space));
        }
        if !is_bank_kana(byte) {
            return Err(BatchError::new(BatchErrorKind::Character, index));
        }
        follows_space = false;
    }
    Ok(())
}

/// The byte of a half-width character.
pub(crate) fn to_jis(character: char) -> Option<u8> {
    let byte = match character {
        '\u{a5}' => YEN,
        '\\' => return None,
        '\u{ff61}'..='\u{ff9f}' => {
            u8::try_from(u32::from(character).checked_sub(TO_UNICODE)?).ok()?
        }
        _ => u8::try_from(character).ok().filter(u8::is_ascii)?,
    };
    (byte == b' ' || is_bank_kana(byte)).then_some(byte)
}

#[expect(clippy::expect_used, reason = "U+FF61 to U+FF9F are characters: a test has each")]
fn from_jis(byte: u8) -> char {
    match byte {
        YEN => '\u{a5}',
        0xa1..=0xdf => char::from_u32(u32::from(byte) + TO_UNICODE).expect("a katakana"),
        _ => char::from(byte),
    }
}

const fn is_bank_kana(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'-' | b'.' | b',' | b'/' | b'0'..=b'9' | b'A'..=b'Z')
        || matches!(byte, YEN | 0xa2 | 0xa3 | 0xb1..=0xdf)
}

/// JIS X 0201 has the yen sign in the place of the backslash.
const YEN: u8 = 0x5c;

/// From a half-width katakana's byte to its number in Unicode.
const TO_UNICODE: u32 = 0xff61 - 0xa1;

#[cfg(test)]
mod tests {
    use std::string::{String, ToString};

    use warifu_core::codec::{Decode, Reader};

    use super::*;
    use warifu_sign::KanaText;

    #[test]
    fn the_repertoire_is_that_of_bank_kana() {
        for byte in (0..=u8::MAX).filter(|&byte| byte != b' ') {
            let text = KanaText::decode(&mut Reader::new(&[1, byte]));
            assert_eq!(is_bank_kana(byte), text.is_ok() && byte != 0xa6, "{byte:#x}");
            if let (Ok(text), true) = (text, is_bank_kana(byte)) {
                assert_eq!(KanaColumn::from_jis([byte]).unwrap().to_string(), text.to_string());
            }
        }
    }

    #[test]
    fn text_and_bytes_are_the_same() {
        let spelt: String = (0..=0x0010_ffff)
            .filter_map(char::from_u32)
            .filter(|&character| character != ' ' && to_jis(character).is_some())
            .collect();
        assert_eq!(spelt.chars().count(), 6 + 10 + 26 + 1 + 2 + 47);
        for character in spelt.chars() {
            let text = character.to_string();
            let column = KanaColumn::<3>::parse(&text).unwrap();
            assert_eq!(column.to_string(), text);
            assert_eq!(KanaColumn::from_jis(*column.as_jis()), Ok(column));
        }
    }

    #[test]
    fn spaces_that_cannot_be_seen() {
        let space = |index| BatchError::new(BatchErrorKind::Space, index);
        assert_eq!(KanaColumn::from_jis(*b"A B  ").ok(), KanaColumn::parse("A B").ok());
        assert_eq!(KanaColumn::from_jis(*b" A   "), Err(space(0)));
        assert_eq!(KanaColumn::from_jis(*b"A  B "), Err(space(2)));
        assert_eq!(KanaColumn::from_jis(*b"  A  "), Err(space(1)));
        assert_eq!(KanaColumn::<5>::parse("A "), Err(space(1)));
        assert_eq!(KanaColumn::<5>::parse(" "), Err(space(0)));
        assert_eq!(KanaColumn::<5>::parse("A  B"), Err(space(2)));
        assert!(KanaColumn::<5>::parse("").unwrap().is_blank());
    }

    #[test]
    fn other_text_is_refused() {
        let long = BatchError::new(BatchErrorKind::OutOfRange, 3);
        assert_eq!(KanaColumn::<3>::parse("ABCD"), Err(long));
        let character = |index| BatchError::new(BatchErrorKind::Character, index);
        for text in
            ["a", "\u{30a2}", "\u{ff6f}", "\u{ff66}", "\\", "\u{ff70}", "\u{ff11}", "=", "\""]
        {
            assert_eq!(KanaColumn::<3>::parse(text), Err(character(0)), "{text}");
        }
        assert_eq!(KanaColumn::from_jis(*b"AB\xb0"), Err(character(2)));
    }
}
