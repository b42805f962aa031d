use zeroize::Zeroize;

/// What the parser copies each piece of markup into. A piece may be a plain secret.
///
/// The parser lets it grow like any `Vec`, and so would leave a copy where it was before. It has room for the longest
/// piece from the start, and never moves; the system gives it memory as far as pieces reach.
pub(super) struct MarkupBuffer(Vec<u8>);

impl MarkupBuffer {
    /// Room for pieces of up to `longest` bytes.
    pub(super) fn new(longest: usize) -> Self {
        Self(Vec::with_capacity(longest))
    }

    /// The buffer, with nothing in it.
    pub(super) fn emptied(&mut self) -> &mut Vec<u8> {
        self.wipe();
        &mut self.0
    }

    pub(super) const fn as_slice(&self) -> &[u8] {
        self.0.as_slice()
    }

    /// The room past the last byte is zero already: each piece was wiped over its full length.
    fn wipe(&mut self) {
        self.0.as_mut_slice().zeroize();
        self.0.clear();
    }
}

impl Drop for MarkupBuffer {
    fn drop(&mut self) {
        self.wipe();
    }
}
