use super::Compression;

/// What is kept of a key once a hash function has absorbed it.
pub trait KeyState {
    /// What is kept, under the hash function `H`. It must wipe itself on drop.
    type Under<H: Compression>;

    /// Absorbs `key`, of any length.
    fn absorb<H: Compression>(key: &[u8]) -> Self::Under<H>;
}

/// What is done with an absorbed key once the type of its hash function is known.
pub trait KeyedVisitor<S: KeyState> {
    /// What the visitor returns.
    type Output;

    /// Called once, with what was absorbed.
    fn visit<H: Compression>(self, absorbed: &S::Under<H>) -> Self::Output;
}
