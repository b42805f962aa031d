use warifu_core::InlineStr;

use crate::transaction::Repertoire;

/// The text of a value, kept inline. The longest one has 169 bytes of UTF-8: five cautions in Japanese.
pub(super) type Line = InlineStr<192>;

/// The rows that `text` takes on a screen of `columns`: in each as many words as fit, with single spaces between them. A row
/// ends at a space, which is left out, and nowhere else, so that the rows tell the text. A word that is wider than the screen
/// has a row to itself, and does not fit.
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
    // The first word is in the row even if it does not fit; a text of one word cannot be broken.
    let mut chosen = (text, None);
    for (row, after) in breaks {
        if chosen.1.is_some() && width(row) > columns {
            break;
        }
        chosen = (row, Some(after));
    }
    chosen
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
    fn a_row_ends_where_a_space_is() {
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
