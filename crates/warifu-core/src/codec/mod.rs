//! A codec that accepts exactly one encoding of each value.
//!
//! Integers are big-endian. A length comes before what it counts. [`Reader`] refuses everything that [`Writer`] would not
//! have written, and says what was wrong and at which byte, never what the byte was.

mod error;
mod reader;
mod traits;
mod values;
mod writer;

pub use error::{DecodeError, DecodeErrorKind, EncodeError, ReadValueError};
pub use reader::Reader;
pub use traits::{Decode, Encode};
pub use writer::Writer;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use std::vec;

    use super::*;

    proptest! {
        #[test]
        fn what_is_written_reads_back(
            a: u8, b: u16, c: u32, d: u64, e: u64, text in proptest::collection::vec(any::<u8>(), 0..=255)
        ) {
            let mut room = vec![0_u8; 300];
            let mut writer = Writer::new(&mut room);
            writer.u8(a).unwrap();
            writer.u16(b).unwrap();
            writer.u32(c).unwrap();
            writer.u64(d).unwrap();
            writer.minimal_uint(e).unwrap();
            writer.short_bytes(&text).unwrap();
            let length = writer.length();
            let mut reader = Reader::new(&room[..length]);
            prop_assert_eq!(reader.u8(), Ok(a));
            prop_assert_eq!(reader.u16(), Ok(b));
            prop_assert_eq!(reader.u32(), Ok(c));
            prop_assert_eq!(reader.u64(), Ok(d));
            prop_assert_eq!(reader.minimal_uint(), Ok(e));
            prop_assert_eq!(reader.short_bytes(), Ok(&text[..]));
            prop_assert_eq!(reader.finish(), Ok(()));
        }

        #[test]
        fn an_accepted_integer_was_minimal(input in proptest::collection::vec(any::<u8>(), 0..12)) {
            let mut reader = Reader::new(&input);
            if let Ok(value) = reader.minimal_uint() {
                let mut room = [0_u8; 9];
                let mut writer = Writer::new(&mut room);
                writer.minimal_uint(value).unwrap();
                let length = writer.length();
                prop_assert_eq!(&room[..length], &input[..reader.position()]);
            }
        }
    }

    #[test]
    fn refusals_carry_kind_and_offset() {
        let refused = |input: &[u8]| {
            let mut reader = Reader::new(input);
            reader
                .u8()
                .and_then(|_| reader.minimal_uint())
                .and_then(|_| reader.finish())
                .unwrap_err()
        };
        assert_eq!(refused(&[]), DecodeError::new(DecodeErrorKind::Truncated, 0));
        assert_eq!(refused(&[7]), DecodeError::new(DecodeErrorKind::Truncated, 1));
        assert_eq!(refused(&[7, 2, 1]), DecodeError::new(DecodeErrorKind::Truncated, 2));
        assert_eq!(refused(&[7, 2, 0, 1]), DecodeError::new(DecodeErrorKind::NotMinimal, 1));
        assert_eq!(refused(&[7, 9, 1]), DecodeError::new(DecodeErrorKind::OutOfRange, 1));
        assert_eq!(refused(&[7, 0, 1]), DecodeError::new(DecodeErrorKind::TrailingBytes, 2));
    }

    #[test]
    fn a_full_buffer_is_an_error() {
        let mut room = [0_u8; 3];
        let mut writer = Writer::new(&mut room);
        assert_eq!(writer.u32(1), Err(EncodeError::NoRoom));
        assert_eq!(writer.short_bytes(&[0; 256]), Err(EncodeError::TooLong));
        assert_eq!(writer.zeros(4), Err(EncodeError::NoRoom));
        assert_eq!(writer.zeros(usize::MAX), Err(EncodeError::NoRoom));
        writer.u16(0x0102).unwrap();
        writer.zeros(1).unwrap();
        assert_eq!(writer.length(), 3);
        assert_eq!(room, [1, 2, 0]);
    }
}
