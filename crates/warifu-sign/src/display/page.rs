use core::fmt;

use super::content::{PageContent, Value};
use super::entry::DisplayEntry;
use super::layout::Layout;
use super::profile::DisplayProfile;
use crate::transaction::{Language, PAUSE};

/// One page of what a person reads, as it is on the screen.
#[derive(Clone, Copy)]
pub struct Page<'a> {
    content: PageContent<'a>,
    profile: DisplayProfile,
    layout: Layout,
    number: u8,
}

impl fmt::Debug for Page<'_> {
    /// Without what it says about people.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Page({}/{}, redacted)", self.number(), self.pages())
    }
}

impl<'a> Page<'a> {
    pub(crate) const fn new(
        content: PageContent<'a>,
        profile: DisplayProfile,
        layout: Layout,
        number: u8,
    ) -> Self {
        Self { content, profile, layout, number }
    }

    /// This page's number, from 1.
    pub const fn number(&self) -> u8 {
        self.number
    }

    /// How many pages there are.
    pub const fn pages(&self) -> u8 {
        self.layout.pages()
    }

    /// The first row: what is asked.
    ///
    /// In the language that is asked for, or in English when the screen cannot show it.
    pub const fn title(&self, language: Language) -> &'static str {
        self.content.title(self.profile.language(language))
    }

    /// Label and value of each entry on this page, in the order in which they are read: cautions and the login ID first.
    ///
    /// In the language that is asked for, or in English when the screen cannot show it.
    pub fn entries(&self, language: Language) -> impl Iterator<Item = DisplayEntry> + 'a {
        let (language, columns) = (self.profile.language(language), self.profile.columns);
        self.values().map(move |value| DisplayEntry::new(&value, language, columns))
    }

    /// Writes what a speech engine reads of this page, for people who cannot see it: which page of how many, what is asked,
    /// and each label with its value, one per line. Pages that differ on the screen differ in these words.
    ///
    /// In the language that is asked for, which need not be that of the screen.
    ///
    /// # Errors
    ///
    /// Those of `to`.
    ///
    /// # Security
    ///
    /// A person who hears a transaction and does not see it must have heard all of its pages before they confirm.
    pub fn speak(&self, language: Language, to: &mut dyn fmt::Write) -> fmt::Result {
        let (number, pages, title) = (self.number(), self.pages(), self.content.title(language));
        let (label_ends, line_ends) = match language {
            Language::English => {
                write!(to, "Page {number} of {pages}.\n{title}.\n")?;
                (": ", ".\n")
            }
            Language::Japanese => {
                write!(to, "{pages}ページ中{number}ページ目。\n{title}。\n")?;
                (PAUSE.japanese, "。\n")
            }
        };
        self.values().try_for_each(|value| {
            write!(to, "{}{label_ends}", value.label(language))?;
            value.speak(language, to)?;
            to.write_str(line_ends)
        })
    }

    fn values(&self) -> impl Iterator<Item = Value> + 'a {
        let number = self.number;
        let placed = self.layout.page_of_each().zip(self.content.values());
        placed.filter(move |(page, _)| *page == number).map(|(_, value)| value)
    }
}
