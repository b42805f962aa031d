use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::events::{BytesDecl, BytesStart, Event};
use zeroize::Zeroize;

use super::attributes::{RawAttribute, attributes};
use super::chars::{is_name, is_text, qualified_name, reference, trimmed};
use super::element::{Attribute, Element};
use super::namespaces::{Namespace, Scope, XML, XMLNS};
use super::source::{Limits, Source};
use crate::error::{FilePlace, ImportError, ImportErrorKind};

/// The children of a file's root, one after another; no more than one is in memory.
///
/// What is pulled out of the parser is held to XML 1.0 and to Namespaces in XML 1.0: the parser finds the borders of
/// tags, texts and comments, and leaves most of what else makes XML well-formed to its caller. A document type is
/// refused, so that nothing can be declared, expanded or fetched.
pub(crate) struct FileParts<R> {
    reader: Reader<Source<R>>,
    /// What the parser copies each piece of markup into.
    buffer: Vec<u8>,
    scope: Scope,
    state: PartsState,
}

/// Where in the file the reader is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PartsState {
    /// At the first byte.
    Start,
    /// In front of the root, behind the XML declaration if there is one.
    Prolog,
    /// Among the children of the root.
    Root,
    /// Behind the root.
    Epilog,
}

/// The root's own tag.
pub(crate) struct RootElement {
    pub(crate) element: Element,
    /// The URI of its namespace; empty for none.
    pub(crate) namespace: String,
}

/// What was read of a child, or of what is between children.
enum Piece {
    Start(Element),
    Empty(Element),
    End,
    /// Characters, with references resolved.
    Text(String),
    /// A comment or a processing instruction.
    Remark,
    Eof,
}

impl<R: BufRead> FileParts<R> {
    pub(crate) fn new(file: R, limits: Limits) -> Self {
        let mut reader = Reader::from_reader(Source::new(file, limits));
        let config = reader.config_mut();
        config.check_comments = true;
        config.check_end_names = true;
        config.allow_unmatched_ends = false;
        config.allow_dangling_amp = false;
        config.expand_empty_elements = false;
        let buffer = Vec::with_capacity(BUFFER);
        Self { reader, buffer, scope: Scope::new(), state: PartsState::Start }
    }

    /// The place of the next byte.
    pub(crate) fn place(&self) -> FilePlace {
        self.reader.get_ref().place()
    }

    /// Lets what follows have as many bytes as any part. All that is in front of the first key package is one part.
    pub(crate) fn begin_part(&mut self) {
        self.reader.get_mut().begin_part();
    }

    /// The root, of which only the tag is read.
    ///
    /// # Errors
    ///
    /// The kinds about files that are not XML, are too large, or cannot be read.
    pub(crate) fn root(&mut self) -> Result<RootElement, ImportError> {
        loop {
            let place = self.place();
            let (element, after) = match self.piece()? {
                Piece::Start(element) => (element, PartsState::Root),
                Piece::Empty(element) => (element, PartsState::Epilog),
                Piece::Remark => continue,
                Piece::Text(text) if trimmed(&text).is_empty() => continue,
                Piece::Text(_) | Piece::End | Piece::Eof => {
                    return Err(ImportError::new(ImportErrorKind::Malformed, place));
                }
            };
            self.state = after;
            let namespace = self.scope.root_uri().to_owned();
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
            match (self.piece()?, self.state) {
                (Piece::Remark, _) => {}
                (Piece::Text(text), _) if trimmed(&text).is_empty() => {}
                (Piece::Text(_), PartsState::Root) => {
                    return Err(ImportError::new(ImportErrorKind::UnexpectedText, place));
                }
                (Piece::Empty(element), PartsState::Root) => return Ok(Some(element)),
                (Piece::Start(element), PartsState::Root) => return self.child(element).map(Some),
                (Piece::End, PartsState::Root) => self.state = PartsState::Epilog,
                (Piece::Eof, PartsState::Epilog) => return Ok(None),
                // Cut short, or with something behind the root.
                (
                    Piece::Text(_) | Piece::Start(_) | Piece::Empty(_) | Piece::End | Piece::Eof,
                    _,
                ) => {
                    return malformed;
                }
            }
        }
    }

    /// The whole of a child, after its start tag was read.
    fn child(&mut self, child: Element) -> Result<Element, ImportError> {
        // The innermost last.
        let mut open = vec![child];
        let mut elements = 1_usize;
        loop {
            let place = self.place();
            let too_complex = || ImportError::new(ImportErrorKind::TooComplex, place);
            let malformed = || ImportError::new(ImportErrorKind::Malformed, place);
            let ended = match self.piece()? {
                Piece::Eof => return Err(malformed()),
                Piece::Start(element) => {
                    elements = elements.checked_add(1).ok_or_else(too_complex)?;
                    open.push(element);
                    // The root is a level too.
                    if open.len() >= MAX_DEPTH {
                        return Err(too_complex());
                    }
                    None
                }
                Piece::Empty(element) => {
                    elements = elements.checked_add(1).ok_or_else(too_complex)?;
                    Some(element)
                }
                Piece::End => open.pop(),
                Piece::Text(mut text) => {
                    open.last_mut().ok_or_else(malformed)?.push_text(&text, place);
                    // It may be a plain secret.
                    text.zeroize();
                    None
                }
                Piece::Remark => {
                    open.last_mut().ok_or_else(malformed)?.push_remark();
                    None
                }
            };
            if elements > MAX_ELEMENTS {
                return Err(too_complex());
            }
            if let Some(ended) = ended {
                match open.last_mut() {
                    Some(parent) => parent.push_element(ended),
                    None => return Ok(ended),
                }
            }
        }
    }

    fn piece(&mut self) -> Result<Piece, ImportError> {
        let place = self.place();
        // No plain secret stays behind a shorter text.
        self.buffer.as_mut_slice().zeroize();
        self.buffer.clear();
        let error = |kind| ImportError::new(kind, place);
        let event = match self.reader.read_event_into(&mut self.buffer) {
            Ok(event) => event,
            Err(failure) => {
                let exceeded = self.reader.get_ref().exceeded();
                return Err(refusal(failure, exceeded, &self.buffer, place));
            }
        };
        let is_first = self.state == PartsState::Start;
        if is_first {
            self.state = PartsState::Prolog;
        }
        let is_root = self.state == PartsState::Prolog;
        // There, XML has white space, comments and processing instructions only.
        let is_outside = is_root || self.state == PartsState::Epilog;
        match event {
            Event::Start(tag) => {
                element(&mut self.scope, &tag, is_root, place).map_err(error).map(Piece::Start)
            }
            Event::Empty(tag) => {
                let element = element(&mut self.scope, &tag, is_root, place).map_err(error)?;
                self.scope.leave();
                Ok(Piece::Empty(element))
            }
            Event::End(_) => {
                self.scope.leave();
                Ok(Piece::End)
            }
            Event::Text(text) => character_data(&text.xml10_content(), &text).map_err(error),
            // Between such brackets nothing has a meaning but their end.
            Event::CData(text) if !is_outside && is_text(&text) => {
                Ok(Piece::Text(text.xml10_content().into_owned()))
            }
            Event::GeneralRef(name) if !is_outside => match reference(&name) {
                Some(character) => Ok(Piece::Text(character.to_string())),
                None => Err(error(ImportErrorKind::Malformed)),
            },
            Event::Comment(text) if is_text(&text) => Ok(Piece::Remark),
            Event::PI(remark) if is_remark(remark.target(), remark.content()) => Ok(Piece::Remark),
            Event::Decl(declaration) if is_first => {
                is_utf8_of_xml_1(&declaration).map_err(error)?;
                Ok(Piece::Remark)
            }
            Event::DocType(_) => Err(error(ImportErrorKind::DocumentType)),
            Event::Eof => Ok(Piece::Eof),
            Event::CData(_)
            | Event::GeneralRef(_)
            | Event::Comment(_)
            | Event::PI(_)
            | Event::Decl(_) => Err(error(ImportErrorKind::Malformed)),
        }
    }
}

/// An element without its content.
fn element(
    scope: &mut Scope,
    tag: &BytesStart<'_>,
    is_root: bool,
    place: FilePlace,
) -> Result<Element, ImportErrorKind> {
    let raw = attributes(tag.attributes_raw())?;
    scope.enter(&raw)?;
    let name = tag.name().into_inner();
    let (prefix, local) = qualified_name(name).ok_or(ImportErrorKind::Malformed)?;
    if is_root {
        scope.set_root(prefix)?;
    }
    let namespace = scope.element(prefix)?;
    let attributes = resolved(scope, raw)?;
    Ok(Element::new(namespace, local, attributes, place))
}

/// The attributes that declare no prefixes.
fn resolved(scope: &Scope, raw: Vec<RawAttribute<'_>>) -> Result<Vec<Attribute>, ImportErrorKind> {
    let mut found: Vec<(&str, &str)> = Vec::with_capacity(raw.len());
    let mut attributes = Vec::with_capacity(raw.len());
    for RawAttribute { prefix, local, value } in raw {
        let is_declaration = prefix == Some("xmlns") || (prefix.is_none() && local == "xmlns");
        let uri = if is_declaration { XMLNS } else { scope.attribute(prefix)? };
        // Two attributes of one name could say two things, under whichever prefixes.
        // The short part of the names is compared first: a prefix can stand for a long URI, in each tag.
        if found.iter().any(|&(other_uri, other)| other == local && other_uri == uri) {
            return Err(ImportErrorKind::Malformed);
        }
        found.push((uri, local));
        if !is_declaration {
            let namespace = match uri {
                "" => Namespace::Absent,
                XML => Namespace::Xml,
                _ => Namespace::Foreign,
            };
            attributes.push(Attribute { namespace, local: local.to_owned(), value });
        }
    }
    Ok(attributes)
}

/// A text outside of CDATA sections may not hold the end of one.
fn character_data(text: &str, raw: &str) -> Result<Piece, ImportErrorKind> {
    if is_text(raw) && !raw.contains("]]>") {
        Ok(Piece::Text(text.to_owned()))
    } else {
        Err(ImportErrorKind::Malformed)
    }
}

fn is_decimal(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_remark(target: &str, content: &str) -> bool {
    is_name(target) && !target.eq_ignore_ascii_case("xml") && is_text(content)
}

/// The XML declaration: of version 1, in UTF-8 or in a part of it.
fn is_utf8_of_xml_1(declaration: &BytesDecl<'_>) -> Result<(), ImportErrorKind> {
    let attributes =
        attributes(declaration.strip_prefix("xml").ok_or(ImportErrorKind::Malformed)?)?;
    let mut names = DECLARATION.iter();
    let first = attributes.first().map(|attribute| attribute.local);
    if first != DECLARATION.first().copied() {
        return Err(ImportErrorKind::Malformed);
    }
    for RawAttribute { prefix, local, value } in attributes {
        // In this order, and none twice.
        let is_in_place = prefix.is_none() && names.any(|name| *name == local);
        let is_valid = match local {
            // "'1.' [0-9]+" (XML 1.0 §2.8).
            "version" => value.strip_prefix("1.").is_some_and(is_decimal),
            "standalone" => ["yes", "no"].contains(&value.as_str()),
            "encoding" => {
                if !ENCODINGS.iter().any(|known| value.eq_ignore_ascii_case(known)) {
                    return Err(ImportErrorKind::NotUtf8);
                }
                true
            }
            _ => false,
        };
        if !is_in_place || !is_valid {
            return Err(ImportErrorKind::Malformed);
        }
    }
    Ok(())
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
    match failure {
        quick_xml::Error::Io(failure) => ImportError::from_io(failure, place),
        quick_xml::Error::Encoding(_) => ImportError::new(ImportErrorKind::NotUtf8, place),
        quick_xml::Error::Syntax(_)
        | quick_xml::Error::IllFormed(_)
        | quick_xml::Error::InvalidAttr(_)
        | quick_xml::Error::Escape(_)
        | quick_xml::Error::Namespace(_) => {
            let is_document_type =
                read.get(..3).is_some_and(|start| start.eq_ignore_ascii_case(b"<!d"));
            let kind = if is_document_type {
                ImportErrorKind::DocumentType
            } else {
                ImportErrorKind::Malformed
            };
            ImportError::new(kind, place)
        }
    }
}

const DECLARATION: [&str; 3] = ["version", "encoding", "standalone"];
const ENCODINGS: [&str; 2] = ["UTF-8", "US-ASCII"];

/// In bytes: longer than all texts of a key package but the longest names.
const BUFFER: usize = 8 * 1024;
/// A cipher value lies at level eight, an X.509 issuer in a signature at level six.
const MAX_DEPTH: usize = 32;
/// A device of a draft with 64 keys, each with a hundred elements, has half of them.
const MAX_ELEMENTS: usize = 16_384;

#[cfg(test)]
mod tests {
    use super::*;

    /// The children of the root, as their names and texts.
    fn read(file: &str) -> Result<Vec<(String, String)>, ImportErrorKind> {
        let limits = Limits { part: 10_000, file: 1_000_000 };
        let mut parts = FileParts::new(file.as_bytes(), limits);
        let mut found = Vec::new();
        parts.root().map_err(|error| error.kind())?;
        while let Some(part) = parts.next().map_err(|error| error.kind())? {
            let text = part.text().map_err(|error| error.kind())?;
            found.push((part.local_name().to_owned(), text.to_owned()));
        }
        Ok(found)
    }

    fn text(content: &str) -> Result<String, ImportErrorKind> {
        read(&format!("<r><a>{content}</a></r>")).map(|mut found| found.remove(0).1)
    }

    #[test]
    fn what_is_well_formed() {
        for file in [
            "<r/>",
            "\u{feff}<r></r>",
            "<?xml version='1.0'?><r/>",
            "<?xml version=\"1.1\" encoding = 'utf-8' standalone='yes' ?>\n<r />\n",
            "<!-- a --><?b c?>\n<r\n></r\t><!-- - --><?d?> ",
            "<p:r xmlns:p='urn:x' p:a='1' a='1' xml:lang='en'/>",
            "<割符 xmlns='urn:x'/>",
        ] {
            assert_eq!(read(file), Ok(vec![]), "{file}");
        }
        for (content, expected) in [
            ("", ""),
            (" b\r\nc\rd ", "b\nc\nd"),
            ("&lt;&#x20;&amp;lt;&#13;x", "< &lt;\rx"),
            ("a<![CDATA[<b>&amp;]]>]]&gt;", "a<b>&amp;]]>"),
            ("<![CDATA[]]>", ""),
            ("]] >", "]] >"),
        ] {
            assert_eq!(text(content).as_deref(), Ok(expected), "{content}");
        }
    }

    #[test]
    fn what_is_not() {
        for file in [
            "",
            " ",
            "a",
            "<",
            "<r",
            "<r>",
            "</r>",
            "<r></s>",
            "<r></r",
            "<r/><r/>",
            "<r/>a",
            "a<r/>",
            "<r/></r>",
            "<r><a></r></a>",
            "<r a='1' a='1'/>",
            "<r a=1/>",
            "<r a/>",
            "<r a='<'/>",
            "<r a='&b;'/>",
            "<r a='1'b='2'/>",
            "<1r/>",
            "<r:/>",
            "<:r/>",
            "<p:r/>",
            "<r p:a='1'/>",
            "<r xmlns:p=''/>",
            "<r xmlns:p='urn:x' xmlns:q='urn:x' p:a='1' q:a='1'/>",
            "<r xmlns:xml='urn:x'/>",
            "< r/>",
            "<r><!-- -- --></r>",
            "<r><!--></r>",
            "<r><!-- --->></r>",
            "<r><?xml version='1.0'?></r>",
            " <?xml version='1.0'?><r/>",
            "<?xml?><r/>",
            "<?xml version='2.0'?><r/>",
            "<?xml encoding='utf-8' version='1.0'?><r/>",
            "<?xml version='1.0' version='1.0'?><r/>",
            "<?xml version='1.0' more='1'?><r/>",
            "<?XML?><r/>",
            "<r><??></r>",
            "<r><?1?></r>",
            "<![CDATA[]]><r/>",
            "&amp;<r/>",
            "<r/>&#32;",
            "<r/><![CDATA[ ]]>",
            "<r><![CDATA[</r>",
            "<r><![cdata[]]></r>",
            "<r><!a></r>",
            "<r\u{0}/>",
            "<r><!--\u{1}--></r>",
            "<r><?a \u{1}?></r>",
        ] {
            assert_eq!(read(file), Err(ImportErrorKind::Malformed), "{file}");
        }
        for content in [
            "&",
            "&;",
            "&b;",
            "&amp",
            "&#0;",
            "&#xd800;",
            "&#;",
            "]]>",
            "\u{0}",
            "\u{fffe}",
            "<![CDATA[\u{8}]]>",
            "a]]>b",
        ] {
            assert_eq!(text(content), Err(ImportErrorKind::Malformed), "{content}");
        }
        assert_eq!(text("a<!-- -->b"), Err(ImportErrorKind::InterruptedText));
        assert_eq!(read("<r>a</r>"), Err(ImportErrorKind::UnexpectedText));
    }

    #[test]
    fn what_is_not_utf_8() {
        for file in [
            "<?xml version='1.0' encoding='UTF-16'?><r/>",
            "<?xml version='1.0' encoding='Shift_JIS'?><r/>",
        ] {
            assert_eq!(read(file), Err(ImportErrorKind::NotUtf8), "{file}");
        }
        let limits = Limits { part: 10_000, file: 1_000_000 };
        for file in
            [&b"<r>\xff</r>"[..], b"\xff\xfe<\0r\0", b"<r a='\x80'/>", b"<!--\xc0\x80--><r/>"]
        {
            let mut parts = FileParts::new(file, limits);
            let read = parts.root().and_then(|_| parts.next());
            assert_eq!(read.unwrap_err().kind(), ImportErrorKind::NotUtf8, "{file:?}");
        }
    }

    #[test]
    fn places() {
        let file = "<r>\n<a/>\r\n <b>\n<c/></b></r>";
        let limits = Limits { part: 10_000, file: 1_000_000 };
        let mut parts = FileParts::new(file.as_bytes(), limits);
        assert_eq!(parts.root().unwrap().element.place(), FilePlace { line: 1, offset: 0 });
        assert_eq!(parts.next().unwrap().unwrap().place(), FilePlace { line: 2, offset: 4 });
        assert_eq!(parts.next().unwrap().unwrap().place(), FilePlace { line: 3, offset: 11 });
        assert!(parts.next().unwrap().is_none());
        assert_eq!(parts.place(), FilePlace { line: 4, offset: 27 });
    }
}
