use warifu_core::UnixTime;

use crate::xml::date_time;

/// `Expiry`: an `xs:dateTime`, or a day as `01/01/2008`.
///
/// The drafts do not say which number is the month. A day that can be read in two ways is refused. Of the day, its first moment
/// counts, so that nothing is used too long.
pub(super) fn expiry(text: &str) -> Option<UnixTime> {
    if let Some(moment) = date_time(text) {
        return Some(moment);
    }
    let mut parts = text.split('/');
    let (first, second, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let day_first = date_time(&format!("{year}-{second}-{first}T00:00:00Z"));
    let month_first = date_time(&format!("{year}-{first}-{second}T00:00:00Z"));
    match (day_first, month_first) {
        (Some(one), Some(other)) => (one == other).then_some(one),
        (Some(only), None) | (None, Some(only)) => Some(only),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_reading_or_none() {
        let day = |text| expiry(text).map(UnixTime::value);
        assert_eq!(day("01/01/2008"), Some(1_199_145_600));
        assert_eq!(day("31/12/2037"), day("2037-12-31T00:00:00Z"));
        assert_eq!(day("12/31/2037"), day("2037-12-31T00:00:00Z"));
        for text in ["01/02/2008", "13/13/2008", "1/1/2008", "01/01/08", "01/01/2008/", "", "//"] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
