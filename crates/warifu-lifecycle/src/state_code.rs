//! How records store a state: one byte, its place in the list of all states.

use warifu_core::codec::{Reader, Writer};
use warifu_core::{DecodeError, DecodeErrorKind, EncodeError};

pub(crate) fn write<S: PartialEq>(
    writer: &mut Writer<'_>,
    states: &[S],
    state: &S,
) -> Result<(), EncodeError> {
    let place = states.iter().position(|other| other == state);
    debug_assert!(place.is_some(), "a list of states lacks one");
    let place = place.ok_or(EncodeError::OutOfRange)?;
    writer.u8(u8::try_from(place).map_err(|_| EncodeError::OutOfRange)?)
}

pub(crate) fn read<S: Copy>(reader: &mut Reader<'_>, states: &[S]) -> Result<S, DecodeError> {
    reader.checked(DecodeErrorKind::OutOfRange, |place: u8| states.get(usize::from(place)).copied())
}
