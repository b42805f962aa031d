use super::chars::trimmed;
use super::secret_text::SecretText;
use crate::error::FilePlace;

/// The text of an element.
///
/// A text is kept only while nothing interrupts it, since only then it may be a value. Otherwise only the place of the
/// first text is needed: a part of 2 MiB may have hundreds of thousands of texts, with comments between them.
#[derive(Debug, Default)]
pub(super) struct ElementText {
    whole: WholeText,
    /// Where the text begins that is being read.
    begins: Option<FilePlace>,
    /// Of the first text that is not white space.
    first: Option<FilePlace>,
}

/// The text, while nothing else was met.
#[derive(Debug, Default)]
enum WholeText {
    #[default]
    Empty,
    Text(SecretText),
    Interrupted,
}

impl ElementText {
    /// Adds what follows directly.
    pub(super) fn push(&mut self, text: SecretText, place: FilePlace) {
        if text.is_empty() {
            return;
        }
        let begins = *self.begins.get_or_insert(place);
        if self.first.is_none() && !trimmed(&text).is_empty() {
            self.first = Some(begins);
        }
        match &mut self.whole {
            WholeText::Empty => self.whole = WholeText::Text(text),
            WholeText::Text(before) => before.push_str(&text),
            WholeText::Interrupted => {}
        }
    }

    /// An element, a comment or a processing instruction follows.
    pub(super) fn interrupt(&mut self) {
        self.whole = WholeText::Interrupted;
        self.begins = None;
    }

    /// The text without the white space around it; `None` if something interrupts it.
    pub(super) fn whole(&self) -> Option<&str> {
        match &self.whole {
            WholeText::Empty => Some(""),
            WholeText::Text(text) => Some(trimmed(text)),
            WholeText::Interrupted => None,
        }
    }

    /// Where the first text begins that is not white space.
    pub(super) const fn first(&self) -> Option<FilePlace> {
        self.first
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(offset: u64) -> FilePlace {
        FilePlace { line: 1, offset }
    }

    #[test]
    fn a_text_is_whole_until_something_interrupts_it() {
        let mut text = ElementText::default();
        assert_eq!((text.whole(), text.first()), (Some(""), None));
        text.push(SecretText::from_raw(""), at(1));
        text.push(SecretText::from_raw(" "), at(2));
        assert_eq!((text.whole(), text.first()), (Some(""), None));
        text.push(SecretText::from_raw("a "), at(3));
        text.push(SecretText::from_raw("b "), at(5));
        assert_eq!((text.whole(), text.first()), (Some("a b"), Some(at(2))));
        text.interrupt();
        text.push(SecretText::from_raw("c"), at(9));
        assert_eq!((text.whole(), text.first()), (None, Some(at(2))));
        assert!(matches!(text.whole, WholeText::Interrupted), "nothing is kept");
    }

    #[test]
    fn the_first_text_begins_behind_what_interrupts() {
        let mut text = ElementText::default();
        text.push(SecretText::from_raw(" "), at(1));
        text.interrupt();
        text.push(SecretText::from_raw(" "), at(7));
        text.push(SecretText::from_raw("a"), at(8));
        assert_eq!((text.whole(), text.first()), (None, Some(at(7))));
    }
}
