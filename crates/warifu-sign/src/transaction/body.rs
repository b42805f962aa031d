use core::{fmt, slice};

use warifu_core::codec::{Decode, Reader};
use warifu_core::{DecodeError, DecodeErrorKind, LoginId};

use super::{Field, Label, Operation};

/// A transaction in its canonical bytes: all of them were read once and accepted, and each field is read again where it is
/// needed.
///
/// On a device, what is shown is then what was authenticated, and only one field at a time takes memory.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Body<'a> {
    operation: Operation,
    login: LoginId,
    /// Labels and values, to the end.
    fields: &'a [u8],
}

impl<'a> Body<'a> {
    /// Reads a whole body. Accepts only what a [`Transaction`](super::Transaction) is encoded as.
    ///
    /// # Errors
    ///
    /// [`DecodeError`] with the offset in `body`.
    #[inline(never)] // for the stack of firmware
    pub fn decode(body: &'a [u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(body);
        let operation = Operation::decode(&mut reader)?;
        let login = LoginId::decode(&mut reader)?;
        let fields = reader.rest();
        operation
            .fields()
            .iter()
            .try_for_each(|&label| read_field(label, &mut reader).map(|_| ()))?;
        reader.finish()?;
        Ok(Self { operation, login, fields })
    }

    /// The body in bytes that [`Body::decode`] has accepted before.
    #[expect(
        clippy::expect_used,
        reason = "the caller keeps the bytes as they were when it decoded them"
    )]
    pub(crate) fn decode_again(body: &'a [u8]) -> Self {
        Self::decode(body).expect("these bytes were decoded before")
    }

    /// What is asked.
    pub const fn operation(&self) -> Operation {
        self.operation
    }

    /// Who is asked.
    pub const fn login(&self) -> &LoginId {
        &self.login
    }

    /// The bytes of all fields but the cautions, labels included. The cautions come first: their label is the lowest.
    #[expect(
        clippy::expect_used,
        reason = "`Body::decode` has read the same label in the same bytes"
    )]
    pub(crate) fn encoded_fields_without_cautions(&self) -> &'a [u8] {
        let mut rest = Reader::new(self.fields);
        if let Some(&Label::Cautions) = self.operation.fields().first() {
            read_field(Label::Cautions, &mut rest).expect("the body was read to its end");
        }
        rest.rest()
    }

    /// The fields, in the order in which they are encoded.
    pub fn fields(&self) -> Fields<'a> {
        Fields { labels: self.operation.fields().iter(), rest: Reader::new(self.fields) }
    }
}

impl fmt::Debug for Body<'_> {
    /// Without what it says about people.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Body({:?}, redacted)", self.operation)
    }
}

/// The fields of a [`Body`], each read when it is asked for.
#[derive(Debug, Clone)]
pub struct Fields<'a> {
    labels: slice::Iter<'static, Label>,
    rest: Reader<'a>,
}

impl Iterator for Fields<'_> {
    type Item = Field;

    #[expect(
        clippy::expect_used,
        reason = "`Body::decode` has read the same labels in the same bytes"
    )]
    fn next(&mut self) -> Option<Field> {
        let label = self.labels.next()?;
        Some(read_field(*label, &mut self.rest).expect("the body was read to its end"))
    }
}

/// A label that must be this one, and its value.
#[inline(never)] // for the stack of firmware
pub(super) fn read_field(label: Label, reader: &mut Reader<'_>) -> Result<Field, DecodeError> {
    reader.value(|reader| {
        let found = Label::decode(reader)?;
        (found == label).then_some(()).ok_or(DecodeErrorKind::FieldOrder.into())
    })?;
    Field::decode_value(label, reader)
}
