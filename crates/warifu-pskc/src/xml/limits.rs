use crate::ImportErrorKind;

/// Walks over the markup once and refuses what would cost the XML parser more than it is worth.
///
/// The parser compares each attribute of a tag with each other one, copies every namespace in scope to each element
/// that declares one, and reserves room for as many nodes and attributes as there are `<` and `=`. So these are
/// counted first. A document type is refused here too, before anything could be expanded.
///
/// # Errors
///
/// The kind, and the byte offset at which it was found.
pub(crate) fn check_limits(text: &str) -> Result<(), (ImportErrorKind, usize)> {
    for sign in ['<', '='] {
        if text.matches(sign).count() > MAX_SIGNS {
            return Err((ImportErrorKind::TooComplex, 0));
        }
    }
    let mut markup = Markup { depth: 0, prefixes: Vec::new() };
    let mut at = 0_usize;
    while let Some(offset) = find(text, at, "<") {
        at = markup.pass(text, offset)?;
    }
    Ok(())
}

struct Markup<'a> {
    depth: usize,
    prefixes: Vec<&'a str>,
}

impl<'a> Markup<'a> {
    /// Passes over the construct that starts at `offset`; the offset behind it.
    fn pass(&mut self, text: &'a str, offset: usize) -> Result<usize, (ImportErrorKind, usize)> {
        let rest = text.get(offset..).unwrap_or_default();
        let skip_to =
            |end: &str| find(text, offset, end).ok_or((ImportErrorKind::Malformed, offset));
        if rest.starts_with("<!--") {
            // From behind the opening, so that `<!-->` does not close itself.
            let body = offset.saturating_add(4);
            return find(text, body, "-->").ok_or((ImportErrorKind::Malformed, offset));
        }
        if rest.starts_with("<![CDATA[") {
            return skip_to("]]>");
        }
        if rest.starts_with("<!") {
            return Err((ImportErrorKind::DocumentType, offset));
        }
        if rest.starts_with("<?") {
            return skip_to("?>");
        }
        if rest.starts_with("</") {
            self.depth = self.depth.saturating_sub(1);
            return skip_to(">");
        }
        let tag = tag(rest).ok_or((ImportErrorKind::Malformed, offset))?;
        self.open(tag).map_err(|kind| (kind, offset))?;
        Ok(offset.saturating_add(tag.len()))
    }

    fn open(&mut self, tag: &'a str) -> Result<(), ImportErrorKind> {
        if tag.bytes().filter(|&byte| byte == b'=').count() > MAX_ATTRIBUTES {
            return Err(ImportErrorKind::TooComplex);
        }
        for (start, _) in tag.match_indices("xmlns") {
            let name = tag.get(start..).unwrap_or_default();
            let name = name.split(['=', ' ', '\t', '\r', '\n']).next().unwrap_or_default();
            if !self.prefixes.contains(&name) {
                self.prefixes.push(name);
            }
        }
        if !tag.ends_with("/>") {
            self.depth = self.depth.saturating_add(1);
        }
        if self.prefixes.len() > MAX_PREFIXES || self.depth > MAX_DEPTH {
            return Err(ImportErrorKind::TooComplex);
        }
        Ok(())
    }
}

/// The start tag at the beginning of `rest`, up to the `>` that no quotation mark hides.
fn tag(rest: &str) -> Option<&str> {
    let mut quote = None;
    for (offset, byte) in rest.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return rest.get(..=offset),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            (None | Some(_), _) => {}
        }
    }
    None
}

fn find(text: &str, from: usize, what: &str) -> Option<usize> {
    text.get(from..)?.find(what)?.checked_add(from)
}

/// More than 16 MiB of the smallest key packages have.
const MAX_SIGNS: usize = 1_000_000;
/// An element of RFC 6030 has at most six; base64 and names in attributes may hold a few more `=`.
const MAX_ATTRIBUTES: usize = 64;
/// RFC 6030 and what it builds on have five.
const MAX_PREFIXES: usize = 16;
/// A cipher value lies at level eight, an X.509 issuer in a signature at level six.
const MAX_DEPTH: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_markup_passes() {
        let text = "\u{feff}<?xml version='1.0'?><!-- <!DOCTYPE x> --><a b='>' c=\"'/>\"><![CDATA[<b><b>]]><d/></a>";
        assert_eq!(check_limits(text), Ok(()));
        assert_eq!(check_limits(""), Ok(()));
        assert_eq!(check_limits(&"<a></a>".repeat(10_000)), Ok(()));
    }

    #[test]
    fn each_limit_is_kept() {
        let complex = |text: &str| {
            assert_eq!(check_limits(text).unwrap_err().0, ImportErrorKind::TooComplex);
        };
        complex(&"<a>".repeat(MAX_DEPTH + 1));
        complex(&format!("<a {}>", "b='' ".repeat(MAX_ATTRIBUTES + 1)));
        complex(&"<".repeat(MAX_SIGNS + 1));
        complex(&"=".repeat(MAX_SIGNS + 1));
        let many: Vec<_> = (0..=MAX_PREFIXES).map(|i| format!("<a xmlns:p{i}='u'/>")).collect();
        complex(&many.concat());
        assert_eq!(check_limits(&many[1..].concat()), Ok(()));
        assert_eq!(check_limits(&"<a>".repeat(MAX_DEPTH)), Ok(()));
        assert_eq!(check_limits(&"<a xmlns:p='u' xmlns='v'/>".repeat(9)), Ok(()));
    }

    #[test]
    fn a_document_type_is_found_where_it_stands() {
        assert_eq!(check_limits("\n<!DOCTYPE a>"), Err((ImportErrorKind::DocumentType, 1)));
        assert_eq!(check_limits("<!doctype a>"), Err((ImportErrorKind::DocumentType, 0)));
    }

    #[test]
    fn what_has_no_end_is_malformed() {
        for text in ["<!--", "<!-->", "<![CDATA[", "<?", "</", "<a", "<a b='>"] {
            assert_eq!(check_limits(text).unwrap_err().0, ImportErrorKind::Malformed, "{text}");
        }
    }
}
