use core::fmt;
use core::slice::SplitInclusive;

use super::CsvErrorKind;

/// Cuts a file into lines that all end alike.
#[derive(Clone)]
pub(super) struct CsvLines<'a> {
    /// The lines with their ends.
    rest: SplitInclusive<'a, u8, fn(&u8) -> bool>,
    ends_in_cr_lf: bool,
}

impl<'a> CsvLines<'a> {
    /// The first line's end is every line's end.
    pub(super) fn new(file: &'a [u8]) -> Self {
        let is_line_feed: fn(&u8) -> bool = |&byte| byte == b'\n';
        let rest = file.split_inclusive(is_line_feed);
        let ends_in_cr_lf = rest.clone().next().is_some_and(|line| line.ends_with(b"\r\n"));
        Self { rest, ends_in_cr_lf }
    }
}

impl<'a> Iterator for CsvLines<'a> {
    type Item = Result<&'a [u8], CsvErrorKind>;

    /// The next line without its end.
    fn next(&mut self) -> Option<Self::Item> {
        let line = self.rest.next()?;
        let Some(without_feed) = line.strip_suffix(b"\n") else {
            // The last line may have no end.
            return Some(Ok(line));
        };
        // Two readers could disagree on where a line ends, and so on what was approved.
        Some(match without_feed.strip_suffix(b"\r") {
            Some(line) if self.ends_in_cr_lf => Ok(line),
            None if !self.ends_in_cr_lf => Ok(without_feed),
            Some(_) | None => Err(CsvErrorKind::LineEnd),
        })
    }
}

impl fmt::Debug for CsvLines<'_> {
    /// Without what the file says about people.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CsvLines")
    }
}

#[cfg(test)]
mod tests {
    use std::vec::Vec;

    use super::*;

    fn lines(file: &[u8]) -> Vec<Result<&[u8], CsvErrorKind>> {
        CsvLines::new(file).collect()
    }

    #[test]
    fn all_lines_end_alike() {
        assert_eq!(lines(b""), []);
        for file in [&b"a\nb"[..], b"a\nb\n", b"a\r\nb", b"a\r\nb\r\n"] {
            assert_eq!(lines(file), [Ok(&b"a"[..]), Ok(b"b")]);
        }
        assert_eq!(lines(b"a\nb\r\n"), [Ok(&b"a"[..]), Err(CsvErrorKind::LineEnd)]);
        assert_eq!(lines(b"a\r\nb\n"), [Ok(&b"a"[..]), Err(CsvErrorKind::LineEnd)]);
        assert_eq!(lines(b"a\n\n"), [Ok(&b"a"[..]), Ok(b"")]);
        assert_eq!(lines(b"a\r"), [Ok(&b"a\r"[..])], "its cell is refused for the CR");
    }
}
