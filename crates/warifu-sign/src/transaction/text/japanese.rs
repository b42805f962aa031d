use super::BankKana;
use super::alphabet::{Alphabet, Repertoire, sealed::Sealed};
use super::kanji::is_kanji;

/// The alphabet of [`JapaneseText`](super::JapaneseText).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Japanese;

impl Sealed for Japanese {}

impl Alphabet for Japanese {
    const REPERTOIRE: Repertoire = Repertoire::Japanese;
    const CODE_LENGTH: usize = 2;

    fn code(character: char) -> Option<u16> {
        let code = u16::try_from(u32::from(character)).ok()?;
        Self::character(code).map(|_| code)
    }

    fn character(code: u16) -> Option<char> {
        let character = char::from_u32(u32::from(code))?;
        let belongs = matches!(character, 'ぁ'..='ん' | '々')
            || is_kanji(character)
            || BankKana::code(character).is_some();
        belongs.then_some(character)
    }
}
