use crate::{ImportError, ImportErrorKind};

/// Byte offset → line, without walking the whole file for each question.
#[derive(Debug)]
pub(crate) struct Lines<'a> {
    text: &'a [u8],
    /// Line ends before each chunk.
    before: Vec<usize>,
}

impl<'a> Lines<'a> {
    pub(crate) fn new(text: &'a [u8]) -> Self {
        let mut total = 0_usize;
        let before = text
            .chunks(CHUNK)
            .map(|chunk| {
                let so_far = total;
                total = total.saturating_add(line_ends(chunk));
                so_far
            })
            .collect();
        Self { text, before }
    }

    /// The line of the byte at `offset`, from 1.
    pub(crate) fn line(&self, offset: usize) -> usize {
        let chunk = offset / CHUNK;
        let start = chunk.saturating_mul(CHUNK);
        let before = self.before.get(chunk).or(self.before.last()).copied().unwrap_or_default();
        let within = line_ends(self.text.get(start..offset).unwrap_or_default());
        before.saturating_add(within).saturating_add(1)
    }

    pub(crate) fn error(&self, kind: ImportErrorKind, offset: usize) -> ImportError {
        ImportError { kind, line: self.line(offset), package: None }
    }
}

fn line_ends(bytes: &[u8]) -> usize {
    bytes.split(|&byte| byte == b'\n').count().saturating_sub(1)
}

const CHUNK: usize = 4096;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_like_a_walk_from_the_start() {
        let text: Vec<u8> =
            (0..20_000_usize).map(|i| if i % 7 == 0 { b'\n' } else { b'x' }).collect();
        let lines = Lines::new(&text);
        for offset in (0..text.len()).step_by(13).chain([CHUNK - 1, CHUNK, CHUNK + 1]) {
            assert_eq!(lines.line(offset), line_ends(&text[..offset]) + 1, "{offset}");
        }
        assert_eq!(Lines::new(b"").line(0), 1);
    }
}
