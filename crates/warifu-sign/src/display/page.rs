use super::entry::{Entry, entries};
use super::layout::Layout;
use super::profile::DisplayProfile;
use crate::transaction::{Language, Transaction};

/// One page of a transaction, as it stands on the screen.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    transaction: &'a Transaction,
    profile: DisplayProfile,
    layout: Layout,
    index: u8,
}

impl<'a> Page<'a> {
    pub(crate) const fn new(
        transaction: &'a Transaction,
        profile: DisplayProfile,
        layout: Layout,
        index: u8,
    ) -> Self {
        Self { transaction, profile, layout, index }
    }

    /// This page's number, from 1.
    pub const fn number(&self) -> u8 {
        self.index.saturating_add(1)
    }

    /// How many pages there are.
    pub const fn pages(&self) -> u8 {
        self.layout.pages()
    }

    /// The first row: what is asked.
    ///
    /// In the language that is asked for, or in English when the screen cannot show it.
    pub const fn title(&self, language: Language) -> &'static str {
        self.transaction.operation().text(self.profile.language(language))
    }

    /// Label and value of each entry on this page: the login ID first, then the fields.
    ///
    /// In the language that is asked for, or in English when the screen cannot show it.
    pub fn entries(&self, language: Language) -> impl Iterator<Item = Entry> + 'a {
        let (layout, page) = (self.layout, self.index);
        entries(self.transaction, self.profile.language(language), self.profile.columns)
            .enumerate()
            .filter(move |(index, _)| layout.page_of(*index) == page)
            .map(|(_, entry)| entry)
    }
}
