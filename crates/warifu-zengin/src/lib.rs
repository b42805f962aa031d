#![doc = include_str!("../README.md")]
#![no_std]

#[cfg(test)]
extern crate std;

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

pub use warifu_sign::transaction::BatchDigest;

/// The most rows that a batch has: the trailer's count has six digits.
///
/// The bound also keeps a proof at 20 hashes, and what is read of a hostile file at 120 MB ([`ZenginFile::batch`]).
pub const MAX_ROWS: u32 = 999_999;
