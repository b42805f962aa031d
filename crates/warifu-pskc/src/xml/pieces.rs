use std::io::{BufRead, Chain, Cursor};

use quick_xml::Reader;
use quick_xml::errors::SyntaxError;
use quick_xml::events::Event;

use super::chars::{is_name, is_text, reference};
use super::declaration::is_utf8_of_xml_1;
use super::element::Element;
use super::markup_buffer::MarkupBuffer;
use super::namespaces::Scope;
use super::part_count::PartCount;
use super::secret_text::SecretText;
use super::source::{Limits, Source};
use super::start::started;
use super::tag::TagReader;
use crate::error::{FilePlace, ImportError, ImportErrorKind};

/// The tags, texts and remarks of a file, one after another.
///
/// What is pulled out of the parser is held to XML 1.0 and to Namespaces in XML 1.0: the parser finds the borders of
/// tags, texts and comments, and leaves most of what else makes XML well-formed to its caller. A document type is
/// refused, so that nothing can be declared, expanded or fetched.
pub(super) struct PieceReader<R> {
    reader: Reader<Source<Chain<Cursor<Vec<u8>>, R>>>,
    buffer: MarkupBuffer,
    scope: Scope,
    count: PartCount,
    section: FileSection,
}

/// Where in the file the reader is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FileSection {
    /// At the first byte.
    Start,
    /// In front of the root, behind the XML declaration if there is one.
    Prolog,
    /// Among the children of the root.
    Root,
    /// Behind the root.
    Epilog,
}

/// A piece of a file.
pub(super) enum Piece {
    Start(Element),
    Empty(Element),
    End,
    /// Characters, with references resolved. May be a plain secret.
    Text(SecretText),
    /// A comment or a processing instruction.
    Remark,
    Eof,
}

impl<R: BufRead> PieceReader<R> {
    pub(super) fn new(file: R, limits: Limits) -> Result<Self, ImportError> {
        let file = started(file)?;
        let mut reader = Reader::from_reader(Source::new(file.rest, file.place, limits));
        let config = reader.config_mut();
        config.check_comments = true;
        config.check_end_names = true;
        config.allow_unmatched_ends = false;
        config.allow_dangling_amp = false;
        config.expand_empty_elements = false;
        Ok(Self {
            reader,
            buffer: MarkupBuffer::new(limits.part),
            scope: Scope::new(),
            count: PartCount::default(),
            section: FileSection::Start,
        })
    }

    /// The place of the next byte.
    pub(super) fn place(&self) -> FilePlace {
        self.reader.get_ref().place()
    }

    pub(super) const fn section(&self) -> FileSection {
        self.section
    }

    pub(super) const fn set_section(&mut self, section: FileSection) {
        self.section = section;
    }

    /// The URI of the root's namespace; empty for none.
    pub(super) fn root_uri(&self) -> &str {
        self.scope.root_uri()
    }

    /// Lets what follows be as much as any part.
    pub(super) fn begin_part(&mut self) {
        self.reader.get_mut().begin_part();
        self.count = PartCount::default();
    }

    /// The next piece.
    ///
    /// # Errors
    ///
    /// The kinds about files that are not XML, are too large, or cannot be read.
    pub(super) fn next(&mut self) -> Result<Piece, ImportError> {
        let place = self.place();
        let event = match self.reader.read_event_into(self.buffer.emptied()) {
            Ok(event) => event,
            Err(failure) => {
                let exceeded = self.reader.get_ref().exceeded();
                return Err(refusal(failure, exceeded, self.buffer.as_slice(), place));
            }
        };
        let section = self.section;
        if section == FileSection::Start {
            self.section = FileSection::Prolog;
        }
        let tag = TagReader { scope: &mut self.scope, count: &mut self.count, place };
        let piece = piece(event, section, tag);
        // What an empty element declares ends with it.
        if matches!(piece, Ok(Piece::Empty(_) | Piece::End)) {
            self.scope.leave();
        }
        piece.map_err(|kind| ImportError::new(kind, place))
    }
}

/// What an event means in this section of the file.
fn piece(
    event: Event<'_>,
    section: FileSection,
    reader: TagReader<'_>,
) -> Result<Piece, ImportErrorKind> {
    let read = |reader: TagReader<'_>, tag: &_| match section {
        FileSection::Start | FileSection::Prolog => reader.root(tag),
        FileSection::Root | FileSection::Epilog => reader.element(tag),
    };
    // Outside the root, XML has white space, comments and processing instructions only.
    let is_inside = section == FileSection::Root;
    match event {
        Event::Start(tag) => read(reader, &tag).map(Piece::Start),
        Event::Empty(tag) => read(reader, &tag).map(Piece::Empty),
        Event::End(_) => Ok(Piece::End),
        // A text outside of CDATA sections may not hold the end of one.
        Event::Text(text) if is_text(&text) && !text.contains("]]>") => {
            Ok(Piece::Text(SecretText::from_raw(&text)))
        }
        // Between such brackets nothing has a meaning but their end.
        Event::CData(text) if is_inside && is_text(&text) => {
            Ok(Piece::Text(SecretText::from_raw(&text)))
        }
        Event::GeneralRef(name) if is_inside => reference(&name)
            .map(|character| Piece::Text(character.into()))
            .ok_or(ImportErrorKind::Malformed),
        Event::Comment(text) if is_text(&text) => Ok(Piece::Remark),
        Event::PI(remark) if is_remark(remark.target(), remark.content()) => Ok(Piece::Remark),
        Event::Decl(declaration) if section == FileSection::Start => {
            is_utf8_of_xml_1(&declaration).map(|()| Piece::Remark)
        }
        Event::DocType(_) => Err(ImportErrorKind::DocumentType),
        Event::Eof => Ok(Piece::Eof),
        Event::Text(_)
        | Event::CData(_)
        | Event::GeneralRef(_)
        | Event::Comment(_)
        | Event::PI(_)
        | Event::Decl(_) => Err(ImportErrorKind::Malformed),
    }
}

fn is_remark(target: &str, content: &str) -> bool {
    is_name(target) && !target.eq_ignore_ascii_case("xml") && is_text(content)
}

fn refusal(
    failure: quick_xml::Error,
    exceeded: Option<ImportErrorKind>,
    read: &[u8],
    place: FilePlace,
) -> ImportError {
    if let Some(limit) = exceeded {
        return ImportError::new(limit, place);
    }
    let told = match failure {
        quick_xml::Error::Io(failure) => return ImportError::from_io(failure, place),
        quick_xml::Error::Encoding(_) => ImportErrorKind::NotUtf8,
        quick_xml::Error::Syntax(failure) => cut_or_malformed(failure, read),
        quick_xml::Error::IllFormed(_)
        | quick_xml::Error::InvalidAttr(_)
        | quick_xml::Error::Escape(_)
        | quick_xml::Error::Namespace(_) => ImportErrorKind::Malformed,
    };
    let is_document_type = read.get(..3).is_some_and(|start| start.eq_ignore_ascii_case(b"<!d"));
    let is_malformed = told == ImportErrorKind::Malformed;
    let kind = if is_malformed && is_document_type { ImportErrorKind::DocumentType } else { told };
    ImportError::new(kind, place)
}

/// Whether the parser met the end of the file where it looked for the end of a tag, a comment or a quotation.
fn cut_or_malformed(failure: SyntaxError, read: &[u8]) -> ImportErrorKind {
    let is_cut = match failure {
        SyntaxError::UnclosedPI
        | SyntaxError::UnclosedXmlDecl
        | SyntaxError::UnclosedTag
        | SyntaxError::UnclosedSingleQuotedAttributeValue
        | SyntaxError::UnclosedDoubleQuotedAttributeValue => true,
        // The parser says the same of what only begins like a comment or a CDATA section.
        SyntaxError::UnclosedComment => read.starts_with(b"<!--"),
        SyntaxError::UnclosedCData => read.starts_with(b"<![CDATA["),
        SyntaxError::InvalidBangMarkup | SyntaxError::UnclosedDoctype => false,
    };
    if is_cut { ImportErrorKind::Truncated } else { ImportErrorKind::Malformed }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Growing, the buffer would leave a copy of what it holds.
    #[test]
    fn the_buffer_stays_where_it_is() {
        let limits = Limits { part: 50_000, file: 1_000_000 };
        let file = format!("<r>{}</r>", "a".repeat(40_000));
        let mut pieces = PieceReader::new(file.as_bytes(), limits).unwrap();
        let place = pieces.buffer.as_slice().as_ptr();
        while !matches!(pieces.next().unwrap(), Piece::Eof) {
            assert_eq!(pieces.buffer.as_slice().as_ptr(), place);
        }
        assert!(pieces.buffer.emptied().capacity() >= limits.part);
    }
}
