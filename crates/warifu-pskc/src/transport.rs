use warifu_core::Secret;

/// What a key file was protected with on its way.
#[derive(Debug)]
pub enum TransportKey {
    /// Nothing: the secrets are plain. An encrypted file is refused.
    None,
    /// A key that sender and receiver agreed on: 16, 24 or 32 bytes, as the cipher asks. A file with a plain secret is
    /// refused, because an attacker without the key could have put it there.
    ///
    /// Opens a file with a password too, if it is the key that comes from it.
    PreShared(Secret),
    /// A password that sender and receiver agreed on, of 1 to 128 bytes. The file says how the key comes from it; a
    /// file that does not is refused, and so is one with a plain secret.
    Password(Secret),
}

/// What is known of the channel that a key file came over.
///
/// RFC 6030 §7 lets the sender sign the container. This crate does not verify XML signatures: see the README.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Authenticity {
    /// Nothing: a signature, if the file carries one, would have to be verified. A signed file is refused.
    #[default]
    Unproven,
    /// The file came, whole and unchanged, from its sender over a channel that made sure of both, or its signature was
    /// verified by other means. The signature is passed over.
    TransportIsTrusted,
}
