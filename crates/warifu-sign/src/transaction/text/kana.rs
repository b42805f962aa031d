use super::alphabet::{Alphabet, Repertoire, sealed::Sealed};

/// The alphabet of [`KanaText`](super::KanaText).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BankKana;

impl Sealed for BankKana {}

impl Alphabet for BankKana {
    const REPERTOIRE: Repertoire = Repertoire::BankKana;
    const CODE_LENGTH: usize = 1;

    fn code(character: char) -> Option<u16> {
        let code = match character {
            '¥' => YEN,
            '\u{ff61}'..='\u{ff9f}' => {
                u16::try_from(u32::from(character).checked_sub(TO_UNICODE)?).ok()?
            }
            '\\' => return None,
            _ => u16::from(u8::try_from(character).ok().filter(u8::is_ascii)?),
        };
        Self::character(code).map(|_| code)
    }

    fn character(code: u16) -> Option<char> {
        let byte = u8::try_from(code).ok()?;
        match byte {
            b' ' | b'(' | b')' | b'-' | b'.' | b',' | b'/' | b'0'..=b'9' | b'A'..=b'Z' => {
                Some(char::from(byte))
            }
            0x5c => Some('¥'),
            0xa2 | 0xa3 | 0xa6 | 0xb1..=0xdf => {
                char::from_u32(u32::from(byte).checked_add(TO_UNICODE)?)
            }
            _ => None,
        }
    }
}

/// JIS X 0201 has the yen sign in the place of the backslash.
const YEN: u16 = 0x5c;

/// From `｡`, 0xa1, to its half-width form in Unicode.
const TO_UNICODE: u32 = 0xff61 - 0xa1;
