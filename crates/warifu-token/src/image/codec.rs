use warifu_core::codec::{Encode, Reader, Writer};
use warifu_core::{DecodeError, DecodeErrorKind, EncodeError};

use super::{Image, MAX_INSTANCES};
use crate::instance::Instance;

impl Encode for Image {
    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        writer.u8(VERSION)?;
        self.activation.encode(writer)?;
        writer.u8(u8::try_from(self.count()).map_err(|_| EncodeError::TooLong)?)?;
        self.instances().try_for_each(|instance| instance.encode(writer))
    }
}

impl Image {
    /// Fills a new image. Accepts only what [`Image::encode`] writes; offsets are those in the image.
    ///
    /// Version byte, activation counter, number of activations, and each of them as issuer, token code, bank name, key epoch,
    /// version, floor, instance key and replay window. In place, unlike [`Decode`](warifu_core::codec::Decode): an image is a
    /// large part of the stack of firmware, and is there once.
    pub(crate) fn fill(&mut self, bytes: &[u8]) -> Result<(), DecodeError> {
        debug_assert_eq!(self.count(), 0, "the image is new");
        let mut reader = Reader::new(bytes);
        reader.constant(VERSION, DecodeErrorKind::UnknownVersion)?;
        self.activation = reader.read()?;
        reader.list(0..=MAX_COUNT, |instance| self.add(instance))?;
        reader.finish()
    }

    fn add(&mut self, instance: Instance) -> Result<(), DecodeErrorKind> {
        // Two of one token code would leave it open which key and which used numbers count.
        if self.instances().any(|held| held.is_namesake_of(&instance)) {
            return Err(DecodeErrorKind::FieldOrder);
        }
        let count = self.count();
        let place = self.instances.get_mut(count).ok_or(DecodeErrorKind::OutOfRange)?;
        *place = Some(instance);
        Ok(())
    }
}

/// The largest number of activations, as its byte says it.
const MAX_COUNT: u8 = {
    assert!(MAX_INSTANCES == 8, "the byte of the number says the same");
    8
};

const VERSION: u8 = 1;
