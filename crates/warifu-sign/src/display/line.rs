use core::fmt::{self, Write};

use crate::transaction::Repertoire;

/// The text of a value, kept inline.
#[derive(Clone)]
pub(super) struct Line {
    bytes: [u8; Line::MAX_LENGTH],
    length: usize,
}

impl Line {
    /// In bytes of UTF-8. The longest value has 169: five cautions in Japanese.
    const MAX_LENGTH: usize = 192;

    pub(super) fn as_str(&self) -> &str {
        core::str::from_utf8(self.bytes.get(..self.length).unwrap_or_default()).unwrap_or_default()
    }
}

impl Default for Line {
    fn default() -> Self {
        Self { bytes: [0; Self::MAX_LENGTH], length: 0 }
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

/// The rows that `text` takes on a screen of `columns`: as many words as fit, parted by single spaces. A row ends in the
/// place of one space and nowhere else, so that the rows tell the text. A word that is wider than the screen has a row to
/// itself, and does not fit.
pub(super) fn rows(text: &str, columns: usize) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    core::iter::from_fn(move || {
        let (row, after) = first_row(rest?, columns);
        rest = after;
        Some(row)
    })
}

fn first_row(text: &str, columns: usize) -> (&str, Option<&str>) {
    if width(text) <= columns {
        return (text, None);
    }
    let breaks = text.match_indices(' ').filter_map(|(space, _)| {
        let (row, after) = text.split_at_checked(space)?;
        Some((row, after.strip_prefix(' ')?))
    });
    let mut chosen = None;
    for (row, after) in breaks {
        if chosen.is_some() && width(row) > columns {
            break;
        }
        chosen = Some((row, Some(after)));
    }
    chosen.unwrap_or((text, None))
}

/// Half-width columns that `text` takes: one for ASCII, the yen sign and half-width kana, two for everything else.
pub(super) fn width(text: &str) -> usize {
    let columns = |character| match Repertoire::showing(character) {
        Repertoire::Ascii | Repertoire::BankKana => 1,
        Repertoire::Japanese => 2,
    };
    text.chars().map(columns).sum()
}

#[cfg(test)]
mod tests {
    use std::vec::Vec;

    use proptest::prelude::*;

    use super::*;

    fn broken(text: &str, columns: usize) -> Vec<&str> {
        rows(text, columns).collect()
    }

    #[test]
    fn a_row_ends_where_a_space_stands() {
        assert_eq!(broken("0138-110 ordinary 1234567", 32), ["0138-110 ordinary 1234567"]);
        assert_eq!(broken("0138-110 ordinary 1234567", 21), ["0138-110 ordinary", "1234567"]);
        assert_eq!(broken("0138-110 ordinary 1234567", 8), ["0138-110", "ordinary", "1234567"]);
        assert_eq!(broken("ABC DE", 2), ["ABC", "DE"], "the first word does not fit");
        assert_eq!(broken("割符 ｼﾖｳｼﾞ", 6), ["割符", "ｼﾖｳｼﾞ"]);
        assert_eq!(broken("", 6), [""]);
    }

    proptest! {
        #[test]
        fn rows_tell_the_text(words in proptest::collection::vec("[A-Zｱ-ﾝ割符]{1,9}", 1..9), columns in 1_usize..40) {
            let text = words.join(" ");
            let rows = broken(&text, columns);
            prop_assert_eq!(rows.join(" "), text.as_str());
            for row in &rows {
                prop_assert!(width(row) <= columns || !row.contains(' '));
            }
            for pair in rows.windows(2) {
                let word = pair[1].split(' ').next().unwrap();
                prop_assert!(width(pair[0]).saturating_add(width(word)) >= columns, "room was left");
            }
        }
    }
}
