use quick_xml::events::BytesStart;

use super::attributes::{RawAttribute, attributes};
use super::chars::qualified_name;
use super::element::{Attribute, Element};
use super::namespaces::{Namespace, Scope, XML, XMLNS};
use super::part_count::PartCount;
use crate::error::{FilePlace, ImportErrorKind};

/// A start tag, read in the scope around it.
pub(super) struct TagReader<'a> {
    pub(super) scope: &'a mut Scope,
    pub(super) count: &'a mut PartCount,
    /// Of the tag.
    pub(super) place: FilePlace,
}

impl TagReader<'_> {
    /// The root without its content; its namespace becomes that of the file.
    pub(super) fn root(self, tag: &BytesStart<'_>) -> Result<Element, ImportErrorKind> {
        self.read(tag, Scope::set_root)
    }

    /// An element without its content.
    pub(super) fn element(self, tag: &BytesStart<'_>) -> Result<Element, ImportErrorKind> {
        self.read(tag, |_, _| Ok(()))
    }

    fn read(
        self,
        tag: &BytesStart<'_>,
        entered: impl FnOnce(&mut Scope, Option<&str>) -> Result<(), ImportErrorKind>,
    ) -> Result<Element, ImportErrorKind> {
        let Self { scope, count, place } = self;
        let raw = attributes(tag.attributes_raw())?;
        count.add(raw.len())?;
        scope.enter(&raw)?;
        let name = tag.name().into_inner();
        let (prefix, local) = qualified_name(name).ok_or(ImportErrorKind::Malformed)?;
        entered(scope, prefix)?;
        let namespace = scope.element(prefix)?;
        let attributes = resolved(scope, raw)?;
        Ok(Element::new(namespace, local, attributes, place))
    }
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
