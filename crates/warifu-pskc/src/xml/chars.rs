//! Which characters and names XML has.

/// White space of XML.
pub(crate) const SPACE: [char; 4] = [' ', '\t', '\r', '\n'];

/// Without the white space of XML at either end.
pub(crate) fn trimmed(text: &str) -> &str {
    text.trim_matches(SPACE)
}

/// Whether XML can hold all of a text: XML 1.0 §2.2, production `Char`.
pub(crate) fn is_text(text: &str) -> bool {
    text.chars().all(is_character)
}

pub(crate) const fn is_character(character: char) -> bool {
    match character {
        '\t' | '\n' | '\r' => true,
        '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => false,
        _ => true,
    }
}

/// The prefix, if there is one, and the local part of a name: Namespaces in XML 1.0 §4.
pub(crate) fn qualified_name(name: &str) -> Option<(Option<&str>, &str)> {
    let (prefix, local) = match name.split_once(':') {
        Some((prefix, local)) => (Some(prefix), local),
        None => (None, name),
    };
    (prefix.is_none_or(is_name) && is_name(local)).then_some((prefix, local))
}

/// A name without colons.
pub(crate) fn is_name(name: &str) -> bool {
    let mut characters = name.chars();
    characters.next().is_some_and(begins_name) && characters.all(continues_name)
}

/// XML 1.0 §2.3, production `NameStartChar`, without the colon.
const fn begins_name(character: char) -> bool {
    matches!(
        character,
        'A'..='Z' | '_' | 'a'..='z' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}'
            | '\u{f8}'..='\u{2ff}' | '\u{370}'..='\u{37d}' | '\u{37f}'..='\u{1fff}'
            | '\u{200c}' | '\u{200d}' | '\u{2070}'..='\u{218f}' | '\u{2c00}'..='\u{2fef}'
            | '\u{3001}'..='\u{d7ff}' | '\u{f900}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fffd}'
            | '\u{10000}'..='\u{effff}'
    )
}

const fn continues_name(character: char) -> bool {
    begins_name(character)
        || matches!(
            character,
            '-' | '.' | '0'..='9' | '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}' | '\u{2040}'
        )
}

/// What `&name;` means: one of the five entities that XML has by itself, or a character by its number. There are no
/// others, since a document type is refused.
pub(crate) fn reference(name: &str) -> Option<char> {
    let number = match name {
        "amp" => return Some('&'),
        "lt" => return Some('<'),
        "gt" => return Some('>'),
        "quot" => return Some('"'),
        "apos" => return Some('\''),
        _ => name.strip_prefix('#')?,
    };
    let (digits, radix) = match number.strip_prefix('x') {
        Some(digits) => (digits, 16),
        None => (number, 10),
    };
    // `from_str_radix` would take a sign.
    if !digits.chars().all(|digit| digit.is_digit(radix)) {
        return None;
    }
    let code = u32::from_str_radix(digits, radix).ok()?;
    char::from_u32(code).filter(|&character| is_character(character))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for (name, parts) in [
            ("a", Some((None, "a"))),
            ("p:a", Some((Some("p"), "a"))),
            ("_割符-1.x", Some((None, "_割符-1.x"))),
        ] {
            assert_eq!(qualified_name(name), parts);
        }
        for name in ["", ":", ":a", "a:", "a:b:c", "1a", "-a", "a b", "a:1", "a\u{d7}"] {
            assert_eq!(qualified_name(name), None, "{name}");
        }
    }

    #[test]
    fn references() {
        for (name, character) in
            [("amp", '&'), ("apos", '\''), ("#65", 'A'), ("#x41", 'A'), ("#x10FFFF", '\u{10ffff}')]
        {
            assert_eq!(reference(name), Some(character));
        }
        for name in [
            "", "AMP", "nbsp", "#", "#x", "#+65", "#0", "#27", "#xD800", "#x110000", "# 65", "#X41",
        ] {
            assert_eq!(reference(name), None, "{name}");
        }
    }
}
