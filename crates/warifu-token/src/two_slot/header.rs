use sha2::digest::consts::U16;
use sha2::{Digest, Sha256};
use warifu_core::codec::Reader;

/// What goes before an image: version byte, sequence number, length, and a check over these and the image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Header {
    /// One more than that of the image before.
    pub(super) sequence: u32,
    /// Of the image, in bytes; never zero.
    pub(super) length: u16,
    pub(super) check: [u8; CHECK_LENGTH],
}

impl Header {
    /// In bytes, before it is padded.
    pub(super) const LENGTH: usize = FIELDS_LENGTH + CHECK_LENGTH;

    /// The header of this image, whose length is told as well.
    pub(super) fn checking(sequence: u32, length: u16, image: &[u8]) -> Self {
        let mut checksum = Checksum::new(sequence, length);
        checksum.update(image);
        Self { sequence, length, check: checksum.finish() }
    }

    pub(super) fn encode(&self) -> [u8; Self::LENGTH] {
        let mut bytes = [0; Self::LENGTH];
        let (front, back) = bytes.split_at_mut(FIELDS_LENGTH);
        front.copy_from_slice(&fields(self.sequence, self.length));
        back.copy_from_slice(&self.check);
        bytes
    }

    /// `None` unless [`Header::encode`] could have written it, for some image.
    pub(super) fn decode(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(bytes);
        if reader.u8().ok()? != VERSION {
            return None;
        }
        let (sequence, length) = (reader.u32().ok()?, reader.u16().ok()?);
        let check = reader.array().ok()?;
        reader.finish().ok()?;
        (length > 0).then_some(Self { sequence, length, check })
    }
}

/// The check of a header and its image, which comes in pieces.
///
/// SHA-256, cut to 16 bytes: firmware has it anyway, and no torn image has the check of another one. It has no key. Someone
/// who writes to the part can compute it; what the host has to protect is the part.
pub(super) struct Checksum(Sha256);

impl Checksum {
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

    fn header(sequence: u32, image: &[u8]) -> Header {
        let length = u16::try_from(image.len()).unwrap();
        let mut checksum = Checksum::new(sequence, length);
        image.chunks(3).for_each(|piece| checksum.update(piece));
        Header { sequence, length, check: checksum.finish() }
    }

    #[test]
    fn the_bytes_are_as_documented() {
        let encoded = header(7, b"an image").encode();
        // From another implementation: printf '\1\0\0\0\7\0\10an image' | sha256sum
        assert_eq!(hex::encode(encoded), "010000000700085c93d3f8f8b1a8cc9b7bddea2ce7640c");
        assert_eq!(Header::decode(&encoded), Some(header(7, b"an image")));
    }

    #[test]
    fn what_it_did_not_write_is_refused() {
        let encoded = header(7, b"an image").encode();
        for cut in 0..encoded.len() {
            assert_eq!(Header::decode(&encoded[..cut]), None);
        }
        let longer: Vec<u8> = encoded.iter().copied().chain([0]).collect();
        assert_eq!(Header::decode(&longer), None);
        let mut unknown = encoded;
        unknown[0] = 2;
        assert_eq!(Header::decode(&unknown), None);
        let empty = header(7, b"").encode();
        assert_eq!(Header::decode(&empty), None, "an empty image says that nothing was stored");
    }

    #[test]
    fn the_check_is_over_every_field() {
        let check = header(7, b"an image").check;
        assert_ne!(header(8, b"an image").check, check);
        assert_ne!(header(7, b"an imagf").check, check);
        assert_ne!(header(7, b"an imag").check, check);
    }
}
