use super::attributes::RawAttribute;
use crate::error::ImportErrorKind;
use crate::rules::LONGEST_TEXT;

/// The namespaces that a key file is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Namespace {
    /// No namespace.
    Absent,
    /// That of the file's own root: RFC 6030's, or what a dialect has in its place.
    Pskc,
    /// XML Signature.
    Ds,
    /// XML Encryption.
    Xenc,
    /// XML Encryption 1.1.
    Xenc11,
    /// PKCS #5.
    Pkcs5,
    /// That of `xml:lang`.
    Xml,
    /// Any other.
    Foreign,
}

impl Namespace {
    /// The namespace of this URI in a file whose root is in `pskc`.
    fn from_uri(uri: &str, pskc: &str) -> Self {
        if uri == pskc {
            return Self::Pskc;
        }
        match uri {
            "" => Self::Absent,
            DS => Self::Ds,
            XENC => Self::Xenc,
            XENC11 => Self::Xenc11,
            PKCS5 => Self::Pkcs5,
            XML => Self::Xml,
            _ => Self::Foreign,
        }
    }
}

/// Which prefixes mean which namespaces, where the reader is.
#[derive(Debug)]
pub(crate) struct Scope {
    /// Prefix, empty for the default namespace, and URI; the innermost last.
    bindings: Vec<(String, String)>,
    /// The number of bindings outside each element that is open.
    outside: Vec<usize>,
    /// The URI of the root's namespace.
    pskc: String,
}

impl Scope {
    /// The scope around the root: the default namespace is none.
    pub(crate) fn new() -> Self {
        let bindings = vec![(String::new(), String::new())];
        Self { bindings, outside: Vec::new(), pskc: String::new() }
    }

    /// Enters an element with what it declares.
    ///
    /// # Errors
    ///
    /// [`ImportErrorKind::Malformed`] for what Namespaces in XML 1.0 §3 forbids, [`ImportErrorKind::TooComplex`] for more
    /// prefixes than any key file needs.
    pub(crate) fn enter(&mut self, attributes: &[RawAttribute<'_>]) -> Result<(), ImportErrorKind> {
        self.outside.push(self.bindings.len());
        for RawAttribute { prefix, local, value } in attributes {
            let declared = match (prefix, *local) {
                (None, "xmlns") => "",
                (Some("xmlns"), prefix) => prefix,
                _ => continue,
            };
            if !may_declare(declared, value) {
                return Err(ImportErrorKind::Malformed);
            }
            // A prefix is resolved by walking over all that are declared, and the URIs of a tag's attributes are compared.
            if self.bindings.len() == MAX_BINDINGS || value.len() > LONGEST_TEXT {
                return Err(ImportErrorKind::TooComplex);
            }
            self.bindings.push((declared.to_owned(), value.clone()));
        }
        Ok(())
    }

    /// Leaves the element that was entered last.
    pub(crate) fn leave(&mut self) {
        if let Some(outside) = self.outside.pop() {
            self.bindings.truncate(outside);
        }
    }

    /// Makes the root's namespace that of the file.
    pub(crate) fn set_root(&mut self, prefix: Option<&str>) -> Result<(), ImportErrorKind> {
        self.pskc = self.element_uri(prefix)?.to_owned();
        Ok(())
    }

    /// The URI of the root's namespace; empty for none.
    pub(crate) fn root_uri(&self) -> &str {
        &self.pskc
    }

    /// The namespace of an element.
    pub(crate) fn element(&self, prefix: Option<&str>) -> Result<Namespace, ImportErrorKind> {
        Ok(Namespace::from_uri(self.element_uri(prefix)?, &self.pskc))
    }

    fn element_uri(&self, prefix: Option<&str>) -> Result<&str, ImportErrorKind> {
        let uri = match prefix {
            Some(prefix) => self.uri(prefix),
            None => self.uri(""),
        };
        uri.ok_or(ImportErrorKind::Malformed)
    }

    /// The URI of an attribute's namespace; empty for an attribute without prefix.
    pub(crate) fn attribute(&self, prefix: Option<&str>) -> Result<&str, ImportErrorKind> {
        match prefix {
            Some(prefix) => self.uri(prefix).ok_or(ImportErrorKind::Malformed),
            None => Ok(""),
        }
    }

    fn uri(&self, prefix: &str) -> Option<&str> {
        if prefix == "xml" {
            return Some(XML);
        }
        let found = self.bindings.iter().rev().find(|(declared, _)| declared == prefix);
        found.map(|(_, uri)| uri.as_str())
    }
}

/// Namespaces in XML 1.0 §3, "Reserved Prefixes and Namespace Names", and §2.2: no prefix is undeclared.
fn may_declare(prefix: &str, uri: &str) -> bool {
    match prefix {
        "" => uri != XML && uri != XMLNS,
        "xml" => uri == XML,
        "xmlns" => false,
        _ => !uri.is_empty() && uri != XML && uri != XMLNS,
    }
}

pub(crate) const PSKC: &str = "urn:ietf:params:xml:ns:keyprov:pskc";
pub(crate) const DS: &str = "http://www.w3.org/2000/09/xmldsig#";
pub(crate) const XENC: &str = "http://www.w3.org/2001/04/xmlenc#";
pub(crate) const XENC11: &str = "http://www.w3.org/2009/xmlenc11#";
pub(crate) const PKCS5: &str = "http://www.rsasecurity.com/rsalabs/pkcs/schemas/pkcs-5v2-0#";
pub(super) const XML: &str = "http://www.w3.org/XML/1998/namespace";
pub(super) const XMLNS: &str = "http://www.w3.org/2000/xmlns/";

/// RFC 6030 and what it builds on have five, which a file may declare again on several levels.
const MAX_BINDINGS: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    fn declaration(prefix: &'static str, uri: &str) -> RawAttribute<'static> {
        let (space, local) =
            if prefix.is_empty() { (None, "xmlns") } else { (Some("xmlns"), prefix) };
        RawAttribute { prefix: space, local, value: uri.to_owned() }
    }

    #[test]
    fn the_innermost_declaration_counts() {
        let mut scope = Scope::new();
        scope.enter(&[declaration("", PSKC), declaration("p", XENC)]).unwrap();
        scope.set_root(None).unwrap();
        assert_eq!(scope.element(None), Ok(Namespace::Pskc));
        scope.enter(&[declaration("", ""), declaration("p", DS), declaration("q", PSKC)]).unwrap();
        assert_eq!(scope.element(None), Ok(Namespace::Absent));
        assert_eq!(scope.element(Some("p")), Ok(Namespace::Ds));
        assert_eq!(scope.element(Some("q")), Ok(Namespace::Pskc));
        scope.leave();
        assert_eq!(scope.element(Some("p")), Ok(Namespace::Xenc));
        assert_eq!(scope.element(Some("q")), Err(ImportErrorKind::Malformed));
        assert_eq!(scope.attribute(None), Ok(""));
        assert_eq!(scope.attribute(Some("xml")), Ok(XML));
    }

    /// A file in another namespace than RFC 6030's says with that what RFC 6030 says with its own, and with no other.
    #[test]
    fn the_root_gives_its_namespace_to_the_file() {
        let mut scope = Scope::new();
        scope.enter(&[declaration("", "urn:x"), declaration("p", PSKC)]).unwrap();
        scope.set_root(None).unwrap();
        assert_eq!(scope.root_uri(), "urn:x");
        assert_eq!(scope.element(None), Ok(Namespace::Pskc));
        assert_eq!(scope.element(Some("p")), Ok(Namespace::Foreign));
    }

    #[test]
    fn what_may_not_be_declared() {
        for (prefix, uri) in [
            ("p", ""),
            ("xml", "urn:x"),
            ("xmlns", XMLNS),
            ("xmlns", "urn:x"),
            ("p", XML),
            ("p", XMLNS),
            ("", XML),
        ] {
            let refused = Scope::new().enter(&[declaration(prefix, uri)]);
            assert_eq!(refused, Err(ImportErrorKind::Malformed), "{prefix} {uri}");
        }
        assert_eq!(Scope::new().enter(&[declaration("xml", XML)]), Ok(()));
        let mut scope = Scope::new();
        for _ in 1..64 {
            assert_eq!(scope.enter(&[declaration("p", "urn:x")]), Ok(()));
        }
        assert_eq!(scope.enter(&[declaration("p", "urn:x")]), Err(ImportErrorKind::TooComplex));
    }
}
