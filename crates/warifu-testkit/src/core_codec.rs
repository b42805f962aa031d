use warifu_core::codec::{Decode, Encode, Reader, Writer};
use warifu_core::{DecodeError, EncodeError, LoginId, Serial, TokenCode};

/// Reads each kind of value from the front of `input`; what is accepted has to be written the same way.
pub(crate) fn check(input: &[u8]) {
    accepted(input, Reader::minimal_uint, |value, writer| writer.minimal_uint(*value));
    accepted(input, Reader::short_bytes, |value, writer| writer.short_bytes(value));
    accepted(input, Serial::decode, Serial::encode);
    accepted(input, LoginId::decode, LoginId::encode);
    accepted(input, TokenCode::decode, TokenCode::encode);
}

fn accepted<'a, T>(
    input: &'a [u8],
    read: impl FnOnce(&mut Reader<'a>) -> Result<T, DecodeError>,
    write: impl FnOnce(&T, &mut Writer<'_>) -> Result<(), EncodeError>,
) {
    let mut reader = Reader::new(input);
    let value = match read(&mut reader) {
        Ok(value) => value,
        Err(error) => return assert!(error.offset() <= input.len(), "an error says where"),
    };
    let mut room = [0; 300];
    let mut writer = Writer::new(&mut room);
    assert_eq!(write(&value, &mut writer), Ok(()));
    let length = writer.length();
    assert_eq!(room.get(..length), input.get(..reader.position()));
}
