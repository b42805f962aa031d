use std::io::BufRead;

#[cfg(feature = "draft-dialects")]
use super::draft;
use super::protection::ProtectionReader;
use super::reading::Reading;
use super::version::is_version_1;
use crate::dialect::Dialect;
use crate::error::{ImportError, ImportErrorKind};
use crate::xml::{Children, Element, FileParts, Foreign, Namespace};

/// What a file says in front of its first key.
pub(crate) struct FileHeader {
    /// The file's own identifier.
    pub(crate) id: Option<String>,
    /// The error of a signature that is not verified.
    pub(crate) signature: Option<ImportError>,
    /// Why no key of the file can be read. Without the protection, every value would seem wrong.
    pub(crate) refusal: Option<ImportError>,
}

/// The header, what it says of the keys to come, and the first of them.
pub(super) struct Opened {
    pub(super) header: FileHeader,
    pub(super) reading: Reading,
    pub(super) first: Element,
}

/// Reads up to the first key package.
///
/// # Errors
///
/// What is wrong with the container as a whole. What is wrong with its protection is in the header, since it is a reason
/// to refuse each key and none not to list them.
pub(super) fn header<R: BufRead>(parts: &mut FileParts<R>) -> Result<Opened, ImportError> {
    let root = parts.root()?;
    let (root, namespace) = (root.element, root.namespace);
    let Some(dialect) = Dialect::from_root(&namespace, root.local_name()) else {
        return Err(root.error(ImportErrorKind::NotAKeyContainer));
    };
    let mut front = Vec::new();
    let first = loop {
        match parts.next()? {
            Some(part) if is_package(&part) => break Some(part),
            Some(part) if front.len() < MOST_PARTS => front.push(part),
            Some(part) => return Err(part.error(ImportErrorKind::TooComplex)),
            None => break None,
        }
    };
    let dialect = match &first {
        Some(first) => dialect.with_package(first.local_name()),
        None => dialect,
    };
    let mut children = Children::new(&root, front.iter().collect());
    let signature =
        children.optional_of(&[Namespace::Pskc, Namespace::Ds], &["Signature"], "Signature")?;
    let protection = protection(&root, dialect, &mut children)?;
    children.finish(Foreign::Refused)?;
    let Some(first) = first else {
        return Err(root.error(ImportErrorKind::Missing(dialect.package_name())));
    };
    let (protection, refusal) = match protection {
        Ok(protection) => (protection, None),
        Err(error) => (ProtectionReader::default(), Some(error)),
    };
    let id = ["Id", "id", "ID"].iter().find_map(|name| root.attribute(name)).map(str::to_owned);
    // RFC 6030 §7: whether the signature counts is for the caller to say, who knows how the file came.
    let signature = signature.map(|element| element.error(ImportErrorKind::SignatureUnverified));
    let header = FileHeader { id, signature, refusal };
    Ok(Opened { header, reading: Reading::new(dialect, protection), first })
}

/// The outer error refuses the file, the inner one every key of it.
fn protection(
    root: &Element,
    dialect: Dialect,
    children: &mut Children<'_>,
) -> Result<Result<ProtectionReader, ImportError>, ImportError> {
    if dialect.has_rfc_elements() {
        if !root.attribute("Version").is_some_and(is_version_1) {
            return Err(root.error(ImportErrorKind::UnknownVersion));
        }
        return Ok(ProtectionReader::read(children));
    }
    #[cfg(feature = "draft-dialects")]
    {
        draft::check_version(root)?;
        Ok(draft::protection(children))
    }
    // The drafts let MACs be over plain values: who has no such files need not take that risk.
    #[cfg(not(feature = "draft-dialects"))]
    Err(root.error(ImportErrorKind::DraftDialect))
}

/// Whether an element is what RFC 6030 or a draft calls a key package.
pub(super) fn is_package(part: &Element) -> bool {
    [Dialect::Rfc6030, Dialect::Draft2008]
        .iter()
        .any(|dialect| part.is(Namespace::Pskc, dialect.package_name()))
}

/// RFC 6030 has three elements in front of the first key package, and the drafts four.
const MOST_PARTS: usize = 16;
