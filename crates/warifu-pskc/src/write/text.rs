use warifu_core::UnixTime;

use super::ExportErrorKind;

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
    if text.chars().any(|character| !is_of_xml(character)) {
        return Err(ExportErrorKind::UnwritableText(name));
    }
    Ok(())
}

/// What stands for `character` in a text or an attribute; `None` where it stands for itself.
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
    let (month, days) = split(days, 1..=12, |month| month_length(year, month))?;
    let day = days.checked_add(1)?;
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    Some(format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"))
}

/// In which of `periods` so many days end, and how many days of it have passed.
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

const fn year_length(year: u64) -> u64 {
    if is_leap(year) { 366 } else { 365 }
}

const fn month_length(year: u64, month: u64) -> u64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

const fn is_leap(year: u64) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

/// XML 1.0 §2.2, production `Char`.
const fn is_of_xml(character: char) -> bool {
    match character {
        '\t' | '\n' | '\r' => true,
        '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => false,
        _ => true,
    }
}

const LONGEST_TEXT: usize = crate::xml::LONGEST_TEXT;
const SPACE: [char; 4] = [' ', '\t', '\r', '\n'];
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
