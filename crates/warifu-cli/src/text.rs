use std::io::{self, Write};

use anyhow::{Context, Result};

pub(crate) fn print(text: &str) -> Result<()> {
    print_bytes(text.as_bytes())
}

/// Prints all of them, or fails. Without the flush, what is left in the buffer at the end could be lost without a word.
pub(crate) fn print_bytes(bytes: &[u8]) -> Result<()> {
    let mut output = io::stdout().lock();
    unless_unread(output.write_all(bytes).and_then(|()| output.flush()))
}

/// Whether printing failed. A reader that has read enough, such as `head`, is no failure.
pub(crate) fn unless_unread(printed: io::Result<()>) -> Result<()> {
    match printed {
        Err(failure) if failure.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other.context("cannot write to standard output"),
    }
}

/// A text from outside, so that it cannot drive a terminal, turn its direction or pass for two lines.
pub(crate) fn printable(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_control() || is_invisible(character) {
            shown.extend(character.escape_unicode());
        } else {
            shown.push(character);
        }
    }
    shown
}

/// The same JSON value, with those characters escaped.
pub(crate) fn escaped_in_json(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    for character in json.chars() {
        if !character.is_ascii() && (character.is_control() || is_invisible(character)) {
            let mut units = [0; 2];
            let units = character.encode_utf16(&mut units).iter();
            escaped.extend(units.map(|unit| format!("\\u{unit:04x}")));
        } else {
            escaped.push(character);
        }
    }
    escaped
}

/// Characters without a width, and marks of direction and line, which `char::is_control` does not count.
const fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_mislead_is_spelt_out() {
        assert_eq!(printable("銀行 a:b"), "銀行 a:b");
        assert_eq!(printable("a\u{1b}[2J\n"), "a\\u{1b}[2J\\u{a}");
        assert_eq!(printable("\u{202e}4321"), "\\u{202e}4321");
        assert_eq!(
            escaped_in_json("[\"a\u{9b}\u{202e}\u{e0041}銀\"]"),
            "[\"a\\u009b\\u202e\\udb40\\udc41銀\"]"
        );
    }
}
