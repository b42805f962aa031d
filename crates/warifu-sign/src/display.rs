use core::fmt::{self, Write};

use crate::transaction::{Field, Language, Transaction, login_text};

/// What a device's screen can show: half-width columns, rows, and how many pages a person can be asked to read.
///
/// A title takes the first row of each page; an entry takes two, its label above its value, and is never split.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DisplayProfile {
    /// Half-width characters in a row. A full-width character takes two.
    pub columns: u8,
    /// Rows on a page.
    pub rows: u8,
    /// Pages at most.
    pub pages: u8,
}

impl DisplayProfile {
    /// The camera token of the reference token side: 32 columns, 9 rows, 4 pages.
    pub const CAMERA_TOKEN: Self = Self { columns: 32, rows: 9, pages: 4 };

    /// How many pages `transaction` takes, in whichever language takes more.
    ///
    /// # Errors
    ///
    /// [`DoesNotFit`] when a row or the whole is too long in any language. Nothing is ever cut or folded.
    pub fn pages_of(&self, transaction: &Transaction) -> Result<u8, DoesNotFit> {
        for language in [Language::English, Language::Japanese] {
            let title = transaction.operation().text(language);
            let fits = |text: &str| width(text) <= usize::from(self.columns);
            let all_fit = fits(title)
                && entries(transaction, language).all(|entry| {
                    fits(entry.label)
                        && entry.value.as_ref().is_some_and(|value| fits(value.as_str()))
                });
            if !all_fit {
                return Err(DoesNotFit::Width);
            }
        }
        let entries = entries(transaction, Language::English).count();
        let pages = entries.div_ceil(self.entries_on_a_page().ok_or(DoesNotFit::Height)?);
        u8::try_from(pages).ok().filter(|&pages| pages <= self.pages).ok_or(DoesNotFit::Height)
    }

    fn entries_on_a_page(self) -> Option<usize> {
        let entries = usize::from(self.rows.saturating_sub(1) / 2);
        (entries > 0).then_some(entries)
    }
}

/// One page of a transaction, as it stands on the screen.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    transaction: &'a Transaction,
    profile: DisplayProfile,
    index: u8,
    pages: u8,
}

impl<'a> Page<'a> {
    pub(crate) const fn new(
        transaction: &'a Transaction,
        profile: DisplayProfile,
        index: u8,
        pages: u8,
    ) -> Self {
        Self { transaction, profile, index, pages }
    }

    /// This page's number, from 1.
    pub const fn number(&self) -> u8 {
        self.index.saturating_add(1)
    }

    /// How many pages there are.
    pub const fn of(&self) -> u8 {
        self.pages
    }

    /// The first row: what is asked.
    pub const fn title(&self, language: Language) -> &'static str {
        self.transaction.operation().text(language)
    }

    /// Label and value of each entry on this page: the login ID first, then the fields.
    pub fn entries(&self, language: Language) -> impl Iterator<Item = Entry> + 'a {
        let on_a_page = self.profile.entries_on_a_page().unwrap_or(1);
        let before = on_a_page.saturating_mul(usize::from(self.index));
        entries(self.transaction, language).skip(before).take(on_a_page)
    }
}

/// One labelled value in the words of one language.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The label's text.
    pub label: &'static str,
    value: Option<Line>,
}

impl Entry {
    fn new(label: &'static str, show: impl FnOnce(&mut Line) -> fmt::Result) -> Self {
        let mut value = Line::default();
        let shown = show(&mut value);
        Self { label, value: shown.is_ok().then_some(value) }
    }

    /// The value's text.
    pub fn value(&self) -> &str {
        self.value.as_ref().map(Line::as_str).unwrap_or_default()
    }
}

/// A transaction cannot be shown in full on the device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DoesNotFit {
    /// A row is longer than the screen is wide.
    Width,
    /// There are more pages than a person is asked to read.
    Height,
}

impl fmt::Display for DoesNotFit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Width => "a value is wider than the device's screen",
            Self::Height => "the transaction has more pages than the device shows",
        })
    }
}

impl core::error::Error for DoesNotFit {}

/// The text of one row, at most 96 bytes of UTF-8 kept inline.
#[derive(Clone)]
pub struct Line {
    bytes: [u8; 96],
    length: usize,
}

impl Line {
    /// The text.
    pub fn as_str(&self) -> &str {
        core::str::from_utf8(self.bytes.get(..self.length).unwrap_or_default()).unwrap_or_default()
    }
}

impl Default for Line {
    fn default() -> Self {
        Self { bytes: [0; 96], length: 0 }
    }
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.as_str())
    }
}

impl Write for Line {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.length.saturating_add(text.len());
        self.bytes.get_mut(self.length..end).ok_or(fmt::Error)?.copy_from_slice(text.as_bytes());
        self.length = end;
        Ok(())
    }
}

fn entries(transaction: &Transaction, language: Language) -> impl Iterator<Item = Entry> + '_ {
    let login = Entry::new(login_text(language), |line| write!(line, "{}", transaction.login()));
    let of_field = move |field: &Field| {
        Entry::new(field.label().text(language), |line| field.show(language, line))
    };
    core::iter::once(login).chain(transaction.fields().map(of_field))
}

/// Half-width columns that `text` takes: one for ASCII, the yen sign and half-width kana, two for everything else.
fn width(text: &str) -> usize {
    text.chars()
        .map(|character| match character {
            '\u{0}'..='\u{7f}' | '¥' | '\u{ff61}'..='\u{ff9f}' => 1,
            _ => 2,
        })
        .sum()
}
