use super::entry::{Entry, entries};
use super::line::width;
use super::profile::{DisplayProfile, DoesNotFit, Part};
use crate::transaction::{Language, Repertoire, Transaction};

impl DisplayProfile {
    /// How many pages `transaction` takes.
    ///
    /// # Errors
    ///
    /// [`DoesNotFit`] names the part that does not fit in one of the languages that the screen speaks.
    pub fn pages_of(&self, transaction: &Transaction) -> Result<u8, DoesNotFit> {
        self.layout(transaction).map(Layout::pages)
    }

    pub(crate) fn layout(self, transaction: &Transaction) -> Result<Layout, DoesNotFit> {
        Layout::of(self, transaction)
    }
}

/// On which page each entry stands, the same in every language that the screen speaks. An entry is never split.
///
/// One bit for each entry, the lowest for the first: whether it begins a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Layout(u16);

impl Layout {
    pub(super) fn of(
        profile: DisplayProfile,
        transaction: &Transaction,
    ) -> Result<Self, DoesNotFit> {
        let heights = heights(profile, transaction)?;
        let room = profile.rows.checked_sub(TITLE_ROWS).ok_or(DoesNotFit::Height(Part::Title))?;
        let (mut begins, mut left) = (0_u16, 0);
        for (index, (height, part)) in (0..).zip(heights.into_iter().flatten()) {
            if height > left {
                begins |= 1_u16.wrapping_shl(index);
                left = room;
            }
            left = left.checked_sub(height).ok_or(DoesNotFit::Height(part))?;
        }
        let made = Self(begins);
        if made.pages() > profile.pages { Err(DoesNotFit::Pages) } else { Ok(made) }
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

    /// The page, counted from zero, on which an entry stands.
    pub(super) fn page_of(self, index: usize) -> u8 {
        let up_to = u32::try_from(index).ok().and_then(|index| (u16::MAX << 1).checked_shl(index));
        Self(self.0 & !up_to.unwrap_or_default()).pages().saturating_sub(1)
    }
}

/// The rows that each entry takes in whichever language takes more.
fn heights(
    profile: DisplayProfile,
    transaction: &Transaction,
) -> Result<[Option<(u8, Part)>; ENTRIES], DoesNotFit> {
    let mut heights = [None; ENTRIES];
    for language in [Language::English, Language::Japanese] {
        if profile.language(language) != language {
            continue;
        }
        fits(profile, Part::Title, transaction.operation().text(language))?;
        let entries = entries(transaction, language, profile.columns);
        for (place, entry) in heights.iter_mut().zip(entries) {
            let rows = rows_of(profile, &entry)?;
            let highest = place.map_or(rows, |(height, _)| rows.max(height));
            *place = Some((highest, entry.part()));
        }
    }
    Ok(heights)
}

fn rows_of(profile: DisplayProfile, entry: &Entry) -> Result<u8, DoesNotFit> {
    let part = entry.part();
    if !entry.is_whole() {
        return Err(DoesNotFit::Width(part));
    }
    fits(profile, part, entry.label)?;
    entry.rows().try_fold(LABEL_ROWS, |rows, row| {
        fits(profile, part, row)?;
        rows.checked_add(1).ok_or(DoesNotFit::Height(part))
    })
}

fn fits(profile: DisplayProfile, part: Part, row: &str) -> Result<(), DoesNotFit> {
    if row.chars().any(|character| Repertoire::showing(character) > profile.repertoire) {
        return Err(DoesNotFit::Repertoire(part));
    }
    if width(row) > usize::from(profile.columns) { Err(DoesNotFit::Width(part)) } else { Ok(()) }
}

const TITLE_ROWS: u8 = 1;
const LABEL_ROWS: u8 = 1;

/// The login ID and the fields.
const ENTRIES: usize = 1 + Transaction::MAX_FIELDS;
