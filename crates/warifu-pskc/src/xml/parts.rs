use std::io::BufRead;

use super::chars::trimmed;
use super::element::Element;
use super::pieces::{FileSection, Piece, PieceReader};
use super::source::Limits;
use crate::error::{FilePlace, ImportError, ImportErrorKind};

/// The children of a file's root, one after another; no more than one is in memory.
pub(crate) struct FileParts<R> {
    pieces: PieceReader<R>,
}

/// The root's own tag.
pub(crate) struct RootElement {
    pub(crate) element: Element,
    /// The URI of its namespace; empty for none.
    pub(crate) namespace: String,
}

impl<R: BufRead> FileParts<R> {
    /// Looks at the first bytes of a file.
    ///
    /// # Errors
    ///
    /// The kinds about files that are not UTF-8 or cannot be read.
    pub(crate) fn new(file: R, limits: Limits) -> Result<Self, ImportError> {
        Ok(Self { pieces: PieceReader::new(file, limits)? })
    }

    /// The place of the next byte.
    pub(crate) fn place(&self) -> FilePlace {
        self.pieces.place()
    }

    /// Lets what follows be as much as any part. All that is in front of the first key package is one part with it.
    pub(crate) fn begin_part(&mut self) {
        self.pieces.begin_part();
    }

    /// The root, of which only the tag is read.
    ///
    /// # Errors
    ///
    /// The kinds about files that are not XML, are too large, or cannot be read.
    pub(crate) fn root(&mut self) -> Result<RootElement, ImportError> {
        loop {
            let (place, section) = (self.place(), self.pieces.section());
            let (element, after) = match self.pieces.next()? {
                Piece::Start(element) => (element, FileSection::Root),
                Piece::Empty(element) => (element, FileSection::Epilog),
                Piece::Remark => continue,
                Piece::Text(text) if trimmed(&text).is_empty() => continue,
                Piece::Eof => {
                    let kind = match section {
                        FileSection::Start => ImportErrorKind::Empty,
                        FileSection::Prolog | FileSection::Root | FileSection::Epilog => {
                            ImportErrorKind::Truncated
                        }
                    };
                    return Err(ImportError::new(kind, place));
                }
                Piece::Text(_) | Piece::End => {
                    return Err(ImportError::new(ImportErrorKind::Malformed, place));
                }
            };
            self.pieces.set_section(after);
            let namespace = self.pieces.root_uri().to_owned();
            return Ok(RootElement { element, namespace });
        }
    }

    /// The next child of the root; `None` where the root has ended and nothing follows it.
    ///
    /// # Errors
    ///
    /// As [`FileParts::root`], and [`ImportErrorKind::UnexpectedText`] for a text between the children.
    pub(crate) fn next(&mut self) -> Result<Option<Element>, ImportError> {
        loop {
            let place = self.place();
            let malformed = Err(ImportError::new(ImportErrorKind::Malformed, place));
            match (self.pieces.next()?, self.pieces.section()) {
                (Piece::Remark, _) => {}
                (Piece::Text(text), _) if trimmed(&text).is_empty() => {}
                (Piece::Text(_), FileSection::Root) => {
                    return Err(ImportError::new(ImportErrorKind::UnexpectedText, place));
                }
                (Piece::Empty(element), FileSection::Root) => return Ok(Some(element)),
                (Piece::Start(element), FileSection::Root) => return self.child(element).map(Some),
                (Piece::End, FileSection::Root) => self.pieces.set_section(FileSection::Epilog),
                (Piece::Eof, FileSection::Epilog) => return Ok(None),
                (Piece::Eof, _) => {
                    return Err(ImportError::new(ImportErrorKind::Truncated, place));
                }
                // Something behind the root.
                (Piece::Text(_) | Piece::Start(_) | Piece::Empty(_) | Piece::End, _) => {
                    return malformed;
                }
            }
        }
    }

    /// The whole of a child, after its start tag was read.
    fn child(&mut self, child: Element) -> Result<Element, ImportError> {
        // The innermost last.
        let mut open = vec![child];
        loop {
            let place = self.place();
            let error = |kind| ImportError::new(kind, place);
            let malformed = || error(ImportErrorKind::Malformed);
            let ended = match self.pieces.next()? {
                Piece::Eof => return Err(error(ImportErrorKind::Truncated)),
                Piece::Start(element) => {
                    open.push(element);
                    // The root is a level too.
                    if open.len() >= MAX_DEPTH {
                        return Err(error(ImportErrorKind::TooComplex));
                    }
                    continue;
                }
                Piece::Empty(element) => element,
                Piece::End => open.pop().ok_or_else(malformed)?,
                Piece::Text(text) => {
                    open.last_mut().ok_or_else(malformed)?.push_text(text, place);
                    continue;
                }
                Piece::Remark => {
                    open.last_mut().ok_or_else(malformed)?.push_remark();
                    continue;
                }
            };
            match open.last_mut() {
                Some(parent) => parent.push_element(ended),
                None => return Ok(ended),
            }
        }
    }
}

/// A cipher value lies at level eight, an X.509 issuer in a signature at level six.
const MAX_DEPTH: usize = 32;

#[cfg(test)]
mod tests;
