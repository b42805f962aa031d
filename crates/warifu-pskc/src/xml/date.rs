use warifu_core::UnixTime;

/// An `xs:dateTime` with its offset from UTC, as seconds since 1970; fractions of a second are dropped.
///
/// RFC 6030 §5 asks for the canonical form, which ends in `Z`. Another offset says the same moment and is taken; none
/// at all does not say a moment, and is not. Leap seconds and 24:00 are not canonical, and refused.
pub(crate) fn date_time(text: &str) -> Option<UnixTime> {
    let mut rest = Text(text.as_bytes());
    let year = rest.number(4)?;
    rest.sign(b'-')?;
    let month = rest.number(2).filter(|month| (1..=12).contains(month))?;
    rest.sign(b'-')?;
    let day = rest.number(2).filter(|day| (1..=days_of_month(year, month)).contains(day))?;
    rest.sign(b'T')?;
    let hour = rest.number(2).filter(|&hour| hour < 24)?;
    rest.sign(b':')?;
    let minute = rest.number(2).filter(|&minute| minute < 60)?;
    rest.sign(b':')?;
    let second = rest.number(2).filter(|&second| second < 60)?;
    rest.fraction()?;
    let offset = rest.offset()?;

    let minutes = days_since_1970(year, month, day)?
        .checked_mul(24 * 60)?
        .checked_add_unsigned(hour.checked_mul(60)?)?
        .checked_add_unsigned(minute)?
        .checked_sub(offset)?;
    let seconds = minutes.checked_mul(60)?.checked_add_unsigned(second)?;
    u64::try_from(seconds).ok().map(UnixTime::new)
}

struct Text<'a>(&'a [u8]);

impl Text<'_> {
    fn number(&mut self, digits: usize) -> Option<u64> {
        let (number, rest) = self.0.split_at_checked(digits)?;
        self.0 = rest;
        number.iter().try_fold(0_u64, |value, &byte| {
            let digit = char::from(byte).to_digit(10)?;
            value.checked_mul(10)?.checked_add(u64::from(digit))
        })
    }

    fn sign(&mut self, expected: u8) -> Option<()> {
        let (&first, rest) = self.0.split_first()?;
        self.0 = rest;
        (first == expected).then_some(())
    }

    fn fraction(&mut self) -> Option<()> {
        let Some(digits) = self.0.strip_prefix(b".") else { return Some(()) };
        let count = digits.iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.0 = digits.get(count..)?;
        (count > 0).then_some(())
    }

    /// Minutes east of UTC; the text must end behind it.
    fn offset(mut self) -> Option<i64> {
        if self.0 == b"Z" {
            return Some(0);
        }
        let sign = match self.0.first()? {
            b'+' => 1,
            b'-' => -1,
            _ => return None,
        };
        self.0 = self.0.get(1..)?;
        let hours = self.number(2)?;
        self.sign(b':')?;
        let minutes = self.number(2).filter(|&minutes| minutes < 60)?;
        let total = i64::try_from(hours.checked_mul(60)?.checked_add(minutes)?).ok()?;
        total.checked_mul(sign).filter(|_| self.0.is_empty() && total <= 14 * 60)
    }
}

const fn is_leap(year: u64) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

/// The days of a month, which is from 1 to 12.
pub(crate) const fn days_of_month(year: u64, month: u64) -> u64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn days_since_1970(year: u64, month: u64, day: u64) -> Option<i64> {
    let before = year.checked_sub(1)?;
    let leap_days = (before / 4).checked_sub(before / 100)?.checked_add(before / 400)?;
    let months = (1..month).map(|month| days_of_month(year, month)).sum::<u64>();
    let days = before.checked_mul(365)?.checked_add(leap_days)?;
    i64::try_from(days.checked_add(months)?.checked_add(day)?).ok()?.checked_sub(DAYS_TO_1970)
}

/// From 0001-01-01, counted as day 1, to 1970-01-01.
const DAYS_TO_1970: i64 = 719_163;

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(text: &str) -> Option<u64> {
        date_time(text).map(UnixTime::value)
    }

    #[test]
    fn moments() {
        assert_eq!(seconds("1970-01-01T00:00:00Z"), Some(0));
        assert_eq!(seconds("2006-05-31T00:00:00Z"), Some(1_149_033_600));
        assert_eq!(seconds("2000-02-29T23:59:59.999Z"), Some(951_868_799));
        assert_eq!(seconds("2009-02-14T08:31:30+09:00"), Some(1_234_567_890));
        assert_eq!(seconds("2009-02-13T16:31:30-07:00"), Some(1_234_567_890));
        assert_eq!(seconds("9999-12-31T23:59:59Z"), Some(253_402_300_799));
    }

    #[test]
    fn everything_else_is_refused() {
        let wrong = [
            "",
            "2006-05-31",
            "2006-05-31T00:00:00",
            "2006-05-31T00:00:00z",
            "2006-05-31 00:00:00Z",
            "2006-5-31T00:00:00Z",
            "2006-02-29T00:00:00Z",
            "2006-04-31T00:00:00Z",
            "2006-13-01T00:00:00Z",
            "2006-00-01T00:00:00Z",
            "2006-05-00T00:00:00Z",
            "2006-05-31T24:00:00Z",
            "2006-05-31T00:60:00Z",
            "2006-12-31T23:59:60Z",
            "2006-05-31T00:00:00.Z",
            "2006-05-31T00:00:00ZZ",
            "2006-05-31T00:00:00+9:00",
            "2006-05-31T00:00:00+15:00",
            "2006-05-31T00:00:00+09:0",
            "1969-12-31T23:59:59Z",
            "1970-01-01T00:00:00+00:01",
            "-2006-05-31T00:00:00Z",
            "12006-05-31T00:00:00Z",
            "+006-05-31T00:00:00Z",
        ];
        for text in wrong {
            assert_eq!(seconds(text), None, "{text}");
        }
    }

    /// Counts up from 1970 by the calendar alone, to the last day that four digits can say.
    #[test]
    fn each_day_follows_the_one_before() {
        let mut expected = 0;
        for year in 1970..=9999 {
            for month in 1..=12 {
                for day in 1..=days_of_month(year, month) {
                    assert_eq!(days_since_1970(year, month, day), Some(expected));
                    expected += 1;
                }
            }
        }
        assert_eq!(expected, 2_932_897);
    }
}
