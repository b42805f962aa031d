use core::fmt;

use crate::InvalidBatchKind;

/// Bank kana in a column of `N` bytes (JIS X 0201), on the left, the rest blank. Perhaps all of it.
///
/// The repertoire and the rule about spaces are those of [`KanaText`](crate::KanaText), without `ｦ`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct KanaColumn<const N: usize> {
    jis: [u8; N],
}

impl<const N: usize> KanaColumn<N> {
    /// Nothing.
    pub const BLANK: Self = Self { jis: [b' '; N] };

    /// Text from half-width Unicode characters, nothing for an empty text. Nothing is folded or trimmed.
    ///
    /// # Errors
    ///
    /// [`InvalidBatchKind::OutOfRange`] for more than `N` characters, [`InvalidBatchKind::Character`] or
    /// [`InvalidBatchKind::Space`].
    pub fn parse(text: &str) -> Result<Self, InvalidBatchKind> {
        let mut column = Self::BLANK;
        let mut places = column.jis.iter_mut();
        for character in text.chars() {
            let place = places.next().ok_or(InvalidBatchKind::OutOfRange)?;
            *place = to_jis(character).ok_or(InvalidBatchKind::Character)?;
        }
        if text.ends_with(' ') {
            return Err(InvalidBatchKind::Space);
        }
        column.checked().map_err(|(kind, _)| kind)
    }

    /// The column with these bytes; a refusal says which byte.
    pub(crate) fn of_jis(jis: [u8; N]) -> Result<Self, (InvalidBatchKind, usize)> {
        Self { jis }.checked()
    }

    /// All `N` bytes, spaces included.
    pub const fn as_jis(&self) -> &[u8; N] {
        &self.jis
    }

    /// Whether nothing stands there.
    pub fn is_blank(&self) -> bool {
        *self == Self::BLANK
    }

    fn checked(self) -> Result<Self, (InvalidBatchKind, usize)> {
        first_fault(&self.jis).map_or(Ok(self), Err)
    }
}

impl<const N: usize> fmt::Display for KanaColumn<N> {
    /// The text without the blanks after it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = without_blanks(&self.jis);
        text.iter().try_for_each(|&byte| fmt::Write::write_char(f, from_jis(byte)))
    }
}

impl<const N: usize> fmt::Debug for KanaColumn<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KanaColumn({self})")
    }
}

/// The first byte of a column that cannot stand there: outside the repertoire, or a space before text that nobody would see.
pub(crate) fn first_fault(jis: &[u8]) -> Option<(InvalidBatchKind, usize)> {
    let mut spaces = 1_usize;
    for (index, &byte) in jis.iter().enumerate() {
        if byte == b' ' {
            spaces = spaces.saturating_add(1);
            continue;
        }
        if spaces > 1 {
            return Some((InvalidBatchKind::Space, index.saturating_sub(1)));
        }
        if !is_bank_kana(byte) {
            return Some((InvalidBatchKind::Character, index));
        }
        spaces = 0;
    }
    None
}

/// The column without the spaces at its end; any other white space stays, to be refused.
pub(crate) fn without_blanks(jis: &[u8]) -> &[u8] {
    let length =
        jis.iter().rposition(|&byte| byte != b' ').map_or(0, |last| last.saturating_add(1));
    jis.get(..length).unwrap_or_default()
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

fn from_jis(byte: u8) -> char {
    match byte {
        YEN => '\u{a5}',
        0xa1..=0xdf => char::from_u32(u32::from(byte).saturating_add(TO_UNICODE))
            .unwrap_or(char::REPLACEMENT_CHARACTER),
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

    use warifu_core::codec::Reader;

    use super::*;
    use warifu_sign::KanaText;

    #[test]
    fn the_repertoire_is_that_of_bank_kana() {
        for byte in (0..=u8::MAX).filter(|&byte| byte != b' ') {
            let text = KanaText::decode(&mut Reader::new(&[1, byte]));
            assert_eq!(is_bank_kana(byte), text.is_ok() && byte != 0xa6, "{byte:#x}");
            if let (Ok(text), true) = (text, is_bank_kana(byte)) {
                assert_eq!(KanaColumn::of_jis([byte]).unwrap().to_string(), text.to_string());
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
            assert_eq!(KanaColumn::of_jis(*column.as_jis()), Ok(column));
        }
    }

    #[test]
    fn spaces_that_cannot_be_seen() {
        use InvalidBatchKind::Space;
        assert_eq!(KanaColumn::of_jis(*b"A B  ").ok(), KanaColumn::parse("A B").ok());
        assert_eq!(KanaColumn::of_jis(*b" A   "), Err((Space, 0)));
        assert_eq!(KanaColumn::of_jis(*b"A  B "), Err((Space, 2)));
        assert_eq!(KanaColumn::of_jis(*b"  A  "), Err((Space, 1)));
        assert_eq!(KanaColumn::<5>::parse("A "), Err(Space));
        assert_eq!(KanaColumn::<5>::parse(" "), Err(Space));
        assert!(KanaColumn::<5>::parse("").unwrap().is_blank());
    }

    #[test]
    fn other_text_is_refused() {
        use InvalidBatchKind::{Character, OutOfRange};
        assert_eq!(KanaColumn::<3>::parse("ABCD"), Err(OutOfRange));
        for text in
            ["a", "\u{30a2}", "\u{ff6f}", "\u{ff66}", "\\", "\u{ff70}", "\u{ff11}", "=", "\""]
        {
            assert_eq!(KanaColumn::<3>::parse(text), Err(Character), "{text}");
        }
        assert_eq!(KanaColumn::of_jis(*b"AB\xb0"), Err((Character, 2)));
    }
}
