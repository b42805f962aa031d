use zeroize::Zeroizing;

use super::chars::trimmed;
use super::namespaces::Namespace;
use crate::error::{FilePlace, ImportError, ImportErrorKind};
use crate::rules::LONGEST_TEXT;

/// An element of a file, with all that is in it.
#[derive(Debug)]
pub(crate) struct Element {
    namespace: Namespace,
    local: String,
    attributes: Vec<Attribute>,
    content: Vec<Content>,
    place: FilePlace,
}

/// An attribute that declares no prefix.
#[derive(Debug)]
pub(crate) struct Attribute {
    /// [`Namespace::Absent`], [`Namespace::Xml`] or [`Namespace::Foreign`].
    pub(crate) namespace: Namespace,
    pub(crate) local: String,
    pub(crate) value: String,
}

/// What an element holds.
#[derive(Debug)]
pub(super) enum Content {
    Element(Element),
    /// Never followed by another text. May be a plain secret.
    Text(Zeroizing<String>, FilePlace),
    Remark,
}

/// Appends without leaving a plain secret behind where the text was before it grew. It grows to twice its length, so that
/// a text of many references costs no more than its own length.
fn append(text: &mut Zeroizing<String>, more: &str) {
    let room = text.capacity().checked_sub(text.len());
    if room.is_none_or(|room| room < more.len()) {
        let mut grown = Zeroizing::new([text.as_str(), more, text.as_str(), more].concat());
        grown.truncate(text.len());
        *text = grown;
    }
    text.push_str(more);
}

impl Element {
    pub(crate) fn new(
        namespace: Namespace,
        local: &str,
        attributes: Vec<Attribute>,
        place: FilePlace,
    ) -> Self {
        Self { namespace, local: local.to_owned(), attributes, content: Vec::new(), place }
    }

    pub(crate) fn push_element(&mut self, child: Self) {
        self.content.push(Content::Element(child));
    }

    pub(crate) fn push_text(&mut self, text: &str, place: FilePlace) {
        if text.is_empty() {
            return;
        }
        match self.content.last_mut() {
            Some(Content::Text(before, _)) => append(before, text),
            Some(Content::Element(_) | Content::Remark) | None => {
                self.content.push(Content::Text(Zeroizing::new(text.to_owned()), place));
            }
        }
    }

    /// A comment or a processing instruction.
    pub(crate) fn push_remark(&mut self) {
        self.content.push(Content::Remark);
    }

    pub(crate) fn is(&self, namespace: Namespace, name: &str) -> bool {
        self.namespace == namespace && self.local == name
    }

    /// Whether the element belongs to the container's own namespace.
    /// Whether it is of a namespace that is not PSKC's.
    pub(crate) fn is_extension(&self) -> bool {
        !matches!(self.namespace, Namespace::Pskc | Namespace::Absent)
    }

    pub(crate) fn local_name(&self) -> &str {
        &self.local
    }

    pub(crate) const fn place(&self) -> FilePlace {
        self.place
    }

    pub(crate) const fn error(&self, kind: ImportErrorKind) -> ImportError {
        ImportError::new(kind, self.place)
    }

    /// The attribute of this name that has no namespace.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attribute_of(Namespace::Absent, name)
    }

    /// `xml:lang`.
    pub(crate) fn language(&self) -> Option<&str> {
        self.attribute_of(Namespace::Xml, "lang")
    }

    fn attribute_of(&self, namespace: Namespace, name: &str) -> Option<&str> {
        let is_it = |found: &&Attribute| found.namespace == namespace && found.local == name;
        self.attributes.iter().find(is_it).map(|found| found.value.as_str())
    }

    pub(crate) fn required_attribute(&self, name: &'static str) -> Result<&str, ImportError> {
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
        let is_known = |found: &Attribute| {
            found.namespace == Namespace::Absent && names.contains(&found.local.as_str())
        };
        self.attributes.iter().all(is_known)
    }

    /// The text, whole and alone, without the white space around it.
    ///
    /// A comment inside would split it, and a reader that takes the first part reads another value than one that takes
    /// all: refused.
    pub(crate) fn text(&self) -> Result<&str, ImportError> {
        match self.content.as_slice() {
            [] => Ok(""),
            [Content::Text(text, _)] => Ok(trimmed(text)),
            [_, ..] => Err(self.error(ImportErrorKind::InterruptedText)),
        }
    }

    /// What is in the element, in its order.
    pub(super) fn content(&self) -> &[Content] {
        &self.content
    }

    /// The first child of this name, with no look at the others: for telling what a file is about, not for reading it.
    pub(crate) fn glance(&self, names: &[&str]) -> Option<&Self> {
        self.content.iter().find_map(|content| match content {
            Content::Element(child) if names.iter().any(|name| child.is(Namespace::Pskc, name)) => {
                Some(child)
            }
            Content::Element(_) | Content::Text(..) | Content::Remark => None,
        })
    }
}
