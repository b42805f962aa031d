use super::element_text::ElementText;
use super::namespaces::Namespace;
use super::secret_text::SecretText;
use crate::error::{FilePlace, ImportError, ImportErrorKind};
use crate::rules::LONGEST_TEXT;

/// An element of a file, with all that is in it.
#[derive(Debug)]
pub(crate) struct Element {
    namespace: Namespace,
    local: String,
    attributes: Vec<Attribute>,
    children: Vec<Self>,
    text: ElementText,
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

impl Element {
    pub(super) fn new(
        namespace: Namespace,
        local: &str,
        attributes: Vec<Attribute>,
        place: FilePlace,
    ) -> Self {
        Self {
            namespace,
            local: local.to_owned(),
            attributes,
            children: Vec::new(),
            text: ElementText::default(),
            place,
        }
    }

    pub(super) fn push_element(&mut self, child: Self) {
        self.text.interrupt();
        // A list begins with room for four: in a long chain of elements, three of them would stay empty in each.
        if self.children.is_empty() {
            self.children.reserve_exact(1);
        }
        self.children.push(child);
    }

    pub(super) fn push_text(&mut self, text: SecretText, place: FilePlace) {
        self.text.push(text, place);
    }

    /// A comment or a processing instruction, of which nothing is kept.
    pub(super) fn push_remark(&mut self) {
        self.text.interrupt();
    }

    pub(crate) fn is(&self, namespace: Namespace, name: &str) -> bool {
        self.namespace == namespace && self.local == name
    }

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
        self.text.whole().ok_or_else(|| self.error(ImportErrorKind::InterruptedText))
    }

    /// The child elements in their order, and the place of the first text among them that is not white space.
    pub(super) const fn parts(&self) -> (&[Self], Option<FilePlace>) {
        (self.children.as_slice(), self.text.first())
    }

    /// The first child of this name, with no look at the others: for telling what a file is about, not for reading it.
    pub(crate) fn glance(&self, names: &[&str]) -> Option<&Self> {
        self.children.iter().find(|child| names.iter().any(|name| child.is(Namespace::Pskc, name)))
    }
}
