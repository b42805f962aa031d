use core::fmt;

use warifu_core::codec::{Reader, Writer};
use warifu_core::{DecodeError, DecodeErrorKind, EncodeError, LoginId};

use super::{Field, Label, Operation};

/// What a person approves: who is asked, the operation, and its fields.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Transaction {
    login: LoginId,
    operation: Operation,
    fields: [Option<Field>; Transaction::MAX_FIELDS],
}

impl Transaction {
    /// The most fields that an operation has.
    pub const MAX_FIELDS: usize = 4;

    /// A transaction with exactly the fields of its operation, in the registry's order.
    ///
    /// # Errors
    ///
    /// [`InvalidTransaction`] names the first label at which `fields` departs from the operation.
    pub fn new(
        login: LoginId,
        operation: Operation,
        fields: &[Field],
    ) -> Result<Self, InvalidTransaction> {
        let mut made = Self { login, operation, fields: [None; Self::MAX_FIELDS] };
        let mut given = fields.iter();
        for (place, &label) in made.fields.iter_mut().zip(operation.fields()) {
            let field = given.next().ok_or(InvalidTransaction::Missing(label))?;
            if field.label() != label {
                return Err(InvalidTransaction::Expected { expected: label, found: field.label() });
            }
            *place = Some(*field);
        }
        match given.next() {
            Some(extra) => Err(InvalidTransaction::Extra(extra.label())),
            None => Ok(made),
        }
    }

    /// Who is asked.
    pub const fn login(&self) -> &LoginId {
        &self.login
    }

    /// What is asked.
    pub const fn operation(&self) -> Operation {
        self.operation
    }

    /// The fields, in the order in which they are shown and encoded.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().flatten()
    }

    /// Writes the canonical form: operation, login ID, and each field as label and value.
    ///
    /// # Errors
    ///
    /// [`EncodeError::NoRoom`].
    pub fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        writer.u8(self.operation.number())?;
        self.login.encode(writer)?;
        self.fields().try_for_each(|field| field.encode(writer))
    }

    /// Reads a whole body. Accepts only what [`Transaction::encode`] writes.
    ///
    /// # Errors
    ///
    /// [`DecodeError`] with the offset in `body`.
    pub fn decode(body: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(body);
        let operation = Operation::decode(&mut reader)?;
        let login = LoginId::decode(&mut reader)?;
        let mut made = Self { login, operation, fields: [None; Self::MAX_FIELDS] };
        for (place, &label) in made.fields.iter_mut().zip(operation.fields()) {
            let out_of_order = reader.error(DecodeErrorKind::FieldOrder);
            let field = Field::decode(&mut reader)?;
            if field.label() != label {
                return Err(out_of_order);
            }
            *place = Some(field);
        }
        reader.finish()?;
        Ok(made)
    }
}

impl fmt::Debug for Transaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transaction")
            .field("login", &self.login)
            .field("operation", &self.operation)
            .field("fields", &format_args!("{} fields", self.fields().count()))
            .finish()
    }
}

/// Fields that are not those of the operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvalidTransaction {
    /// The operation has this field, and the transaction ends before it.
    Missing(Label),
    /// Another field stands where this one belongs.
    Expected {
        /// The field that belongs here.
        expected: Label,
        /// The field that was given.
        found: Label,
    },
    /// The operation has no such field.
    Extra(Label),
}

impl fmt::Display for InvalidTransaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(label) => write!(f, "the field {label:?} is missing"),
            Self::Expected { expected, found } => {
                write!(f, "the field {found:?} stands where {expected:?} belongs")
            }
            Self::Extra(label) => write!(f, "the operation has no further field {label:?}"),
        }
    }
}

impl core::error::Error for InvalidTransaction {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_for_the_fields_of_every_operation() {
        for operation in Operation::ALL {
            assert!(operation.fields().len() <= Transaction::MAX_FIELDS, "{operation:?}");
        }
    }
}
