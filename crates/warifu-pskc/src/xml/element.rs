use roxmltree::Node;

use super::Lines;
use super::value::trimmed;
use crate::{ImportError, ImportErrorKind};

pub(crate) const PSKC: &str = "urn:ietf:params:xml:ns:keyprov:pskc";
pub(crate) const DS: &str = "http://www.w3.org/2000/09/xmldsig#";
pub(crate) const XENC: &str = "http://www.w3.org/2001/04/xmlenc#";
pub(crate) const XENC11: &str = "http://www.w3.org/2009/xmlenc11#";
pub(crate) const PKCS5: &str = "http://www.rsasecurity.com/rsalabs/pkcs/schemas/pkcs-5v2-0#";
/// In a list of namespaces: none at all.
pub(crate) const NONE: &str = "";

/// The file that an element stands in.
pub(crate) struct Source<'a> {
    pub(crate) lines: Lines<'a>,
    /// The namespace that stands for [`PSKC`] in this file; [`NONE`] if that is none.
    pub(crate) pskc: String,
}

/// An element of a parsed file that knows its line.
#[derive(Clone, Copy)]
pub(crate) struct Element<'a> {
    node: Node<'a, 'a>,
    source: &'a Source<'a>,
}

impl<'a> Element<'a> {
    pub(crate) const fn new(node: Node<'a, 'a>, source: &'a Source<'a>) -> Self {
        Self { node, source }
    }

    pub(crate) fn is(&self, namespace: &str, name: &str) -> bool {
        let namespace = if namespace == PSKC { &self.source.pskc } else { namespace };
        let tag = self.node.tag_name();
        tag.name() == name && tag.namespace().unwrap_or(NONE) == namespace
    }

    /// Whether the element belongs to the container's own namespace.
    pub(crate) fn is_of_pskc(&self) -> bool {
        self.node.tag_name().namespace().unwrap_or(NONE) == self.source.pskc
    }

    pub(crate) fn line(&self) -> usize {
        self.source.lines.line(self.node.range().start)
    }

    pub(crate) fn error(&self, kind: ImportErrorKind) -> ImportError {
        self.source.lines.error(kind, self.node.range().start)
    }

    /// The attribute of this name that has no namespace.
    pub(crate) fn attribute(&self, name: &str) -> Option<&'a str> {
        self.node.attribute(name)
    }

    /// `xml:lang`.
    pub(crate) fn language(&self) -> Option<&'a str> {
        self.node.attribute((roxmltree::NS_XML_URI, "lang"))
    }

    pub(crate) fn required_attribute(&self, name: &'static str) -> Result<&'a str, ImportError> {
        match self.attribute(name) {
            None | Some("") => Err(self.error(ImportErrorKind::Missing(name))),
            Some(value) if value.len() > LONGEST_TEXT => {
                Err(self.error(ImportErrorKind::InvalidValue(name)))
            }
            Some(value) => Ok(value),
        }
    }

    /// Whether every attribute has one of these names and no namespace.
    pub(crate) fn has_only_attributes(&self, names: &[&str]) -> bool {
        self.node.attributes().all(|a| a.namespace().is_none() && names.contains(&a.name()))
    }

    /// The text, whole and alone, without the white space around it.
    ///
    /// A comment inside would split it, and a reader that takes the first part reads another value than one that takes
    /// all: refused.
    pub(crate) fn text(&self) -> Result<&'a str, ImportError> {
        let Some(first) = self.node.first_child() else { return Ok("") };
        if !first.is_text() || first.next_sibling().is_some() {
            return Err(self.error(ImportErrorKind::InterruptedText));
        }
        Ok(trimmed(first.text().unwrap_or_default()))
    }

    /// The child elements; comments and processing instructions are passed over, text is refused.
    pub(crate) fn children(&self) -> Result<Children<'a>, ImportError> {
        let mut rest = Vec::new();
        for node in self.node.children() {
            if node.is_element() {
                rest.push(Self { node, source: self.source });
            } else if node.is_text() && !trimmed(node.text().unwrap_or_default()).is_empty() {
                return Err(self
                    .source
                    .lines
                    .error(ImportErrorKind::UnexpectedText, node.range().start));
            }
        }
        Ok(Children { parent: *self, rest })
    }

    /// The first child of this name, whatever else there is: for telling what a file is about, not for reading it.
    pub(crate) fn glance(&self, names: &[&str]) -> Option<Self> {
        let child = |node| Self { node, source: self.source };
        let mut children = self.node.children().filter(Node::is_element).map(child);
        children.find(|element| names.iter().any(|name| element.is(PSKC, name)))
    }
}

/// The child elements of one element, taken out by name until none may be left.
pub(crate) struct Children<'a> {
    parent: Element<'a>,
    rest: Vec<Element<'a>>,
}

impl<'a> Children<'a> {
    pub(crate) fn all(&mut self, namespace: &str, name: &str) -> Vec<Element<'a>> {
        self.all_of(&[namespace], &[name])
    }

    /// The children that have one of these names in one of these namespaces.
    pub(crate) fn all_of(&mut self, namespaces: &[&str], names: &[&str]) -> Vec<Element<'a>> {
        let fits = |child: &Element<'_>| {
            namespaces.iter().any(|space| names.iter().any(|name| child.is(space, name)))
        };
        let (taken, rest) = self.rest.drain(..).partition(fits);
        self.rest = rest;
        taken
    }

    pub(crate) fn optional(
        &mut self,
        namespace: &str,
        name: &'static str,
    ) -> Result<Option<Element<'a>>, ImportError> {
        self.optional_of(&[namespace], &[name], name)
    }

    /// The only child that has one of these names in one of these namespaces; `name` is for errors.
    pub(crate) fn optional_of(
        &mut self,
        namespaces: &[&str],
        names: &[&str],
        name: &'static str,
    ) -> Result<Option<Element<'a>>, ImportError> {
        let mut found = self.all_of(namespaces, names).into_iter();
        let first = found.next();
        match found.next() {
            Some(second) => Err(second.error(ImportErrorKind::Repeated(name))),
            None => Ok(first),
        }
    }

    pub(crate) fn required(
        &mut self,
        namespace: &str,
        name: &'static str,
    ) -> Result<Element<'a>, ImportError> {
        self.required_of(&[namespace], name)
    }

    /// As [`required`](Self::required), in any of these namespaces.
    pub(crate) fn required_of(
        &mut self,
        namespaces: &[&str],
        name: &'static str,
    ) -> Result<Element<'a>, ImportError> {
        let found = self.optional_of(namespaces, &[name], name)?;
        found.ok_or_else(|| self.parent.error(ImportErrorKind::Missing(name)))
    }

    /// The text of an optional child of the PSKC namespace; nothing for an empty one.
    pub(crate) fn optional_text(
        &mut self,
        name: &'static str,
    ) -> Result<Option<String>, ImportError> {
        let Some(child) = self.optional(PSKC, name)? else { return Ok(None) };
        let text = child.text()?;
        if text.len() > LONGEST_TEXT {
            return Err(child.error(ImportErrorKind::InvalidValue(name)));
        }
        Ok((!text.is_empty()).then(|| text.to_owned()))
    }

    /// Any child that has not been taken.
    pub(crate) fn next(&mut self) -> Option<Element<'a>> {
        self.rest.pop()
    }

    /// Refuses what has not been taken.
    pub(crate) fn finish(mut self, foreign: Foreign) -> Result<(), ImportError> {
        self.all(PSKC, "Extensions");
        let left = match foreign {
            Foreign::Refused => self.rest.first(),
            Foreign::PassedOver => self.rest.iter().find(|child| child.is_of_pskc()),
        };
        match left {
            Some(child) => Err(child.error(ImportErrorKind::UnexpectedElement)),
            None => Ok(()),
        }
    }
}

/// What becomes of elements of other namespaces.
#[derive(Clone, Copy)]
pub(crate) enum Foreign {
    /// They are refused.
    Refused,
    /// They are extensions, as RFC 6030 §9 allows them here, and mean nothing to us.
    PassedOver,
}

/// Of a name or an identifier, in bytes. They are kept, some of them twice.
pub(crate) const LONGEST_TEXT: usize = 1024;
