use core::fmt;

use warifu_core::codec::{Decode, Encode, Reader, Writer};
use warifu_core::keys::InstanceKey;
use warifu_core::{DecodeError, EncodeError, IssuerId, TokenCode, UnixTime, Version};
use warifu_qr::{Envelope, ReplayWindow};
use warifu_sign::KanaText;

/// One activation of the device at one bank.
pub(crate) struct Instance {
    pub(crate) issuer: IssuerId,
    pub(crate) token_code: TokenCode,
    pub(crate) bank: KanaText,
    pub(crate) key_epoch: u16,
    /// The version of every message that this instance takes. An activation can raise it, and nothing lowers it.
    pub(crate) version: Version,
    /// The latest issue time that a person has confirmed. A clock that says less was reset, and is not believed.
    pub(crate) floor: UnixTime,
    pub(crate) key: InstanceKey,
    pub(crate) used: ReplayWindow,
}

impl Instance {
    /// Whether the message names this instance's key.
    #[inline(never)] // for the stack of firmware
    pub(crate) fn is_named_by(&self, envelope: &Envelope<'_>) -> bool {
        self.key.message_key().key_id(envelope.nonce()) == envelope.key_id()
    }

    /// Whether `other` is an activation of the same token code, which one of the two replaces.
    pub(crate) fn is_namesake_of(&self, other: &Self) -> bool {
        (self.issuer, self.token_code) == (other.issuer, other.token_code)
    }

    /// A second copy, with the key: for a change of the image that is not stored yet.
    pub(crate) fn duplicate(&self) -> Self {
        Self { key: InstanceKey::new(*self.key.expose()), used: self.used.clone(), ..*self }
    }

    /// The longest encoding, in bytes.
    pub(crate) const MAX_ENCODED: usize =
        4 + (1 + 13) + (1 + KanaText::MAX_LENGTH) + 2 + 1 + 4 + 32 + ReplayWindow::ENCODED;
}

impl Encode for Instance {
    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        self.issuer.encode(writer)?;
        self.token_code.encode(writer)?;
        self.bank.encode(writer)?;
        writer.u16(self.key_epoch)?;
        self.version.encode(writer)?;
        // Four bytes, as in every message: `Validity` bounds what a bank can say.
        writer.u32(u32::try_from(self.floor.value()).map_err(|_| EncodeError::OutOfRange)?)?;
        writer.bytes(self.key.expose())?;
        self.used.encode(writer)
    }
}

impl Decode for Instance {
    #[inline(never)] // for the flash of firmware
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            issuer: reader.read()?,
            token_code: reader.read()?,
            bank: KanaText::decode(reader)?,
            key_epoch: reader.u16()?,
            version: reader.read()?,
            floor: UnixTime::new(u64::from(reader.u32()?)),
            key: InstanceKey::new(reader.array()?),
            used: ReplayWindow::decode(reader)?,
        })
    }
}

impl fmt::Debug for Instance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Instance({})", self.token_code)
    }
}
