use std::fmt;
use std::ops::Deref;

use zeroize::Zeroizing;

/// A text of the file that may be a plain secret: wiped on drop, and wherever it was before it grew.
#[derive(Default)]
pub(super) struct SecretText(Zeroizing<String>);

impl SecretText {
    /// A copy of `raw` with the line ends of XML 1.0 §2.11: each is one line feed.
    pub(super) fn from_raw(raw: &str) -> Self {
        let mut text = Self::with_capacity(raw.len());
        let mut rest = raw;
        while let Some((line, behind)) = rest.split_once('\r') {
            text.push_str(line);
            text.push_str("\n");
            rest = match behind.strip_prefix('\n') {
                Some(behind) => behind,
                None => behind,
            };
        }
        text.push_str(rest);
        text
    }

    /// Adds a copy of `more` at the end.
    pub(super) fn push_str(&mut self, more: &str) {
        let room = self.0.capacity().checked_sub(self.0.len());
        if room.is_none_or(|room| room < more.len()) {
            let mut grown = Self::with_capacity(grown_length(self.0.len(), more.len()));
            grown.0.push_str(&self.0);
            *self = grown;
        }
        self.0.push_str(more);
    }

    fn with_capacity(capacity: usize) -> Self {
        Self(Zeroizing::new(String::with_capacity(capacity)))
    }
}

impl From<char> for SecretText {
    fn from(character: char) -> Self {
        let mut text = Self::default();
        text.push_str(character.encode_utf8(&mut [0; 4]));
        text
    }
}

/// Room for both texts, and twice as much as for the first, so that a text of many references is not copied with each of
/// them.
#[expect(clippy::arithmetic_side_effects, reason = "a text of 1 GiB at most is read")]
fn grown_length(length: usize, more: usize) -> usize {
    length.max(more) * 2
}

impl Deref for SecretText {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecretText({} bytes, redacted)", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_end_is_one_line_feed() {
        for (raw, text) in [
            ("", ""),
            ("a", "a"),
            ("a\r\nb\rc\nd\r", "a\nb\nc\nd\n"),
            ("\r\r\n\n", "\n\n\n"),
            ("割\r\n符", "割\n符"),
        ] {
            let made = SecretText::from_raw(raw);
            assert_eq!(&*made, text);
            assert!(made.0.capacity() <= raw.len(), "it did not grow");
        }
    }

    #[test]
    fn it_grows_by_doubling() {
        let mut text = SecretText::default();
        let mut places = Vec::new();
        for _ in 0..1000 {
            text.push_str("ab");
            places.push(text.0.capacity());
        }
        places.dedup();
        assert_eq!(*text, "ab".repeat(1000));
        assert!(places.len() <= 10, "{places:?}");
        assert_eq!(format!("{text:?}"), "SecretText(2000 bytes, redacted)");
    }
}
