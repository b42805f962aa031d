use super::Header;
use crate::codec::{Encode, EncodeError};
use crate::{InlineBytes, KeyId};

/// What the tag of a message covers in addition to the plaintext (RFC 5116: "additional authenticated data"): header byte,
/// key id, and what the message is bound to. This is the only place where it is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Aad(InlineBytes<{ SEALED_HEADER + MAX_BOUND }>);

impl Aad {
    /// The additional authenticated data of a message with this header and key id, bound to `bound`.
    ///
    /// # Errors
    ///
    /// [`EncodeError::NoRoom`] for more than [`MAX_BOUND`] bound bytes.
    pub fn new(header: Header, key_id: KeyId, bound: &[u8]) -> Result<Self, EncodeError> {
        InlineBytes::written(|writer| {
            header.encode(writer)?;
            key_id.encode(writer)?;
            writer.bytes(bound)
        })
        .map(Self)
    }

    /// 5 to 37 bytes.
    pub fn as_slice(&self) -> &[u8] {
        self.0.as_slice()
    }
}

/// Length of header byte and key id, in bytes.
pub const SEALED_HEADER: usize = 5;

/// The longest value that a message can be bound to, in bytes.
pub const MAX_BOUND: usize = 32;
