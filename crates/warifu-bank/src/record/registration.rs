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
}

impl Encode for RegistrationRecord {
    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        writer.u8(self.wrong)?;
        // The length says whether there is a message, where the codec of `Option` would have a byte of 0 or 1.
        match &self.open {
            Some(message) => {
                writer.short_bytes(message.encoded::<{ RegistrationMessage::LENGTH }>()?.as_slice())
            }
            None => writer.short_bytes(&[]),
        }
    }
}

impl Decode for RegistrationRecord {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let wrong = reader.u8()?;
        let open = reader.value(|reader| match reader.short_bytes()? {
            [] => Ok(None),
            bytes => match RegistrationMessage::decode_whole(bytes) {
                Ok(message) => Ok(Some(message)),
                Err(_) => Err(DecodeErrorKind::OutOfRange.into()),
            },
        })?;
        Ok(Self { open, wrong })
    }
}
