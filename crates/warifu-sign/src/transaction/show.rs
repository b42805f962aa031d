use core::fmt::{self, Display};

use warifu_core::LoginId;

use super::{
    Account, Amount, AsciiText, BatchDigest, Count, Date, DigitText, JapaneseText, KanaText,
    Language,
};

/// How a value stands on a screen. Words are parted by single spaces; a row may end in the place of one.
pub(super) trait Show: Display {
    /// Most values look alike in every language.
    fn show(&self, _language: Language, to: &mut dyn fmt::Write) -> fmt::Result {
        write!(to, "{self}")
    }
}

impl Show for LoginId {}
impl Show for Amount {}
impl Show for Count {}
impl Show for Date {}
impl Show for DigitText {}
impl Show for AsciiText {}
impl Show for KanaText {}
impl Show for JapaneseText {}
impl Show for BatchDigest {}

impl Show for Account {
    fn show(&self, language: Language, to: &mut dyn fmt::Write) -> fmt::Result {
        self.write(language, to)
    }
}
