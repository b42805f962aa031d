use sha2::digest::consts::U16;
use sha2::{Digest, Sha256};
use warifu_core::codec::{Decode, Reader};
use warifu_core::{DecodeError, DecodeErrorKind};

/// What goes before an image: version byte, sequence number, length, and a check over these and the image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SlotHeader {
    /// From 0; one more than that of the image before.
    pub(super) sequence: u32,
    /// Bytes of the image; never zero.
    pub(super) length: u16,
    pub(super) check: [u8; CHECK_LENGTH],
}

impl SlotHeader {
    /// Bytes of a header, without padding to a word.
    pub(super) const LENGTH: usize = FIELDS_LENGTH + CHECK_LENGTH;

    /// The header of an image, with the check over all. `length` is that of `image`.
    pub(super) fn checking(sequence: u32, length: u16, image: &[u8]) -> Self {
        let mut checksum = ImageCheck::new(sequence, length);
        checksum.update(image);
        Self { sequence, length, check: checksum.finish() }
    }

    /// Not [`Encode`](warifu_core::codec::Encode): it cannot fail, and always has this length.
    pub(super) fn to_bytes(self) -> [u8; Self::LENGTH] {
        let mut bytes = [0; Self::LENGTH];
        let (front, back) = bytes.split_at_mut(FIELDS_LENGTH);
        front.copy_from_slice(&fields(self.sequence, self.length));
        back.copy_from_slice(&self.check);
        bytes
    }
}

impl Decode for SlotHeader {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.constant(VERSION, DecodeErrorKind::UnknownVersion)?;
        let sequence = reader.u32()?;
        // An empty image would say that nothing was ever stored, and let the token start over.
        let length = reader
            .checked(DecodeErrorKind::OutOfRange, |length: u16| (length > 0).then_some(length))?;
        Ok(Self { sequence, length, check: reader.array()? })
    }
}

/// The check of a header and its image, which comes in pieces.
///
/// SHA-256, cut to 16 bytes: firmware has it anyway, and no torn image has the check of another one. It has no key. A person
/// who writes to the part can compute it, so the host has to protect the part.
pub(super) struct ImageCheck(Sha256);

impl ImageCheck {
    pub(super) fn new(sequence: u32, length: u16) -> Self {
        Self(Sha256::new_with_prefix(fields(sequence, length)))
    }

    pub(super) fn update(&mut self, piece: &[u8]) {
        self.0.update(piece);
    }

    pub(super) fn finish(self) -> [u8; CHECK_LENGTH] {
        let (check, _) = self.0.finalize().split::<U16>();
        check.into()
    }
}

fn fields(sequence: u32, length: u16) -> [u8; FIELDS_LENGTH] {
    let [s0, s1, s2, s3] = sequence.to_be_bytes();
    let [l0, l1] = length.to_be_bytes();
    [VERSION, s0, s1, s2, s3, l0, l1]
}

const VERSION: u8 = 1;
const FIELDS_LENGTH: usize = 1 + 4 + 2;
const CHECK_LENGTH: usize = 16;

#[cfg(test)]
mod tests {
    use std::vec::Vec;

    use super::*;

    fn header(sequence: u32, image: &[u8]) -> SlotHeader {
        let length = u16::try_from(image.len()).unwrap();
        let mut checksum = ImageCheck::new(sequence, length);
        image.chunks(3).for_each(|piece| checksum.update(piece));
        SlotHeader { sequence, length, check: checksum.finish() }
    }

    #[test]
    fn the_bytes_are_as_documented() {
        let encoded = header(7, b"an image").to_bytes();
        // From another implementation: printf '\1\0\0\0\7\0\10an image' | sha256sum
        assert_eq!(hex::encode(encoded), "010000000700085c93d3f8f8b1a8cc9b7bddea2ce7640c");
        assert_eq!(SlotHeader::decode_whole(&encoded), Ok(header(7, b"an image")));
    }

    #[test]
    fn what_it_did_not_write_is_refused() {
        let encoded = header(7, b"an image").to_bytes();
        let refused = |bytes: &[u8]| {
            let error = SlotHeader::decode_whole(bytes).unwrap_err();
            (error.kind(), error.offset())
        };
        for cut in 0..encoded.len() {
            assert_eq!(refused(&encoded[..cut]).0, DecodeErrorKind::Truncated);
        }
        let longer: Vec<u8> = encoded.iter().copied().chain([0]).collect();
        assert_eq!(refused(&longer), (DecodeErrorKind::TrailingBytes, SlotHeader::LENGTH));
        let mut unknown = encoded;
        unknown[0] = 2;
        assert_eq!(refused(&unknown), (DecodeErrorKind::UnknownVersion, 0));
        let empty = header(7, b"").to_bytes();
        assert_eq!(refused(&empty), (DecodeErrorKind::OutOfRange, 5));
    }

    #[test]
    fn the_check_is_over_every_field() {
        let check = header(7, b"an image").check;
        assert_ne!(header(8, b"an image").check, check);
        assert_ne!(header(7, b"an imagf").check, check);
        assert_ne!(header(7, b"an imag").check, check);
    }
}
