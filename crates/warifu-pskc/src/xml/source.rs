use std::io::{self, BufRead, Read};

use crate::error::{FilePlace, ImportErrorKind};

/// The bytes of a file on their way to the XML parser: counted, and bounded.
///
/// The parser keeps a whole tag, text or comment in memory before it hands it out. So it is given no more bytes than
/// one part of a file may have, and told that reading failed when it asks for more.
#[derive(Debug)]
pub(crate) struct Source<R> {
    inner: R,
    limits: Limits,
    /// Of the next byte.
    place: FilePlace,
    /// Bytes read of the current part.
    part: usize,
    /// The limit that was reached.
    exceeded: Option<ImportErrorKind>,
}

/// The most bytes that are read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    pub(crate) part: usize,
    pub(crate) file: u64,
}

impl<R: BufRead> Source<R> {
    /// The file from `place` on.
    pub(crate) const fn new(inner: R, place: FilePlace, limits: Limits) -> Self {
        Self { inner, limits, place, part: 0, exceeded: None }
    }

    pub(crate) const fn place(&self) -> FilePlace {
        self.place
    }

    /// Which limit stopped the reading, if one did.
    pub(crate) const fn exceeded(&self) -> Option<ImportErrorKind> {
        self.exceeded
    }

    /// Lets the next part have as many bytes as any.
    pub(crate) const fn begin_part(&mut self) {
        self.part = 0;
    }

    /// The number of bytes that may still be read.
    fn room(&mut self) -> io::Result<usize> {
        let file = self.limits.file.checked_sub(self.place.offset);
        let part = self.limits.part.checked_sub(self.part);
        match (file, part) {
            (Some(file @ 1..), Some(part @ 1..)) => match usize::try_from(file) {
                Ok(file) => Ok(file.min(part)),
                Err(_) => Ok(part),
            },
            // One byte more would be one too many; the end of the file is not.
            _ if self.inner.fill_buf()?.is_empty() => Ok(0),
            (Some(1..), _) => Err(self.stop(ImportErrorKind::TooComplex)),
            (Some(0) | None, _) => Err(self.stop(ImportErrorKind::TooLarge)),
        }
    }

    #[expect(
        clippy::arithmetic_side_effects,
        clippy::as_conversions,
        reason = "a `usize` has 64 bits at most, and `room` ends each file long before 2^64 bytes"
    )]
    const fn count(&mut self, bytes: usize, line_ends: usize) {
        self.place.offset += bytes as u64;
        self.place.line += line_ends as u64;
        self.part += bytes;
    }

    fn stop(&mut self, limit: ImportErrorKind) -> io::Error {
        self.exceeded = Some(limit);
        io::ErrorKind::FileTooLarge.into()
    }
}

impl<R: BufRead> Read for Source<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let length = self.fill_buf()?.read(out)?;
        self.consume(length);
        Ok(length)
    }
}

impl<R: BufRead> BufRead for Source<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let room = self.room()?;
        let available = self.inner.fill_buf()?;
        match available.get(..room) {
            Some(within) => Ok(within),
            // There is room for more than the buffer holds.
            None => Ok(available),
        }
    }

    fn consume(&mut self, length: usize) {
        // The buffer is filled already, so this reads nothing and cannot fail.
        let line_ends = self
            .inner
            .fill_buf()
            .map(|available| available.iter().take(length).filter(|&&byte| byte == b'\n').count());
        if let Ok(line_ends) = line_ends {
            self.count(length, line_ends);
        }
        self.inner.consume(length);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(file: &[u8], limits: Limits) -> Source<&[u8]> {
        Source::new(file, FilePlace::START, limits)
    }

    #[test]
    fn places_are_counted() {
        let mut source = source(b"ab\n\ncd", Limits { part: 100, file: 100 });
        let mut out = [0; 4];
        assert_eq!(source.place(), FilePlace::START);
        source.read_exact(&mut out).unwrap();
        assert_eq!((&out, source.place()), (b"ab\n\n", FilePlace { line: 3, offset: 4 }));
    }

    #[test]
    fn parts_and_files_end() {
        let exceeded = |part, file, new_part| {
            let mut source = source(&[b'a'; 9], Limits { part, file });
            let mut out = [0; 5];
            source.read_exact(&mut out).unwrap();
            if new_part {
                source.begin_part();
            }
            let failed = source.read_to_end(&mut Vec::new()).is_err();
            assert_eq!(source.exceeded().is_some(), failed);
            (source.exceeded(), source.place().offset)
        };
        assert_eq!(exceeded(9, 9, false), (None, 9));
        assert_eq!(exceeded(8, 9, false), (Some(ImportErrorKind::TooComplex), 8));
        assert_eq!(exceeded(8, 9, true), (None, 9));
        assert_eq!(exceeded(8, 8, true), (Some(ImportErrorKind::TooLarge), 8));
    }
}
