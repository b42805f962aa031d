use core::fmt;

use thiserror::Error;

use crate::transaction::{Label, Language, Repertoire};

/// What a device's screen can show: half-width columns, rows, how many pages a person can be asked to read, and which
/// characters.
///
/// A title takes the first row of each page; an entry takes a row for its label and those of its value, and is on
/// one page. Cautions have a page to themselves. What does not fit is not issued: nothing is ever cut or folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DisplayProfile {
    /// Half-width characters in a row. A full-width character takes two.
    pub columns: u8,
    /// Rows on a page.
    pub rows: u8,
    /// The most pages that a person is asked to read.
    pub pages: u8,
    /// The characters that it can show.
    pub repertoire: Repertoire,
}

impl DisplayProfile {
    /// A small monochrome device, 128 by 64 pixels in characters of 6 by 8: 21 columns, 8 rows, 8 pages, bank kana. It speaks
    /// English.
    pub const SMALL_MONOCHROME: Self =
        Self { columns: 21, rows: 8, pages: 8, repertoire: Repertoire::BankKana };

    /// The colour camera token of the reference token side: 32 columns, 9 rows, 4 pages, Japanese.
    pub const CAMERA_TOKEN: Self =
        Self { columns: 32, rows: 9, pages: 4, repertoire: Repertoire::Japanese };

    /// A phone: 36 columns, 24 rows, 2 pages, Japanese.
    pub const PHONE: Self =
        Self { columns: 36, rows: 24, pages: 2, repertoire: Repertoire::Japanese };

    /// `wanted`, or English when the screen cannot show it.
    pub const fn language(self, wanted: Language) -> Language {
        match self.repertoire {
            Repertoire::Japanese => wanted,
            Repertoire::Ascii | Repertoire::BankKana => Language::English,
        }
    }
}

/// A transaction or an activation cannot be shown in full on the device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum DisplayError {
    /// A word of this part is longer than the screen is wide.
    #[error("{0} is wider than the device's screen")]
    Width(DisplayPart),
    /// This part takes more rows than the device's screen has: an entry is never split between two pages.
    #[error("{0} has more rows than the device's screen")]
    Height(DisplayPart),
    /// The screen does not have a character of this part.
    #[error("the device's screen does not have a character of {0}")]
    Repertoire(DisplayPart),
    /// There are more pages than a person is asked to read.
    #[error("there are more pages than the device shows")]
    Pages,
}

/// What a screen shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DisplayPart {
    /// The operation's name.
    Title,
    /// The login ID.
    Login,
    /// A field, its label or its value.
    Field(Label),
    /// The bank's name, of an activation.
    Bank,
    /// The token code, of an activation.
    TokenCode,
}

impl fmt::Display for DisplayPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Title => f.write_str("the title"),
            Self::Login => f.write_str("the login ID"),
            Self::Field(label) => write!(f, "the field {label:?}"),
            Self::Bank => f.write_str("the bank's name"),
            Self::TokenCode => f.write_str("the token code"),
        }
    }
}
