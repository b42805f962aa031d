use std::io::{BufRead, Chain, Cursor, Read};
use std::sync::Arc;

use crate::error::{FilePlace, ImportError, ImportErrorKind};

/// A file, after its first bytes were looked at.
pub(super) struct StartedFile<R> {
    /// What follows the byte order mark. The first read gives three bytes, or all there are.
    pub(super) rest: Chain<Cursor<Vec<u8>>, R>,
    /// Of the next byte.
    pub(super) place: FilePlace,
}

/// Looks at the first bytes of a file, even if its reader gives them one at a time. The parser looks only at its first
/// read.
///
/// # Errors
///
/// [`ImportErrorKind::NotUtf8`] for UTF-16 and UTF-32, [`ImportErrorKind::Malformed`] for a second byte order mark, and the
/// failure of the reader.
pub(super) fn started<R: BufRead>(mut file: R) -> Result<StartedFile<R>, ImportError> {
    let mut place = FilePlace::START;
    let mut first = first_bytes(&mut file, place)?;
    if is_utf_16_or_32(&first) {
        return Err(ImportError::new(ImportErrorKind::NotUtf8, place));
    }
    if first == BYTE_ORDER_MARK {
        place = FilePlace { offset: MARK_LENGTH, ..place };
        first = first_bytes(&mut file, place)?;
        // The parser would take it for the first.
        if first == BYTE_ORDER_MARK {
            return Err(ImportError::new(ImportErrorKind::Malformed, place));
        }
    }
    Ok(StartedFile { rest: Cursor::new(first).chain(file), place })
}

fn first_bytes(file: &mut impl BufRead, place: FilePlace) -> Result<Vec<u8>, ImportError> {
    let mut first = Vec::new();
    match file.take(MARK_LENGTH).read_to_end(&mut first) {
        Ok(_) => Ok(first),
        Err(failure) => Err(ImportError::from_io(Arc::new(failure), place)),
    }
}

/// By their byte order marks, or by the zeros around the first character: XML 1.0 appendix F.1.
const fn is_utf_16_or_32(first: &[u8]) -> bool {
    matches!(first, [0xfe, 0xff, ..] | [0xff, 0xfe, ..] | [0, ..] | [_, 0, ..])
}

/// In UTF-8.
const BYTE_ORDER_MARK: [u8; 3] = [0xef, 0xbb, 0xbf];
const MARK_LENGTH: u64 = 3;

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::*;

    /// What is left of a file behind its mark, and where that begins; the reader gives this number of bytes at once.
    fn rest(file: &[u8], at_once: usize) -> Result<(Vec<u8>, u64), ImportErrorKind> {
        let started = started(BufReader::with_capacity(at_once, file));
        let StartedFile { mut rest, place } = started.map_err(|error| error.kind())?;
        let first_read = rest.fill_buf().unwrap().len();
        let mut bytes = Vec::new();
        rest.read_to_end(&mut bytes).unwrap();
        assert_eq!(first_read, bytes.len().min(3));
        Ok((bytes, place.offset))
    }

    #[test]
    fn the_mark_is_found_in_reads_of_any_length() {
        for at_once in 1..8 {
            for (file, expected) in [
                (&b""[..], (&b""[..], 0)),
                (b"<", (b"<", 0)),
                (b"<r/>", (b"<r/>", 0)),
                (b"\xef\xbb", (b"\xef\xbb", 0)),
                (b"\xef\xbb\xbf", (b"", 3)),
                (b"\xef\xbb\xbf<r/>", (b"<r/>", 3)),
            ] {
                let found = rest(file, at_once).unwrap();
                assert_eq!((found.0.as_slice(), found.1), expected, "{file:?} {at_once}");
            }
            let twice = b"\xef\xbb\xbf\xef\xbb\xbf<r/>";
            assert_eq!(rest(twice, at_once), Err(ImportErrorKind::Malformed));
        }
    }

    #[test]
    fn other_encodings_of_unicode_are_told() {
        for file in [
            &b"\xfe\xff\0<"[..],
            b"\xff\xfe<\0",
            b"\0<\0r",
            b"<\0r\0",
            b"\0\0\0<",
            b"<\0\0\0",
            b"\0\0\xfe\xff",
        ] {
            assert_eq!(rest(file, 1), Err(ImportErrorKind::NotUtf8), "{file:?}");
        }
    }
}
