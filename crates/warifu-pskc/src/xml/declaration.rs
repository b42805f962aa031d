use quick_xml::events::BytesDecl;

use super::attributes::{RawAttribute, attributes};
use crate::error::ImportErrorKind;

/// The XML declaration: of version 1, in UTF-8 or in a part of it.
pub(super) fn is_utf8_of_xml_1(declaration: &BytesDecl<'_>) -> Result<(), ImportErrorKind> {
    let attributes =
        attributes(declaration.strip_prefix("xml").ok_or(ImportErrorKind::Malformed)?)?;
    let mut names = DECLARATION.iter();
    let first = attributes.first().map(|attribute| attribute.local);
    if first != DECLARATION.first().copied() {
        return Err(ImportErrorKind::Malformed);
    }
    for RawAttribute { prefix, local, value } in attributes {
        // In this order, and none twice.
        let is_in_place = prefix.is_none() && names.any(|name| *name == local);
        let is_valid = match local {
            // "'1.' [0-9]+" (XML 1.0 §2.8).
            "version" => value.strip_prefix("1.").is_some_and(is_decimal),
            "standalone" => ["yes", "no"].contains(&value.as_str()),
            "encoding" => {
                if !ENCODINGS.iter().any(|known| value.eq_ignore_ascii_case(known)) {
                    return Err(ImportErrorKind::NotUtf8);
                }
                true
            }
            _ => false,
        };
        if !is_in_place || !is_valid {
            return Err(ImportErrorKind::Malformed);
        }
    }
    Ok(())
}

fn is_decimal(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

const DECLARATION: [&str; 3] = ["version", "encoding", "standalone"];
const ENCODINGS: [&str; 2] = ["UTF-8", "US-ASCII"];
