//! How records store a state: its place in the list of all of them.

use warifu_core::codec::{Reader, Writer};
use warifu_core::{DecodeError, DecodeErrorKind, EncodeError};

pub(crate) fn write<S: PartialEq>(
    writer: &mut Writer<'_>,
    states: &[S],
    state: &S,
) -> Result<(), EncodeError> {
    let place = states.iter().position(|other| other == state).ok_or(EncodeError::OutOfRange)?;
    writer.u8(u8::try_from(place).map_err(|_| EncodeError::OutOfRange)?)
}

pub(crate) fn read<S: Copy>(reader: &mut Reader<'_>, states: &[S]) -> Result<S, DecodeError> {
    let out_of_range = reader.error(DecodeErrorKind::OutOfRange);
    states.get(usize::from(reader.u8()?)).copied().ok_or(out_of_range)
}
