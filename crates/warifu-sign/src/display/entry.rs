use core::fmt;

use super::line::{self, Line};
use super::profile::Part;
use crate::transaction::{Field, LOGIN, Language, Transaction};

/// One labelled value in the words of one language.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The label's text, one row.
    pub label: &'static str,
    part: Part,
    value: Option<Line>,
    columns: u8,
}

impl Entry {
    fn new(
        (part, label): (Part, &'static str),
        columns: u8,
        show: impl FnOnce(&mut Line) -> fmt::Result,
    ) -> Self {
        let mut value = Line::default();
        let shown = show(&mut value);
        Self { label, part, value: shown.is_ok().then_some(value), columns }
    }

    /// The value's text in one line, whatever the screen's width.
    pub fn value(&self) -> &str {
        self.value.as_ref().map(Line::as_str).unwrap_or_default()
    }

    /// The rows in which the value stands on the screen, below its label. A row ends in the place of a space.
    pub fn rows(&self) -> impl Iterator<Item = &str> {
        line::rows(self.value(), usize::from(self.columns))
    }

    pub(super) const fn part(&self) -> Part {
        self.part
    }

    /// Whether the value's text could be made; what could not is never shown.
    pub(super) const fn is_whole(&self) -> bool {
        self.value.is_some()
    }
}

/// The login ID and each field.
pub(super) fn entries(
    transaction: &Transaction,
    language: Language,
    columns: u8,
) -> impl Iterator<Item = Entry> + '_ {
    let login = Entry::new((Part::Login, LOGIN.text(language)), columns, |line| {
        fmt::Write::write_fmt(line, format_args!("{}", transaction.login()))
    });
    let of_field = move |field: &Field| {
        Entry::new((Part::Field(field.label()), field.label().text(language)), columns, |line| {
            field.show(language, line)
        })
    };
    core::iter::once(login).chain(transaction.fields().map(of_field))
}
