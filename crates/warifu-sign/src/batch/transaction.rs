use warifu_core::LoginId;

use super::{Batch, BatchKind};
use crate::transaction::{Count, Field, InvalidTransaction, Operation, Transaction};

impl Batch {
    /// What a person is asked to approve: kind, payer's account, total, count, the largest payment, value date and digest.
    ///
    /// Made again from the rows that are executed, it is the transaction that was approved or it is not
    /// ([`Approved::authorises`](crate::Approved::authorises)).
    ///
    /// # Errors
    ///
    /// None that a batch can cause: its fields are those of the operation.
    pub fn transaction(&self, login: LoginId) -> Result<Transaction, InvalidTransaction> {
        let largest = self.largest();
        let fields = [
            Field::PayerAccount(self.payer_account()),
            Field::Total(self.total()),
            Field::Count(Count(self.count())),
            Field::LargestAccount(largest.payee().account),
            Field::LargestName(largest.payee().name),
            Field::LargestAmount(largest.amount()),
            Field::ValueDate(self.value_date()),
            Field::BatchDigest(self.digest()),
        ];
        Transaction::new(login, self.kind().operation(), &fields)
    }
}

impl BatchKind {
    /// The operation that approves a batch of this kind.
    pub const fn operation(self) -> Operation {
        match self {
            Self::Transfer => Operation::BulkTransfer,
            Self::Payroll | Self::PublicPayroll => Operation::Payroll,
            Self::Bonus | Self::PublicBonus => Operation::BonusPayment,
        }
    }
}
