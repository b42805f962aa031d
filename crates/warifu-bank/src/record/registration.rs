use warifu_core::codec::{Decode, Encode, Reader, Writer};
use warifu_core::{DecodeError, DecodeErrorKind, EncodeError};
use warifu_sign::RegistrationMessage;

use super::SubjectRecord;

/// A person's open camera registration: the first picture was shown, no device has answered.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct RegistrationRecord {
    /// `None` once it was answered or guessed at too often.
    pub(crate) open: Option<RegistrationMessage>,
    pub(crate) wrong: u8,
}

impl SubjectRecord for RegistrationRecord {
    const TAG: u8 = 3;

    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        writer.u8(self.wrong)?;
        match &self.open {
            Some(message) => {
                writer.short_bytes(message.encoded::<{ RegistrationMessage::LENGTH }>()?.as_slice())
            }
            None => writer.short_bytes(&[]),
        }
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let wrong = reader.u8()?;
        let malformed = reader.error(DecodeErrorKind::OutOfRange);
        let open = match reader.short_bytes()? {
            [] => None,
            bytes => Some(RegistrationMessage::decode_whole(bytes).map_err(|_| malformed)?),
        };
        Ok(Self { open, wrong })
    }
}
