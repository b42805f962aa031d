//! What a speech engine reads of each value: as distinct as what a screen shows.
//!
//! Values are put together from pieces that cannot be confused: characters one by one, numbers, words of a text, and the
//! names of marks in quotation marks, which no value has. Letters of both cases sound alike, so small ones are
//! called small.

mod kana;
mod sounds;
mod spelling;
mod text;

use core::fmt::{self, Write};

use warifu_core::{LoginId, TokenCode};

pub(crate) use self::spelling::PAUSE;
use self::spelling::{Spelling, spell};
use super::decimal::write_grouped;
use super::language::Words;
use super::{
    Account, AccountKind, AccountText, Amount, BatchDigest, Cautions, Count, Date, DigitText,
    Frequency, Iban, Language, LoginIds, Payment, SessionText,
};

/// How a value is spoken, in one line.
pub(crate) trait Speak {
    fn speak(&self, language: Language, to: &mut dyn Write) -> fmt::Result;
}

/// Between the parts of a value.
const STOP: Words = Words { english: ". ", japanese: "。" };

/// What is spelt character by character.
macro_rules! spelt {
    ($($value:ty),+ $(,)?) => {$(
        impl Speak for $value {
            fn speak(&self, language: Language, to: &mut dyn Write) -> fmt::Result {
                spell(self, language, to)
            }
        }
    )+};
}

spelt!(LoginId, TokenCode, DigitText, Iban, BatchDigest);

impl Speak for Account {
    fn speak(&self, language: Language, to: &mut dyn Write) -> fmt::Result {
        let pause = PAUSE.text(language);
        write!(to, "{} ", BANK.text(language))?;
        write!(Spelling::new(language, to), "{:04}", self.bank())?;
        write!(to, "{pause}{} ", BRANCH.text(language))?;
        write!(Spelling::new(language, to), "{:03}", self.branch())?;
        write!(to, "{pause}{}{pause}", kind_of_account(self.kind()).text(language))?;
        write!(Spelling::new(language, to), "{:03}", self.number() / 10_000)?;
        to.write_str(pause)?;
        write!(Spelling::new(language, to), "{:04}", self.number() % 10_000)
    }
}

impl Speak for Amount {
    fn speak(&self, language: Language, to: &mut dyn Write) -> fmt::Result {
        spell(&self.currency, language, to)?;
        to.write_str(" ")?;
        self.write_number(to)
    }
}

impl Speak for Count {
    fn speak(&self, _language: Language, to: &mut dyn Write) -> fmt::Result {
        write_grouped(to, u64::from(self.0))
    }
}

impl Speak for Date {
    fn speak(&self, language: Language, to: &mut dyn Write) -> fmt::Result {
        let (year, month, day) = (self.year(), self.month(), self.day());
        match language {
            Language::English => write!(to, "{day} {} {year}", month_in_words(month)),
            Language::Japanese => write!(to, "{year} 年 {month} 月 {day} 日"),
        }
    }
}

impl Speak for Frequency {
    fn speak(&self, language: Language, to: &mut dyn Write) -> fmt::Result {
        to.write_str(self.text(language))
    }
}

impl Speak for AccountText {
    fn speak(&self, language: Language, to: &mut dyn Write) -> fmt::Result {
        self.value().speak(language, to)
    }
}

impl Speak for SessionText {
    fn speak(&self, language: Language, to: &mut dyn Write) -> fmt::Result {
        self.value().speak(language, to)
    }
}

impl Speak for Payment {
    fn speak(&self, language: Language, to: &mut dyn Write) -> fmt::Result {
        self.account.speak(language, to)?;
        to.write_str(STOP.text(language))?;
        self.payee.speak(language, to)?;
        to.write_str(STOP.text(language))?;
        self.amount.speak(language, to)
    }
}

impl Speak for Cautions {
    fn speak(&self, language: Language, to: &mut dyn Write) -> fmt::Result {
        self.iter().enumerate().try_for_each(|(index, caution)| {
            to.write_str(if index > 0 { STOP.text(language) } else { "" })?;
            to.write_str(caution.text(language))
        })
    }
}

impl Speak for LoginIds {
    fn speak(&self, language: Language, to: &mut dyn Write) -> fmt::Result {
        self.iter().enumerate().try_for_each(|(index, login)| {
            to.write_str(if index > 0 { STOP.text(language) } else { "" })?;
            login.speak(language, to)
        })
    }
}

const fn kind_of_account(kind: AccountKind) -> Words {
    match kind {
        AccountKind::Ordinary => Words { english: "ordinary account", japanese: "普通口座" },
        AccountKind::Current => Words { english: "current account", japanese: "当座口座" },
        AccountKind::Savings => Words { english: "savings account", japanese: "貯蓄口座" },
        AccountKind::Other => Words { english: "other account", japanese: "その他の口座" },
    }
}

/// A month of a [`Date`], 1 to 12.
const fn month_in_words(month: u8) -> &'static str {
    match month {
        1 => "January",
        2 => "February",
        3 => "March",
        4 => "April",
        5 => "May",
        6 => "June",
        7 => "July",
        8 => "August",
        9 => "September",
        10 => "October",
        11 => "November",
        _ => "December",
    }
}

const BANK: Words = Words { english: "bank", japanese: "銀行" };
const BRANCH: Words = Words { english: "branch", japanese: "支店" };

#[cfg(test)]
mod tests;
