use core::fmt;

use warifu_core::codec::{Reader, Writer};
use warifu_core::{DecodeError, DecodeErrorKind, EncodeError};

/// 1 to 30 characters of bank kana: the half-width repertoire in which Japanese banks exchange names (Zengin format),
/// one byte each (JIS X 0201).
///
/// Katakana `ｱ` to `ﾝ` without `ｦ`, small letters and the long-vowel mark; the voicing marks; `A`-`Z`, `0`-`9`;
/// `( ) - . , / ¥ ｢ ｣` and single spaces inside. The long-vowel mark is left out because it looks like the hyphen, small
/// letters because they look like large ones; a space that could not be seen (first, last, or doubled) is refused.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct KanaText {
    jis: [u8; KanaText::MAX_LENGTH],
    length: usize,
}

impl KanaText {
    /// The longest text, in characters.
    pub const MAX_LENGTH: usize = 30;

    /// Text from half-width Unicode characters. Full-width and lower-case characters are refused, not folded.
    ///
    /// # Errors
    ///
    /// [`InvalidKana`] with the character's index, counted from zero.
    pub fn parse(text: &str) -> Result<Self, InvalidKana> {
        let mut made = Self { jis: [0; Self::MAX_LENGTH], length: 0 };
        for (index, character) in text.chars().enumerate() {
            let place = made.jis.get_mut(index).ok_or(InvalidKana::Length)?;
            *place = to_jis(character).ok_or(InvalidKana::Character { index })?;
            made.length = index.saturating_add(1);
        }
        match made.first_fault() {
            Some(fault) => Err(fault),
            None => Ok(made),
        }
    }

    /// The characters, half-width.
    pub fn chars(&self) -> impl Iterator<Item = char> + '_ {
        self.as_jis().iter().filter_map(|&byte| from_jis(byte))
    }

    /// Writes a length byte and one byte for each character.
    ///
    /// # Errors
    ///
    /// [`EncodeError::NoRoom`].
    pub fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        writer.short_bytes(self.as_jis())
    }

    /// Reads what [`KanaText::encode`] writes.
    ///
    /// # Errors
    ///
    /// [`DecodeErrorKind::Truncated`], [`DecodeErrorKind::OutOfRange`] for a length that is not 1 to 30, or
    /// [`DecodeErrorKind::Character`].
    pub fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let start = reader.error(DecodeErrorKind::OutOfRange);
        let bytes = reader.short_bytes()?;
        let mut made = Self { jis: [0; Self::MAX_LENGTH], length: bytes.len() };
        made.jis.get_mut(..bytes.len()).ok_or(start)?.copy_from_slice(bytes);
        match made.first_fault() {
            None => Ok(made),
            Some(InvalidKana::Length) => Err(start),
            Some(InvalidKana::Character { index } | InvalidKana::Space { index }) => {
                Err(DecodeError {
                    kind: DecodeErrorKind::Character,
                    offset: start.offset.saturating_add(1).saturating_add(index),
                })
            }
        }
    }

    fn as_jis(&self) -> &[u8] {
        self.jis.get(..self.length).unwrap_or_default()
    }

    fn first_fault(&self) -> Option<InvalidKana> {
        let text = self.as_jis();
        if text.is_empty() {
            return Some(InvalidKana::Length);
        }
        if let Some(index) = text.iter().position(|&byte| from_jis(byte).is_none()) {
            return Some(InvalidKana::Character { index });
        }
        if text.last() == Some(&b' ') {
            return Some(InvalidKana::Space { index: text.len().saturating_sub(1) });
        }
        let mut before = b' ';
        for (index, &byte) in text.iter().enumerate() {
            if byte == b' ' && before == b' ' {
                return Some(InvalidKana::Space { index });
            }
            before = byte;
        }
        None
    }
}

impl fmt::Display for KanaText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.chars().try_for_each(|character| fmt::Write::write_char(f, character))
    }
}

impl fmt::Debug for KanaText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KanaText({self})")
    }
}

/// Text that is not bank kana.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvalidKana {
    /// Not 1 to 30 characters.
    Length,
    /// A character outside the repertoire.
    Character {
        /// The character's index, counted from zero.
        index: usize,
    },
    /// A space at the start, at the end, or after another space.
    Space {
        /// The character's index, counted from zero.
        index: usize,
    },
}

impl fmt::Display for InvalidKana {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length => f.write_str("bank kana has 1 to 30 characters"),
            Self::Character { index } => write!(f, "character {index} is not bank kana"),
            Self::Space { index } => write!(f, "the space at character {index} would not be seen"),
        }
    }
}

impl core::error::Error for InvalidKana {}

fn to_jis(character: char) -> Option<u8> {
    let byte = match character {
        '¥' => 0x5c,
        '\u{ff61}'..='\u{ff9f}' => {
            u8::try_from(u32::from(character).checked_sub(0xff61 - 0xa1)?).ok()?
        }
        _ => u8::try_from(character).ok().filter(|&byte| byte != 0x5c && byte.is_ascii())?,
    };
    from_jis(byte).map(|_| byte)
}

fn from_jis(byte: u8) -> Option<char> {
    match byte {
        0x5c => Some('¥'),
        b' ' | b'(' | b')' | b'-' | b'.' | b',' | b'/' | b'0'..=b'9' | b'A'..=b'Z' => {
            Some(char::from(byte))
        }
        0xa2 | 0xa3 | 0xb1..=0xdf => char::from_u32(u32::from(byte).checked_add(0xff61 - 0xa1)?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use std::string::{String, ToString};

    use super::*;

    #[test]
    fn the_repertoire_is_closed() {
        let accepted: String =
            (0..=0x0010_ffff).filter_map(char::from_u32).filter(|c| to_jis(*c).is_some()).collect();
        assert_eq!(
            accepted,
            " (),-./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ¥｢｣ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜﾝﾞﾟ"
        );
    }

    #[test]
    fn a_space_that_cannot_be_seen_is_refused() {
        for (text, index) in [(" ｱ", 0), ("ｱ ", 1), ("ｱ  ｲ", 2)] {
            assert_eq!(KanaText::parse(text), Err(InvalidKana::Space { index }), "{text:?}");
        }
        assert_eq!(KanaText::parse("ｶ)ﾜﾘﾌ ｼﾖｳｼﾞ").unwrap().to_string(), "ｶ)ﾜﾘﾌ ｼﾖｳｼﾞ");
    }

    #[test]
    fn lengths() {
        assert_eq!(KanaText::parse(""), Err(InvalidKana::Length));
        assert!(KanaText::parse(&"ｱ".repeat(30)).is_ok());
        assert_eq!(KanaText::parse(&"ｱ".repeat(31)), Err(InvalidKana::Length));
    }

    proptest! {
        #[test]
        fn accepted_bytes_are_canonical(input in proptest::collection::vec(any::<u8>(), 0..34)) {
            let mut reader = Reader::new(&input);
            if let Ok(text) = KanaText::decode(&mut reader) {
                let mut room = [0_u8; 34];
                let mut writer = Writer::new(&mut room);
                text.encode(&mut writer).unwrap();
                let length = writer.length();
                prop_assert_eq!(&room[..length], &input[..reader.position()]);
                prop_assert_eq!(KanaText::parse(&text.to_string()).unwrap(), text);
            }
        }
    }
}
