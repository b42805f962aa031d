use super::chars::{SPACE, is_text, qualified_name, reference, trimmed};
use crate::error::ImportErrorKind;

/// An attribute as the tag has it, with its value as XML 1.0 §3.3.3 reads it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct RawAttribute<'a> {
    pub(crate) prefix: Option<&'a str>,
    pub(crate) local: &'a str,
    pub(crate) value: String,
}

/// The attributes of a start tag, from behind its name.
///
/// The pull parser finds where a tag ends and leaves the grammar of what is in it to its caller.
///
/// # Errors
///
/// [`ImportErrorKind::Malformed`] for what is not XML, [`ImportErrorKind::TooComplex`] for more attributes than any tag
/// needs.
pub(crate) fn attributes(tag: &str) -> Result<Vec<RawAttribute<'_>>, ImportErrorKind> {
    let mut found = Vec::new();
    let mut rest = tag;
    while !trimmed(rest).is_empty() {
        let (attribute, behind) = attribute(rest).ok_or(ImportErrorKind::Malformed)?;
        // Duplicates are looked for by comparing each with each.
        if found.len() == MAX_ATTRIBUTES {
            return Err(ImportErrorKind::TooComplex);
        }
        found.push(attribute);
        rest = behind;
    }
    Ok(found)
}

/// The attribute at the beginning of `tag`, and what follows it.
fn attribute(tag: &str) -> Option<(RawAttribute<'_>, &str)> {
    let text = tag.trim_start_matches(SPACE);
    if text.len() == tag.len() {
        // White space has to be in front of each attribute.
        return None;
    }
    let (name, rest) = text.split_once('=')?;
    let (prefix, local) = qualified_name(name.trim_end_matches(SPACE))?;
    let rest = rest.trim_start_matches(SPACE);
    let quote = rest.chars().next().filter(|quote| ['"', '\''].contains(quote))?;
    let (raw, rest) = rest.strip_prefix(quote)?.split_once(quote)?;
    Some((RawAttribute { prefix, local, value: value(raw)? }, rest))
}

/// White space becomes blanks, and references what they mean.
fn value(raw: &str) -> Option<String> {
    if raw.contains('<') || !is_text(raw) {
        return None;
    }
    let mut value = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((before, reference_on)) = rest.split_once('&') {
        let (name, behind) = reference_on.split_once(';')?;
        value.extend(blanks(before));
        value.push(reference(name)?);
        rest = behind;
    }
    value.extend(blanks(rest));
    Some(value)
}

/// The two characters of a line end are one.
fn blanks(text: &str) -> impl Iterator<Item = char> {
    let mut after_return = false;
    text.chars().filter_map(move |character| {
        let is_second = after_return && character == '\n';
        after_return = character == '\r';
        (!is_second).then_some(if SPACE.contains(&character) { ' ' } else { character })
    })
}

/// An element of RFC 6030 has at most six.
const MAX_ATTRIBUTES: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    fn values(tag: &str) -> Result<Vec<(String, String)>, ImportErrorKind> {
        let found = attributes(tag)?;
        Ok(found
            .into_iter()
            .map(|found| (format!("{:?} {}", found.prefix, found.local), found.value))
            .collect())
    }

    #[test]
    fn every_form() {
        let found = values(" a='1'\r\n\tp:b = \"'&lt;&#x27;\" c='' ").unwrap();
        let expected = [("None a", "1"), ("Some(\"p\") b", "'<'"), ("None c", "")];
        let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(found, expected);
        assert_eq!(values("").unwrap(), []);
        assert_eq!(values(" a='x\ty\r\nz\rw&#10;'").unwrap()[0].1, "x y z w\n");
    }

    #[test]
    fn everything_else_is_malformed() {
        for tag in [
            "a='1'",
            " a",
            " a=",
            " a=1",
            " a='1",
            " a='1\"",
            " ='1'",
            " 1a='1'",
            " a='<'",
            " a='&'",
            " a='&b;'",
            " a='1'b='2'",
            " a b='1'",
            " a='\0'",
            " a:='1'",
        ] {
            assert_eq!(values(tag), Err(ImportErrorKind::Malformed), "{tag}");
        }
    }

    #[test]
    fn not_more_than_a_tag_needs() {
        assert_eq!(values(&" a=''".repeat(64)).unwrap().len(), 64);
        assert_eq!(values(&" a=''".repeat(65)), Err(ImportErrorKind::TooComplex));
    }
}
