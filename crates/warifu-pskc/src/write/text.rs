use warifu_core::UnixTime;

use super::error::ExportErrorKind;
use crate::rules::LONGEST_TEXT;
use crate::xml::{SPACE, days_of_month, is_text};

/// A text that reads back as it is.
///
/// # Errors
///
/// The kinds about texts, with the name of the element or attribute.
pub(super) fn check(name: &'static str, text: &str) -> Result<(), ExportErrorKind> {
    if text.is_empty() {
        return Err(ExportErrorKind::EmptyText(name));
    }
    if text.len() > LONGEST_TEXT {
        return Err(ExportErrorKind::LongText(name));
    }
    if text.trim_matches(SPACE) != text {
        return Err(ExportErrorKind::SpaceAround(name));
    }
    if !is_text(text) {
        return Err(ExportErrorKind::UnwritableText(name));
    }
    Ok(())
}

/// How `character` is written in a text or an attribute; `None` where it is written as it is.
///
/// White space other than a blank is written as a reference: an attribute would have it turned into blanks, and a carriage
/// return would be lost in a text too.
pub(super) const fn escape(character: char) -> Option<&'static str> {
    Some(match character {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '"' => "&quot;",
        '\t' => "&#9;",
        '\n' => "&#10;",
        '\r' => "&#13;",
        _ => return None,
    })
}

/// An `xs:dateTime` in canonical form; `None` after the year 9999.
pub(super) fn date_time(moment: UnixTime) -> Option<String> {
    let (days, seconds) = (moment.value() / DAY, moment.value() % DAY);
    let (year, days) = split(days, 1970..=9999, year_length)?;
    let (month, days) = split(days, 1..=12, |month| days_of_month(year, month))?;
    let day = days.checked_add(1)?;
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    Some(format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"))
}

/// In which of `periods` this number of days ends, and how many days of it have passed.
fn split(
    mut days: u64,
    periods: impl Iterator<Item = u64>,
    length: impl Fn(u64) -> u64,
) -> Option<(u64, u64)> {
    for period in periods {
        match days.checked_sub(length(period)) {
            Some(rest) => days = rest,
            None => return Some((period, days)),
        }
    }
    None
}

/// As a sum, so that the calendar is in one place.
fn year_length(year: u64) -> u64 {
    (1..=12).map(|month| days_of_month(year, month)).sum()
}

/// In seconds.
const DAY: u64 = 86_400;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_would_not_come_back_are_refused() {
        use ExportErrorKind::{EmptyText, LongText, SpaceAround, UnwritableText};

        for fine in ["a", "割符", "a b\tc\r\nd", "<&>\"']]>", "\u{85}\u{7f}", "\u{10ffff}"] {
            assert_eq!(check("Model", fine), Ok(()), "{fine:?}");
        }
        assert_eq!(check("Model", &"a".repeat(1024)), Ok(()));
        assert_eq!(check("Model", &"a".repeat(1025)), Err(LongText("Model")));
        assert_eq!(check("Model", ""), Err(EmptyText("Model")));
        for padded in [" ", " a", "a\n", "\ta", "a\r"] {
            assert_eq!(check("Model", padded), Err(SpaceAround("Model")), "{padded:?}");
        }
        for control in ["\0", "a\u{1b}", "\u{b}", "\u{c}", "\u{1f}", "\u{fffe}", "\u{ffff}"] {
            assert_eq!(check("Model", control), Err(UnwritableText("Model")), "{control:?}");
        }
    }

    #[test]
    fn dates_are_those_that_the_reader_reads() {
        let text = |seconds| date_time(UnixTime::new(seconds));
        assert_eq!(text(0).unwrap(), "1970-01-01T00:00:00Z");
        assert_eq!(text(951_868_799).unwrap(), "2000-02-29T23:59:59Z");
        assert_eq!(text(1_149_033_600).unwrap(), "2006-05-31T00:00:00Z");
        assert_eq!(text(253_402_300_799).unwrap(), "9999-12-31T23:59:59Z");
        assert_eq!(text(253_402_300_800), None);
        assert_eq!(text(u64::MAX), None);
        for seconds in (0..253_402_300_800).step_by(86_399 * 1009) {
            let moment = UnixTime::new(seconds);
            assert_eq!(crate::xml::date_time(&date_time(moment).unwrap()), Some(moment));
        }
    }
}
