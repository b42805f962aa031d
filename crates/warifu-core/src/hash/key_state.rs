use super::Compression;

/// What is kept of a key once a hash function has absorbed it.
pub trait KeyState {
    /// It, under the hash function `H`. Wiping it on drop is its own duty.
    type Under<H: Compression>;

    /// Absorbs `key`, of any length.
    fn absorb<H: Compression>(key: &[u8]) -> Self::Under<H>;
}

/// What is done with an absorbed key once the type of its hash function is known.
pub trait KeyedVisitor<S: KeyState> {
    /// What comes of it.
    type Output;

    /// Called once, with what was absorbed.
    fn visit<H: Compression>(self, absorbed: &S::Under<H>) -> Self::Output;
}
