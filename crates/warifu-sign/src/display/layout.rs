use warifu_core::{LoginId, TokenCode};

use super::content::{ActivationContent, PageContent};
use super::entry::DisplayEntry;
use super::line::width;
use super::profile::{DisplayError, DisplayPart, DisplayProfile};
use crate::transaction::{Body, KanaText, Label, Language, Repertoire, Transaction};

impl DisplayProfile {
    /// How many pages `transaction` takes.
    ///
    /// # Errors
    ///
    /// [`DisplayError`] names the part that does not fit in one of the languages that the screen speaks.
    pub fn pages_of(&self, transaction: &Transaction) -> Result<u8, DisplayError> {
        let canonical = transaction.canonical();
        let body = Body::decode_again(canonical.as_slice());
        self.layout(&PageContent::Transaction(body)).map(Layout::pages)
    }

    /// Whether an activation of the bank that is called `bank` fits one page with every login ID and token code.
    ///
    /// # Errors
    ///
    /// [`DisplayError`] names the part that does not fit.
    pub fn shows_activation_of(&self, bank: &KanaText) -> Result<(), DisplayError> {
        let (login, token_code) = longest_names();
        let content = PageContent::Activation(ActivationContent { bank: *bank, login, token_code });
        match self.layout(&content)?.pages() {
            1 => Ok(()),
            _ => Err(DisplayError::Pages),
        }
    }

    pub(crate) fn layout(self, content: &PageContent<'_>) -> Result<Layout, DisplayError> {
        Layout::from_content(self, content)
    }
}

/// The longest login ID and the longest token code; all of their characters have the same width.
#[expect(clippy::expect_used, reason = "constants, which a test reads")]
fn longest_names() -> (LoginId, TokenCode) {
    let login = "AAAAAAAAAAAA".parse().expect("twelve letters");
    (login, "AAA0000000-99".parse().expect("a licence and two digits"))
}

/// On which page each entry is, the same in every language that the screen speaks. An entry is never split.
///
/// One bit for each entry, the lowest for the first: whether it begins a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Layout(u16);

impl Layout {
    #[inline(never)] // for the stack of firmware
    pub(crate) fn from_content(
        profile: DisplayProfile,
        content: &PageContent<'_>,
    ) -> Result<Self, DisplayError> {
        let heights = heights(profile, content)?;
        let room =
            profile.rows.checked_sub(TITLE_ROWS).ok_or(DisplayError::Height(DisplayPart::Title))?;
        let (mut begins, mut left, mut entry) = (0_u16, 0, 1_u16);
        for (height, part) in heights.into_iter().flatten() {
            if height > left {
                begins |= entry;
                left = room;
            }
            entry <<= 1;
            left = left.checked_sub(height).ok_or(DisplayError::Height(part))?;
            // A person reads the cautions, and turns the page, before they see what is asked of them.
            if part == DisplayPart::Field(Label::Cautions) {
                left = 0;
            }
        }
        let made = Self(begins);
        if made.pages() > profile.pages { Err(DisplayError::Pages) } else { Ok(made) }
    }

    /// How many pages there are.
    #[expect(
        clippy::as_conversions,
        clippy::cast_possible_truncation,
        reason = "at most 16; `try_from` is not const"
    )]
    pub(crate) const fn pages(self) -> u8 {
        self.0.count_ones() as u8
    }

    /// For each entry in turn the page on which it is, counted from 1: as many as began up to it.
    pub(super) fn page_of_each(self) -> impl Iterator<Item = u8> {
        let up_to_each = core::iter::successors(Some(1_u16), |entries| Some((entries << 1) | 1));
        up_to_each.map(move |entries| Self(self.0 & entries).pages())
    }
}

/// The rows that each entry takes, in the language in which it takes more.
fn heights(
    profile: DisplayProfile,
    content: &PageContent<'_>,
) -> Result<[Option<(u8, DisplayPart)>; ENTRIES], DisplayError> {
    let mut heights = [None; ENTRIES];
    for language in [Language::English, Language::Japanese] {
        if profile.language(language) != language {
            continue;
        }
        fits(profile, DisplayPart::Title, content.title(language))?;
        for (place, value) in heights.iter_mut().zip(content.values()) {
            let entry = DisplayEntry::new(&value, language, profile.columns);
            let rows = rows_of(profile, &entry)?;
            let highest = place.map_or(rows, |(height, _)| rows.max(height));
            *place = Some((highest, entry.part()));
        }
    }
    Ok(heights)
}

fn rows_of(profile: DisplayProfile, entry: &DisplayEntry) -> Result<u8, DisplayError> {
    let part = entry.part();
    if !entry.is_whole() {
        return Err(DisplayError::Width(part));
    }
    fits(profile, part, entry.label)?;
    entry.rows().try_fold(LABEL_ROWS, |rows, row| {
        fits(profile, part, row)?;
        rows.checked_add(1).ok_or(DisplayError::Height(part))
    })
}

fn fits(profile: DisplayProfile, part: DisplayPart, row: &str) -> Result<(), DisplayError> {
    if row.chars().any(|character| Repertoire::showing(character) > profile.repertoire) {
        return Err(DisplayError::Repertoire(part));
    }
    if width(row) > usize::from(profile.columns) { Err(DisplayError::Width(part)) } else { Ok(()) }
}

const TITLE_ROWS: u8 = 1;
const LABEL_ROWS: u8 = 1;

/// The login ID and the fields.
const ENTRIES: usize = 1 + Transaction::MAX_FIELDS;

const _: () = assert!(ENTRIES <= 16, "a layout has a bit for each");
