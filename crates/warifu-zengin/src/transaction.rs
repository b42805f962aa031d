use warifu_core::LoginId;

use crate::{Batch, BatchError, BatchErrorKind, BatchKind, DrawnPayments, Row, ShownPayments};
use warifu_sign::transaction::{Count, Draft, Field, Operation, Payment, Transaction};

impl Batch {
    /// What a person is asked to approve: kind, payer's account, total, count, some payments, how many go to new accounts, value
    /// date and digest.
    ///
    /// Make it again from the rows that are to be executed, with the same seed and history, and ask
    /// [`Approved::authorises`](warifu_sign::Approved::authorises) whether it is the one that was approved.
    ///
    /// # Errors
    ///
    /// [`BatchErrorKind::OtherRows`] when `shown` was selected from other rows.
    ///
    /// # Security
    ///
    /// The digest binds all rows, and the screen shows four at most. Two are drawn from the `n` rows that are not shown as the
    /// largest or as new, each with the same chance: one that was smuggled in is seen with a chance of two in `n`.
    pub fn transaction(
        &self,
        login: LoginId,
        shown: &ShownPayments,
    ) -> Result<Transaction, BatchError> {
        // The screen would show payments that are not in the batch of this digest.
        if shown.root() != self.root() {
            return Err(BatchError::without_place(BatchErrorKind::OtherRows));
        }
        Ok(self.with_fields(login, shown))
    }

    #[expect(
        clippy::expect_used,
        reason = "the operation is chosen by the same fields: a test has each variant"
    )]
    fn with_fields(&self, login: LoginId, shown: &ShownPayments) -> Transaction {
        let fields = [
            Field::PayerAccount(self.payer_account()),
            Field::Total(self.total()),
            Field::Count(Count(self.count())),
            Field::LargestPayment(*shown.largest()),
            Field::NewAccounts(Count(shown.new_accounts())),
            Field::ValueDate(self.value_date()),
            Field::BatchDigest(self.digest()),
        ];
        let (first, second) = match *shown.drawn() {
            DrawnPayments::None => (None, None),
            DrawnPayments::One(only) => (Some(only), None),
            DrawnPayments::Two(first, second) => (Some(first), Some(second)),
        };
        let some = [
            shown.largest_new().copied().map(Field::LargestNewPayment),
            first.map(Field::DrawnPayment1),
            second.map(Field::DrawnPayment2),
        ];
        let draft = Draft::new(login, operation(self.kind(), shown));
        // The draft puts the fields into the order of the operation.
        let mut all = fields.into_iter().chain(some.into_iter().flatten());
        let filled = all.try_fold(draft, Draft::with).and_then(Draft::finish);
        filled.expect("the fields are those of the operation")
    }
}

/// The operation that shows these payments of a batch of this kind. There is one for each set of payments, so that the
/// screens of two sets never look alike.
const fn operation(kind: BatchKind, shown: &ShownPayments) -> Operation {
    use DrawnPayments::{None, One, Two};
    let [transfer, payroll, bonus] = match (shown.largest_new(), shown.drawn()) {
        (Some(_), Two(..)) => {
            [Operation::BulkTransfer, Operation::Payroll, Operation::BonusPayment]
        }
        (Some(_), One(_)) => [
            Operation::BulkTransferOneDrawn,
            Operation::PayrollOneDrawn,
            Operation::BonusPaymentOneDrawn,
        ],
        (Some(_), None) => [
            Operation::BulkTransferNoneDrawn,
            Operation::PayrollNoneDrawn,
            Operation::BonusPaymentNoneDrawn,
        ],
        (Option::None, Two(..)) => {
            [Operation::BulkTransferNoNew, Operation::PayrollNoNew, Operation::BonusPaymentNoNew]
        }
        (Option::None, One(_)) => [
            Operation::BulkTransferNoNewOneDrawn,
            Operation::PayrollNoNewOneDrawn,
            Operation::BonusPaymentNoNewOneDrawn,
        ],
        (Option::None, None) => [
            Operation::BulkTransferNoNewNoneDrawn,
            Operation::PayrollNoNewNoneDrawn,
            Operation::BonusPaymentNoNewNoneDrawn,
        ],
    };
    match kind {
        BatchKind::Transfer => transfer,
        BatchKind::Payroll | BatchKind::PublicPayroll => payroll,
        BatchKind::Bonus | BatchKind::PublicBonus => bonus,
    }
}

impl Row {
    /// What a person sees of the row: account, name and amount.
    pub const fn payment(&self) -> Payment {
        let payee = self.payee();
        Payment { account: payee.account, payee: payee.name, amount: self.amount() }
    }
}
