use super::kanji::is_kanji;
use super::{Alphabet, BankKana, FieldText, Repertoire};

/// 1 to 16 characters of Japanese, two bytes each (their Unicode number): the kanji of JIS X 0208, hiragana, `々`, and the
/// half-width characters of bank kana.
///
/// Katakana, digits and letters exist in their half-width form alone. A full-width `ニ`, `カ` or `ー` is a kanji's twin
/// (`二`, `力`, `一`); a half-width `ﾆ` is told from a kanji by its width.
pub type JapaneseText = FieldText<Japanese, 32>;

/// The alphabet of [`JapaneseText`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Japanese;

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
