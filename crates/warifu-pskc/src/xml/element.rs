use roxmltree::Node;

use super::Lines;
use super::value::trimmed;
use crate::{ImportError, ImportErrorKind};

pub(crate) const PSKC: &str = "urn:ietf:params:xml:ns:keyprov:pskc";
pub(crate) const DS: &str = "http://www.w3.org/2000/09/xmldsig#";
pub(crate) const XENC: &str = "http://www.w3.org/2001/04/xmlenc#";
pub(crate) const XENC11: &str = "http://www.w3.org/2009/xmlenc11#";

/// An element of a parsed file that knows its line.
#[derive(Clone, Copy)]
pub(crate) struct Element<'a> {
    node: Node<'a, 'a>,
    lines: &'a Lines<'a>,
}

impl<'a> Element<'a> {
    pub(crate) const fn new(node: Node<'a, 'a>, lines: &'a Lines<'a>) -> Self {
        Self { node, lines }
    }

    pub(crate) fn is(&self, namespace: &str, name: &str) -> bool {
        let tag = self.node.tag_name();
        tag.namespace() == Some(namespace) && tag.name() == name
    }

    pub(crate) fn namespace(&self) -> Option<&'a str> {
        self.node.tag_name().namespace()
    }

    pub(crate) fn line(&self) -> usize {
        self.lines.line(self.node.range().start)
    }

    pub(crate) fn error(&self, kind: ImportErrorKind) -> ImportError {
        self.lines.error(kind, self.node.range().start)
    }

    /// The attribute of this name that has no namespace.
    pub(crate) fn attribute(&self, name: &str) -> Option<&'a str> {
        self.node.attribute(name)
    }

    pub(crate) fn required_attribute(&self, name: &'static str) -> Result<&'a str, ImportError> {
        self.attribute(name)
            .filter(|value| !value.is_empty())
            .ok_or_else(|| self.error(ImportErrorKind::Missing(name)))
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
                rest.push(Self { node, lines: self.lines });
            } else if node.is_text() && !trimmed(node.text().unwrap_or_default()).is_empty() {
                return Err(self.lines.error(ImportErrorKind::UnexpectedText, node.range().start));
            }
        }
        Ok(Children { parent: *self, rest })
    }
}

/// The child elements of one element, taken out by name until none may be left.
pub(crate) struct Children<'a> {
    parent: Element<'a>,
    rest: Vec<Element<'a>>,
}

impl<'a> Children<'a> {
    pub(crate) fn all(&mut self, namespace: &str, name: &str) -> Vec<Element<'a>> {
        let (taken, rest) = self.rest.drain(..).partition(|child| child.is(namespace, name));
        self.rest = rest;
        taken
    }

    pub(crate) fn optional(
        &mut self,
        namespace: &str,
        name: &'static str,
    ) -> Result<Option<Element<'a>>, ImportError> {
        let mut found = self.all(namespace, name).into_iter();
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
        let found = self.optional(namespace, name)?;
        found.ok_or_else(|| self.parent.error(ImportErrorKind::Missing(name)))
    }

    /// The text of an optional child of the PSKC namespace; nothing for an empty one.
    pub(crate) fn optional_text(
        &mut self,
        name: &'static str,
    ) -> Result<Option<String>, ImportError> {
        let Some(child) = self.optional(PSKC, name)? else { return Ok(None) };
        let text = child.text()?;
        Ok((!text.is_empty()).then(|| text.to_owned()))
    }

    /// Any child that has not been taken.
    pub(crate) fn next(&mut self) -> Option<Element<'a>> {
        self.rest.pop()
    }

    /// Refuses what has not been taken.
    pub(crate) fn finish(mut self, foreign: Foreign) -> Result<(), ImportError> {
        self.all(PSKC, "Extensions");
        let known = |child: &&Element<'_>| child.namespace() == Some(PSKC);
        let left = match foreign {
            Foreign::Refused => self.rest.first(),
            Foreign::PassedOver => self.rest.iter().find(known),
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
