use core::fmt;

use thiserror::Error;
use warifu_core::codec::{Decode, Encode, Reader, Writer};
use warifu_core::{DecodeError, EncodeError, LoginId, MAX_PLAINTEXT, SecretBuf};

use super::body::read_field;
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
    pub const MAX_FIELDS: usize = 10;

    /// A transaction with exactly the fields of its operation, in any order.
    ///
    /// # Errors
    ///
    /// [`TransactionError`] names the label of the first field that is foreign or repeated, or else that is missing.
    pub fn new(
        login: LoginId,
        operation: Operation,
        fields: &[Field],
    ) -> Result<Self, TransactionError> {
        let draft = Draft::new(login, operation);
        fields.iter().try_fold(draft, |draft, field| draft.with(*field))?.finish()
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

    /// The canonical form.
    #[expect(
        clippy::expect_used,
        reason = "all bounded values of one operation together fit: a test"
    )]
    pub(crate) fn canonical(&self) -> SecretBuf<MAX_PLAINTEXT> {
        self.encoded().expect("a transaction fits a plaintext")
    }
}

impl Encode for Transaction {
    /// Writes the canonical form: operation, login ID, and each field as label and value.
    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        writer.u8(self.operation.number())?;
        self.login.encode(writer)?;
        self.fields().try_for_each(|field| field.encode(writer))
    }
}

impl Decode for Transaction {
    /// # Errors
    ///
    /// [`DecodeErrorKind`](warifu_core::DecodeErrorKind): `UnknownOperation`; `UnknownField` or `FieldOrder` for a label that is
    /// not the next one of the operation; and those of the login ID and of each field.
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let operation = Operation::decode(reader)?;
        let mut made = Self { login: reader.read()?, operation, fields: [None; Self::MAX_FIELDS] };
        for (place, label) in made.fields.iter_mut().zip(operation.fields()) {
            *place = Some(read_field(*label, reader)?);
        }
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

/// A transaction in the making.
///
/// ```
/// # use warifu_sign::transaction::*;
/// let order = Draft::new("I7000156KANR".parse()?, Operation::LimitChange);
/// assert_eq!(order.finish(), Err(TransactionError::Missing(Label::DailyLimit)));
///
/// let order = order.with(Field::DailyLimit(Amount::yen(10_000_000)))?.finish()?;
/// assert_eq!(order.fields().count(), 1);
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use = "each field gives another draft"]
pub struct Draft(Transaction);

impl Draft {
    /// A transaction without its fields.
    pub const fn new(login: LoginId, operation: Operation) -> Self {
        Self(Transaction { login, operation, fields: [None; Transaction::MAX_FIELDS] })
    }

    /// Puts `field` in its place.
    ///
    /// # Errors
    ///
    /// [`TransactionError::Foreign`] for a field that the operation does not have,
    /// [`TransactionError::Repeated`] for one that is there already.
    pub fn with(mut self, field: Field) -> Result<Self, TransactionError> {
        let label = field.label();
        let mut places = self.0.fields.iter_mut().zip(self.0.operation.fields());
        let place = places.find(|(_, of_operation)| **of_operation == label);
        let (place, _) = place.ok_or(TransactionError::Foreign(label))?;
        if place.is_some() {
            return Err(TransactionError::Repeated(label));
        }
        *place = Some(field);
        Ok(self)
    }

    /// The transaction, when all of its fields are there.
    ///
    /// # Errors
    ///
    /// [`TransactionError::Missing`] with the first label that is not.
    pub fn finish(self) -> Result<Transaction, TransactionError> {
        let places = self.0.fields.iter().zip(self.0.operation.fields());
        match places.filter(|(place, _)| place.is_none()).map(|(_, label)| *label).next() {
            Some(missing) => Err(TransactionError::Missing(missing)),
            None => Ok(self.0),
        }
    }
}

/// Fields that are not those of the operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TransactionError {
    /// The operation has this field, and the transaction does not.
    #[error("the field {0:?} is missing")]
    Missing(Label),
    /// The field is there twice.
    #[error("the field {0:?} is there twice")]
    Repeated(Label),
    /// The operation has no such field.
    #[error("the operation has no field {0:?}")]
    Foreign(Label),
}

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
