//! What the store keeps of each subject, in the strict codec: a record that was cut or changed is not read.

mod camera;
mod hardware_otp;
mod registration;

#[cfg(test)]
mod tests;

use warifu_core::codec::{Decode, Encode, Reader, Writer};
use warifu_core::{DecodeError, DecodeErrorKind, EncodeError, IssuerId, LoginId, TokenCode};

use crate::store::{Subject, TokenKind};

pub(crate) use camera::{ActivatingRecord, CameraRecord, InstanceRecord};
pub(crate) use hardware_otp::HardwareOtpRecord;
pub(crate) use registration::RegistrationRecord;

/// A subject's state between two requests.
pub(crate) trait SubjectRecord: Encode + Decode {
    /// The first byte of the stored form. It keeps the records of one kind from being read as those of another.
    const TAG: u8;

    /// For the store's index of users.
    fn users(&self) -> Option<(TokenKind, &[LoginId])> {
        None
    }

    /// The name that the record claims for itself alone.
    fn token_code(&self) -> Option<TokenCode> {
        None
    }

    fn to_bytes(&self) -> Result<Vec<u8>, EncodeError> {
        let mut room = vec![0; LARGEST];
        let mut writer = Writer::new(&mut room);
        writer.u8(Self::TAG)?;
        self.encode(&mut writer)?;
        let length = writer.length();
        room.truncate(length);
        Ok(room)
    }

    fn from_bytes(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes);
        reader.constant(Self::TAG, DecodeErrorKind::UnknownKind)?;
        let record = reader.read()?;
        reader.finish()?;
        Ok(record)
    }
}

/// What a wrapped key is bound to: the issuer and the record that holds it, so that rows cannot be exchanged.
pub(crate) fn key_context(issuer: IssuerId, subject: &Subject) -> Vec<u8> {
    [&issuer.value().to_be_bytes(), subject.to_string().as_bytes()].concat()
}

/// Room for a camera token with as many users and open challenges as a list can hold.
const LARGEST: usize = 64 * 1024;
