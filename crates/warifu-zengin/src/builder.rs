use sha2::{Digest, Sha256};

use crate::trailer::{COUNT, MAX_TOTAL, TOTAL};
use crate::tree::{Tree, TreeFull};
use crate::{BatchError, BatchErrorKind, BatchHeader, BatchKind, Root, Row, Trailer};
use warifu_sign::transaction::{Account, Amount, BatchDigest, Date};

/// A batch that is being read: a header, and rows one after the other. Of the rows, only the largest is kept.
#[derive(Debug, Clone)]
pub struct BatchBuilder {
    header: BatchHeader,
    tree: Tree,
    total: u64,
    largest: Option<Row>,
}

impl BatchBuilder {
    /// A batch without rows.
    pub const fn new(header: BatchHeader) -> Self {
        Self { header, tree: Tree::new(), total: 0, largest: None }
    }

    /// Adds the next row.
    ///
    /// # Errors
    ///
    /// [`BatchErrorKind::Layout`] for a row of another kind than the header, [`BatchErrorKind::TooManyRows`] for the
    /// 1,000,000th row, or [`BatchErrorKind::TotalTooLarge`] for a sum of more than twelve digits; the batch is then
    /// unchanged.
    pub fn push(&mut self, row: &Row) -> Result<(), BatchError> {
        if row.details().is_payroll() != self.header.kind().is_payroll() {
            return Err(self.error(BatchErrorKind::Layout, REFERENCE));
        }
        let total = self.total.checked_add(row.yen()).filter(|&total| total <= MAX_TOTAL);
        let total = total.ok_or(self.error(BatchErrorKind::TotalTooLarge, AMOUNT))?;
        let pushed = self.tree.push(row.leaf().hash(), |_| ());
        pushed.map_err(|TreeFull| self.error(BatchErrorKind::TooManyRows, 0))?;
        self.total = total;
        if self.largest.is_none_or(|largest| row.yen() > largest.yen()) {
            self.largest = Some(*row);
        }
        Ok(())
    }

    /// The trailer that is right for the rows so far.
    pub const fn trailer(&self) -> Trailer {
        Trailer { count: self.tree.count(), total: self.total }
    }

    /// The batch, if the trailer is right.
    ///
    /// # Errors
    ///
    /// [`BatchErrorKind::NoRows`] for a batch without rows, [`BatchErrorKind::CountDiffers`] or
    /// [`BatchErrorKind::TotalDiffers`] for a trailer that says another count or sum than the rows have.
    pub fn finish(self, trailer: Trailer) -> Result<Batch, BatchError> {
        let largest = self.largest.ok_or(self.error(BatchErrorKind::NoRows, 0))?;
        // The file's own count and total: rows that were lost or added on the way show here.
        if trailer.count != self.tree.count() {
            return Err(self.error(BatchErrorKind::CountDiffers, COUNT));
        }
        if trailer.total != self.total {
            return Err(self.error(BatchErrorKind::TotalDiffers, TOTAL));
        }
        let root = self.tree.root(|_| ());
        let digest = self.header.batch_digest(trailer.total, &root);
        Ok(Batch { header: self.header, total: trailer.total, largest, root, digest })
    }

    /// An error at the record that would come next.
    #[expect(clippy::arithmetic_side_effects, reason = "a header and at most 999,999 rows")]
    const fn error(&self, kind: BatchErrorKind, column: usize) -> BatchError {
        BatchError::new(kind, column).in_record(self.tree.count() + 2)
    }
}

/// A batch that was read to its end: what a person is asked to approve. Only [`BatchBuilder::finish`] makes one.
///
/// ```compile_fail
/// # fn forge(batch: warifu_zengin::Batch) -> warifu_zengin::Batch {
/// warifu_zengin::Batch { total: 1, ..batch }
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Batch {
    header: BatchHeader,
    total: u64,
    largest: Row,
    root: Root,
    digest: BatchDigest,
}

impl Batch {
    /// The header.
    pub const fn header(&self) -> &BatchHeader {
        &self.header
    }

    /// The kind of transfers.
    pub const fn kind(&self) -> BatchKind {
        self.header.kind()
    }

    /// The account that pays.
    pub const fn payer_account(&self) -> Account {
        self.header.payer().account
    }

    /// The day on which the payments are made.
    pub const fn value_date(&self) -> Date {
        self.header.value_date()
    }

    /// The number of rows, 1 to 999,999.
    pub const fn count(&self) -> u32 {
        self.root.count()
    }

    /// The sum of all rows, below 10^12 yen.
    pub const fn total(&self) -> Amount {
        Amount::yen(self.total)
    }

    /// The row with the largest amount; of several, the first.
    pub const fn largest(&self) -> &Row {
        &self.largest
    }

    /// The root of the rows' tree.
    pub const fn root(&self) -> Root {
        self.root
    }

    /// The digest that a transaction has in the place of the whole batch.
    pub const fn digest(&self) -> BatchDigest {
        self.digest
    }
}

impl BatchHeader {
    /// The digest of a batch with this header: SHA-256 over purpose, header, count, total in yen, and root.
    ///
    /// `total` is in yen: the [`minor_units`](Amount::minor_units) of [`Batch::total`], since the yen has no smaller unit.
    ///
    /// No two batches of one year share one: the header has month and day, and the year is signed with the value date. A
    /// payee who has one row and an [`Inclusion`](crate::Inclusion) checks with it that the root is the one that was signed.
    pub fn batch_digest(&self, total: u64, root: &Root) -> BatchDigest {
        let hash = Sha256::new()
            .chain_update([PURPOSE_LENGTH])
            .chain_update(PURPOSE)
            .chain_update(self.to_record())
            .chain_update(root.count().to_be_bytes())
            .chain_update(total.to_be_bytes())
            .chain_update(root.as_bytes());
        BatchDigest(hash.finalize().into())
    }
}

const PURPOSE: &[u8; 14] = b"warifu/1 batch";
const PURPOSE_LENGTH: u8 = 14;
const AMOUNT: usize = 80;
const REFERENCE: usize = 91;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{KanaColumn, Payer};
    use warifu_sign::transaction::AccountKind;

    fn builder(count: u32) -> BatchBuilder {
        let payer = Payer {
            code: 1,
            name: KanaColumn::BLANK,
            account: Account::new(138, 110, AccountKind::Ordinary, 1).unwrap(),
            bank_name: KanaColumn::BLANK,
            branch_name: KanaColumn::BLANK,
        };
        let date = Date::new(2026, 12, 1).unwrap();
        let header = BatchHeader::new(BatchKind::Transfer, payer, date).unwrap();
        BatchBuilder { tree: Tree::danger_from_count(count), ..BatchBuilder::new(header) }
    }

    fn row() -> Row {
        let mut record = [b' '; 120];
        record[..5].copy_from_slice(b"20138");
        record[20..23].copy_from_slice(b"110");
        record[42..51].copy_from_slice(b"10000001A");
        record[80..90].copy_from_slice(b"0000000001");
        Row::from_record(&record, BatchKind::Transfer).unwrap()
    }

    #[test]
    fn rows_end_at_six_digits() {
        let mut builder = builder(999_998);
        builder.push(&row()).unwrap();
        assert_eq!(builder.trailer(), Trailer { count: 999_999, total: 1 });
        let error = builder.push(&row()).unwrap_err();
        let expected = BatchError::new(BatchErrorKind::TooManyRows, 0).in_record(1_000_001);
        assert_eq!(error, expected);
        assert_eq!(builder.trailer(), Trailer { count: 999_999, total: 1 });
    }
}
