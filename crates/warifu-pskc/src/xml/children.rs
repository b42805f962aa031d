use super::element::Element;
use super::namespaces::Namespace;
use crate::error::{ImportError, ImportErrorKind};
use crate::rules::LONGEST_TEXT;

impl Element {
    /// The child elements; comments and processing instructions are passed over, text is refused.
    pub(crate) fn children(&self) -> Result<Children<'_>, ImportError> {
        let (children, text) = self.parts();
        if let Some(place) = text {
            // Another reader might take it for a value.
            return Err(ImportError::new(ImportErrorKind::UnexpectedText, place));
        }
        Ok(Children::new(self, children.iter().collect()))
    }
}

/// The child elements of one element, taken out by name until none may be left.
pub(crate) struct Children<'a> {
    parent: &'a Element,
    rest: Vec<&'a Element>,
}

impl<'a> Children<'a> {
    /// These, as children of `parent`.
    pub(crate) const fn new(parent: &'a Element, children: Vec<&'a Element>) -> Self {
        Self { parent, rest: children }
    }

    pub(crate) fn all(&mut self, namespace: Namespace, name: &str) -> Vec<&'a Element> {
        self.all_of(&[namespace], &[name])
    }

    /// The children that have one of these names in one of these namespaces.
    pub(crate) fn all_of(&mut self, namespaces: &[Namespace], names: &[&str]) -> Vec<&'a Element> {
        let fits = |child: &&Element| {
            namespaces.iter().any(|space| names.iter().any(|name| child.is(*space, name)))
        };
        let (taken, rest) = self.rest.drain(..).partition(fits);
        self.rest = rest;
        taken
    }

    pub(crate) fn optional(
        &mut self,
        namespace: Namespace,
        name: &'static str,
    ) -> Result<Option<&'a Element>, ImportError> {
        self.optional_of(&[namespace], &[name], name)
    }

    /// The only child that has one of these names in one of these namespaces; `name` is for errors.
    pub(crate) fn optional_of(
        &mut self,
        namespaces: &[Namespace],
        names: &[&str],
        name: &'static str,
    ) -> Result<Option<&'a Element>, ImportError> {
        let mut found = self.all_of(namespaces, names).into_iter();
        let first = found.next();
        match found.next() {
            Some(second) => Err(second.error(ImportErrorKind::Repeated(name))),
            None => Ok(first),
        }
    }

    pub(crate) fn required(
        &mut self,
        namespace: Namespace,
        name: &'static str,
    ) -> Result<&'a Element, ImportError> {
        self.required_of(&[namespace], name)
    }

    /// As [`required`](Self::required), in any of these namespaces.
    pub(crate) fn required_of(
        &mut self,
        namespaces: &[Namespace],
        name: &'static str,
    ) -> Result<&'a Element, ImportError> {
        let found = self.optional_of(namespaces, &[name], name)?;
        found.ok_or_else(|| self.parent.error(ImportErrorKind::Missing(name)))
    }

    /// The text of an optional child of the PSKC namespace; nothing for an empty one.
    pub(crate) fn optional_text(
        &mut self,
        name: &'static str,
    ) -> Result<Option<String>, ImportError> {
        let Some(child) = self.optional(Namespace::Pskc, name)? else { return Ok(None) };
        let text = child.text()?;
        if text.len() > LONGEST_TEXT {
            return Err(child.error(ImportErrorKind::InvalidValue(name)));
        }
        Ok((!text.is_empty()).then(|| text.to_owned()))
    }

    /// Any child that has not been taken.
    pub(crate) fn next(&mut self) -> Option<&'a Element> {
        self.rest.pop()
    }

    /// Refuses what has not been taken.
    pub(crate) fn finish(mut self, foreign: Foreign) -> Result<(), ImportError> {
        self.all(Namespace::Pskc, "Extensions");
        let left = match foreign {
            Foreign::Refused => self.rest.first(),
            // An element without a namespace is no extension: in `Data` it would be a parameter that is not read.
            Foreign::PassedOver => self.rest.iter().find(|child| !child.is_extension()),
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
