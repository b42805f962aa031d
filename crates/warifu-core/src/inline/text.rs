use core::fmt;

use super::InlineBytes;

/// Up to `N` bytes of UTF-8 text kept inline. Values compare and order by their bytes, as `str` does.
///
/// Written to with [`fmt::Write`]: what does not fit is refused, and nothing is cut off.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InlineStr<const N: usize> {
    /// Whole `str`s, one after the other.
    utf8: InlineBytes<N>,
}

impl<const N: usize> InlineStr<N> {
    /// No text.
    pub const EMPTY: Self = Self { utf8: InlineBytes::EMPTY };

    /// A copy of `text`, or `None` for more than `N` bytes.
    pub fn new(text: &str) -> Option<Self> {
        Some(Self { utf8: InlineBytes::new(text.as_bytes())? })
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        // Only whole `str`s are put in.
        text(self.utf8.as_slice())
    }

    /// How many bytes the text has.
    pub const fn len(&self) -> usize {
        self.utf8.len()
    }

    /// Whether there is no text.
    pub const fn is_empty(&self) -> bool {
        self.utf8.is_empty()
    }
}

impl<const N: usize> fmt::Write for InlineStr<N> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.utf8.append(text.as_bytes()).map_err(|_| fmt::Error)
    }
}

impl<const N: usize> AsRef<str> for InlineStr<N> {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl<const N: usize> fmt::Display for InlineStr<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

impl<const N: usize> fmt::Debug for InlineStr<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

/// The text that these bytes are known to be. One function for all lengths, for the flash of firmware.
pub(crate) fn text(utf8: &[u8]) -> &str {
    match core::str::from_utf8(utf8) {
        Ok(text) => text,
        Err(_) => unreachable!(),
    }
}

#[cfg(test)]
mod tests {
    use core::fmt::Write;
    use std::format;

    use super::*;

    #[test]
    fn holds_up_to_its_capacity() {
        let mut text = InlineStr::<8>::new("ﾜ").unwrap();
        assert_eq!((text.as_str(), text.len()), ("ﾜ", 3));
        assert!(write!(text, "ﾘﾌ").is_err(), "nine bytes");
        assert_eq!(text.as_str(), "ﾜ", "nothing was added, no half character either");
        write!(text, "{:03}", 42).unwrap();
        assert_eq!(format!("{text} {text:?} {text:>6}"), "ﾜ042 \"ﾜ042\"   ﾜ042");
        assert_eq!(InlineStr::<8>::new("123456789"), None);
        assert!(InlineStr::<8>::EMPTY.is_empty() && !text.is_empty());
        assert!(InlineStr::<8>::new("ﾜ") > InlineStr::new("W"));
    }
}
