//! A file of many payments, approved as one: what a person signs when a payroll goes out.
//!
//! The rows are those of the transfer format that Japanese banks exchange ([Zengin format], 120 bytes a record). A row *is*
//! its record: [`Row::decode`] accepts what [`Row::encode`] writes and nothing else, so that each byte of a record is either
//! part of the row or refused when it is changed. The rows' hashes form the tree of [RFC 9162 §2.1]; the [`BatchDigest`] over
//! header, count, total and root stands for all of them in the transaction that the device shows.
//!
//! ```
//! use warifu_sign::Operation;
//! use warifu_sign::batch::{
//!     DrawSeed, InvalidBatchKind, PayeeHistory, PaymentSelector, Prover, ZenginFile,
//! };
//!
//! # let bytes: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/data/payroll.zengin"));
//! let file = ZenginFile::open(bytes, 2026)?;
//! let batch = file.batch()?;
//! assert_eq!(batch.count(), 12);
//!
//! // A second pass chooses the payments that the person sees: the bank knows whom the payer has paid before, and draws the
//! // seed when the rows are fixed.
//! let mut selector = PaymentSelector::new(&batch, DrawSeed::from_bytes([7; 32]));
//! for row in file.rows() {
//!     selector.push(&row?, PayeeHistory::Known)?;
//! }
//! let order = batch.transaction("I7000156KANR".parse()?, &selector.finish()?)?;
//! assert_eq!(order.operation(), Operation::PayrollNoNew);
//!
//! // One more pass proves to the payee of row 3 that this payment was approved.
//! let mut prover = Prover::new(3, batch.count())?;
//! let mut third = None;
//! for (index, row) in file.rows().enumerate() {
//!     let row = row?;
//!     prover.push(row.leaf());
//!     third = (index == 3).then_some(row).or(third);
//! }
//! let third = third.expect("the batch has twelve rows");
//! prover.finish()?.verify(&third, &batch.root())?;
//!
//! // A digit more in one amount, and the trailer's total is wrong.
//! let mut changed = bytes.to_vec();
//! changed[3 * 122 + 81] = b'1';
//! let error = ZenginFile::open(&changed, 2026)?.batch().unwrap_err();
//! assert_eq!(error.kind, InvalidBatchKind::TotalDiffers);
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```
//!
//! # Security
//!
//! The digest says nothing to a person. What they approve is what the screen says about the batch and about the payments that
//! [`PaymentSelector`] chose of it; a transaction of a batch shows all of it.
//!
//! [Zengin format]: https://www.zenginkyo.or.jp/fileadmin/res/abstract/efforts/system/jba_protocol_pc.pdf
//! [RFC 9162 §2.1]: https://www.rfc-editor.org/rfc/rfc9162#section-2.1

#[cfg(feature = "csv")]
pub mod csv;

mod builder;
mod column;
mod details;
mod draw;
mod error;
mod file;
mod header;
mod inclusion;
mod record;
mod row;
mod selection;
mod trailer;
mod transaction;
mod tree;

pub use builder::{Batch, BatchBuilder};
pub use column::KanaColumn;
pub use details::{Details, NewCode, Reference, TransferCategory};
pub use draw::DrawSeed;
pub use error::{InvalidBatch, InvalidBatchKind, InvalidRecord};
pub use file::{Rows, ZenginFile};
pub use header::{BatchKind, Header, Payer};
pub use inclusion::{Included, Inclusion, InvalidInclusion, NotIncluded, Prover};
pub use record::{RECORD_LENGTH, Record};
pub use row::{Payee, Row};
pub use selection::{DrawnPayments, OtherRowsError, PayeeHistory, PaymentSelector, ShownPayments};
pub use trailer::Trailer;
pub use tree::{Leaf, Root};

pub use crate::transaction::BatchDigest;

/// The most rows that a batch has: the trailer's count has six digits.
///
/// The bound also keeps a proof at 20 hashes, and what is read of a hostile file at 120 MB ([`ZenginFile::batch`]).
pub const MAX_ROWS: u32 = 999_999;
