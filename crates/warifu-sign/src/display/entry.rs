use core::fmt;

use super::content::Value;
use super::line::{self, Line};
use super::profile::DisplayPart;
use crate::transaction::Language;

/// One labelled value in the words of one language.
#[derive(Clone)]
pub struct DisplayEntry {
    /// The label's text, one row.
    pub label: &'static str,
    part: DisplayPart,
    value: Line,
    is_whole: bool,
    columns: u8,
}

impl fmt::Debug for DisplayEntry {
    /// Without the value.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DisplayEntry({}, redacted)", self.label)
    }
}

impl DisplayEntry {
    #[inline(never)] // for the stack of firmware
    pub(super) fn new(value: &Value, language: Language, columns: u8) -> Self {
        let mut line = Line::EMPTY;
        let is_whole = value.show(language, &mut line).is_ok();
        let (label, part) = (value.label(language), value.part());
        Self { label, part, value: line, is_whole, columns }
    }

    /// The value's text, the same for every width of screen: one line, or several separated by `\n`.
    pub fn value(&self) -> &str {
        self.value.as_str()
    }

    /// The rows in which the value is on the screen, below its label. A row ends with its line, or at a
    /// space, which is left out.
    pub fn rows(&self) -> impl Iterator<Item = &str> {
        let columns = usize::from(self.columns);
        self.value().split('\n').flat_map(move |line| line::rows(line, columns))
    }

    pub(super) const fn part(&self) -> DisplayPart {
        self.part
    }

    /// Whether the value's text was written whole; an entry without all of it is never shown.
    pub(super) const fn is_whole(&self) -> bool {
        self.is_whole
    }
}
