/// A closed set of characters, each with one code in a message.
///
/// Sealed: the repertoires are part of the specification.
pub trait Alphabet: sealed::Sealed {
    /// Its name.
    const REPERTOIRE: Repertoire;

    /// How many bytes each code takes: 1 or 2.
    const CODE_LENGTH: usize;

    /// The code of a character that belongs to the set.
    fn code(character: char) -> Option<u16>;

    /// The character of a code that belongs to the set.
    fn character(code: u16) -> Option<char>;
}

pub(super) mod sealed {
    pub trait Sealed {}
}

/// The sets of characters, each showable by the screens of those that follow it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Repertoire {
    /// ASCII.
    Ascii,
    /// Bank kana: the half-width characters of JIS X 0201.
    BankKana,
    /// Kanji and hiragana as well.
    Japanese,
}

impl Repertoire {
    /// The smallest repertoire of a screen that shows `character`.
    pub const fn showing(character: char) -> Self {
        match character {
            '\u{0}'..='\u{7f}' => Self::Ascii,
            '¥' | '\u{ff61}'..='\u{ff9f}' => Self::BankKana,
            _ => Self::Japanese,
        }
    }

    /// What an error calls a text of it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Ascii => "payment ASCII",
            Self::BankKana => "bank kana",
            Self::Japanese => "Japanese text",
        }
    }
}
