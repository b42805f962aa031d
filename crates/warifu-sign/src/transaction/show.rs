use core::fmt::{self, Display};

use warifu_core::LoginId;

use super::{
    Account, AccountText, Amount, AsciiText, BatchDigest, Cautions, Count, Date, DigitText,
    Frequency, Iban, JapaneseText, KanaText, Language, LoginIds, Payment, SessionText,
};

/// How a screen shows a value: lines separated by `\n`, words by single spaces. A row may end at a space.
pub(super) trait Show {
    fn show(&self, language: Language, to: &mut dyn fmt::Write) -> fmt::Result;
}

/// What looks the same in every language.
macro_rules! shown_as_displayed {
    ($($value:ty),+ $(,)?) => {$(
        impl Show for $value {
            fn show(&self, _language: Language, to: &mut dyn fmt::Write) -> fmt::Result {
                show_displayed(self, to)
            }
        }
    )+};
}

/// Compiled once for all types.
#[inline(never)] // for the flash of firmware
pub(crate) fn show_displayed(value: &dyn Display, to: &mut dyn fmt::Write) -> fmt::Result {
    write!(to, "{value}")
}

shown_as_displayed!(
    LoginIds,
    Amount,
    Count,
    Date,
    DigitText,
    Iban,
    AsciiText,
    AccountText,
    SessionText,
    KanaText,
    JapaneseText,
    BatchDigest,
);

// As `{}`, a `str` would take half a kilobyte of a token's flash, for padding that no screen asks for.
impl Show for LoginId {
    fn show(&self, _language: Language, to: &mut dyn fmt::Write) -> fmt::Result {
        to.write_str(self.as_str())
    }
}

impl Show for Account {
    fn show(&self, language: Language, to: &mut dyn fmt::Write) -> fmt::Result {
        self.write(language, to)
    }
}

impl Show for Payment {
    fn show(&self, language: Language, to: &mut dyn fmt::Write) -> fmt::Result {
        self.write(language, to)
    }
}

impl Show for Cautions {
    fn show(&self, language: Language, to: &mut dyn fmt::Write) -> fmt::Result {
        self.write(language, to)
    }
}

impl Show for Frequency {
    fn show(&self, language: Language, to: &mut dyn fmt::Write) -> fmt::Result {
        to.write_str(self.text(language))
    }
}
