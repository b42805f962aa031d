//! The transaction: one structure that is parsed, displayed and authenticated.
//!
//! Its encoding is injective and canonical: `encode(decode(b)) == b` for every accepted `b`. What cannot be shown
//! without doubt cannot be expressed: there is no free Unicode text, no cut and no fold.

mod account;
mod amount;
mod batch_digest;
mod build;
mod count;
mod currency;
mod date;
mod digit_text;
mod field;
mod language;
mod operation;
mod show;
mod text;

pub use account::{Account, AccountKind, InvalidAccount};
pub use amount::Amount;
pub use batch_digest::BatchDigest;
pub use build::{Draft, InvalidTransaction, Transaction};
pub use count::Count;
pub use currency::{Currency, UnknownCurrency};
pub use date::{Date, InvalidDate};
pub use digit_text::{DigitText, InvalidDigitText};
pub use field::{Field, Label};
pub(crate) use language::LOGIN;
pub use language::Language;
pub use operation::Operation;
pub use text::{
    Alphabet, Ascii, AsciiText, BankKana, Fault, InvalidText, Japanese, JapaneseText, KanaText,
    Repertoire, Text,
};
