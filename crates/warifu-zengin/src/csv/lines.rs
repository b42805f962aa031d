use core::fmt;

use super::CsvFault;

/// Cuts a file into lines that all end alike.
#[derive(Clone)]
pub(super) struct Lines<'a> {
    rest: &'a [u8],
    ends_in_cr_lf: bool,
}

impl<'a> Lines<'a> {
    /// The first line's end is every line's end.
    pub(super) fn of(file: &'a [u8]) -> Self {
        let (first, _) = cut(file);
        let ends_in_cr_lf = first.len() < file.len() && first.ends_with(b"\r");
        Self { rest: file, ends_in_cr_lf }
    }

    /// The next line without its end; `None` behind the last one.
    pub(super) fn next(&mut self) -> Option<Result<&'a [u8], CsvFault>> {
        if self.rest.is_empty() {
            return None;
        }
        let (line, rest) = cut(self.rest);
        let is_last = line.len() == self.rest.len();
        self.rest = rest;
        Some(match line.strip_suffix(b"\r") {
            _ if is_last => Ok(line),
            Some(line) if self.ends_in_cr_lf => Ok(line),
            None if !self.ends_in_cr_lf => Ok(line),
            _ => Err(CsvFault::LineEnd),
        })
    }
}

impl fmt::Debug for Lines<'_> {
    /// Without what the file says about people.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Lines({} bytes)", self.rest.len())
    }
}

/// What stands before the first LF, and behind it.
fn cut(bytes: &[u8]) -> (&[u8], &[u8]) {
    let mut parts = bytes.splitn(2, |&byte| byte == b'\n');
    (parts.next().unwrap_or_default(), parts.next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use std::vec::Vec;

    use super::*;

    fn lines(file: &[u8]) -> Vec<Result<&[u8], CsvFault>> {
        let mut lines = Lines::of(file);
        core::iter::from_fn(|| lines.next()).collect()
    }

    #[test]
    fn all_lines_end_alike() {
        assert_eq!(lines(b""), []);
        for file in [&b"a\nb"[..], b"a\nb\n", b"a\r\nb", b"a\r\nb\r\n"] {
            assert_eq!(lines(file), [Ok(&b"a"[..]), Ok(b"b")]);
        }
        assert_eq!(lines(b"a\nb\r\n"), [Ok(&b"a"[..]), Err(CsvFault::LineEnd)]);
        assert_eq!(lines(b"a\r\nb\n"), [Ok(&b"a"[..]), Err(CsvFault::LineEnd)]);
        assert_eq!(lines(b"a\n\n"), [Ok(&b"a"[..]), Ok(b"")]);
        assert_eq!(lines(b"a\r"), [Ok(&b"a\r"[..])], "its cell is refused for the CR");
    }
}
