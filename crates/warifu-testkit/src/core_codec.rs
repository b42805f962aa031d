use warifu_core::codec::{Reader, Writer};
use warifu_core::{EncodeError, LoginId, Serial, TokenCode};

/// Reads each kind of value from the front of `input`; what is accepted has to be written the same way.
pub(crate) fn check(input: &[u8]) {
    accepted(input, Reader::minimal_uint, |value, writer| writer.minimal_uint(*value));
    accepted(input, Reader::short_bytes, |value, writer| writer.short_bytes(value));
    accepted(input, Serial::decode, Serial::encode);
    accepted(input, LoginId::decode, LoginId::encode);
    accepted(input, TokenCode::decode, TokenCode::encode);
}

fn accepted<'a, T, E>(
    input: &'a [u8],
    read: impl FnOnce(&mut Reader<'a>) -> Result<T, E>,
    write: impl FnOnce(&T, &mut Writer<'_>) -> Result<(), EncodeError>,
) {
    let mut reader = Reader::new(input);
    let Ok(value) = read(&mut reader) else {
        assert_eq!(reader.rest().len(), input.len().saturating_sub(reader.position()));
        return;
    };
    let mut room = [0; 300];
    let mut writer = Writer::new(&mut room);
    assert_eq!(write(&value, &mut writer), Ok(()));
    let length = writer.length();
    assert_eq!(room.get(..length), input.get(..reader.position()));
}
