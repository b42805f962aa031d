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
mod record_length;
mod row;
mod selection;
mod trailer;
mod transaction;
mod tree;

pub use builder::{Batch, BatchBuilder};
pub use column::KanaColumn;
pub use details::{Details, NewCode, Reference, TransferCategory};
pub use draw::DrawSeed;
pub use error::{BatchError, BatchErrorKind};
pub use file::{ZenginFile, ZenginRows};
pub use header::{BatchHeader, BatchKind, Payer};
pub use inclusion::{Included, Inclusion, InclusionError, Prover};
pub use record::Record;
pub use record_length::RECORD_LENGTH;
pub use row::{Payee, Row};
pub use selection::{DrawnPayments, PayeeHistory, PaymentSelector, ShownPayments};
pub use trailer::Trailer;
pub use tree::{Leaf, MAX_ROWS, Root};

pub use warifu_sign::transaction::BatchDigest;
