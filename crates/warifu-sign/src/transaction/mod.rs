//! The transaction: one structure that is parsed, displayed and authenticated.
//!
//! Its encoding is injective and canonical: `encode(decode(b)) == b` for every accepted `b`. What cannot be shown
//! without doubt cannot be expressed: there is no free Unicode text, no cut and no fold.

mod account;
mod amount;
mod build;
mod date;
mod field;
mod kana;
mod registry;

pub use account::{Account, AccountKind, InvalidAccount};
pub use amount::{Amount, Currency};
pub use build::{InvalidTransaction, Transaction};
pub use date::{Date, InvalidDate};
pub use field::Field;
pub use kana::{InvalidKana, KanaText};
pub(crate) use registry::login_text;
pub use registry::{Label, Language, Operation};
