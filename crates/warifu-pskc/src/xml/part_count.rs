use crate::error::ImportErrorKind;

/// How much of a part of the file is kept until the part is read: its elements and their attributes.
///
/// Its bytes alone are no bound: an element of four bytes takes fifty times as many in memory. Comments, processing
/// instructions and texts between elements are not kept.
#[derive(Debug, Default)]
pub(super) struct PartCount {
    elements: usize,
    attributes: usize,
}

impl PartCount {
    /// Counts one element more, with this number of attributes.
    ///
    /// # Errors
    ///
    /// [`ImportErrorKind::TooComplex`].
    pub(super) fn add(&mut self, attributes: usize) -> Result<(), ImportErrorKind> {
        self.elements = within(self.elements, 1, MAX_ELEMENTS)?;
        self.attributes = within(self.attributes, attributes, MAX_ATTRIBUTES)?;
        Ok(())
    }
}

fn within(count: usize, more: usize, limit: usize) -> Result<usize, ImportErrorKind> {
    let sum = count.checked_add(more).filter(|&sum| sum <= limit);
    sum.ok_or(ImportErrorKind::TooComplex)
}

/// A device of a draft with 64 keys, each with a hundred elements, has half of them.
const MAX_ELEMENTS: usize = 16_384;
/// Two for each element: most elements of RFC 6030 have none.
const MAX_ATTRIBUTES: usize = 32_768;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits() {
        let mut count = PartCount::default();
        for _ in 0..16_384 {
            assert_eq!(count.add(2), Ok(()));
        }
        assert_eq!(count.add(0), Err(ImportErrorKind::TooComplex), "an element too many");
        let mut count = PartCount::default();
        assert_eq!(count.add(32_768), Ok(()));
        assert_eq!(count.add(1), Err(ImportErrorKind::TooComplex), "an attribute too many");
        assert_eq!(count.add(0), Ok(()));
        assert_eq!(count.add(usize::MAX), Err(ImportErrorKind::TooComplex));
    }
}
