//! The transaction: one structure that is parsed, displayed and authenticated.
//!
//! Its encoding is injective and canonical: `encode(decode(b)) == b` for every accepted `b`. What cannot be shown
//! unambiguously cannot be expressed: there is no free Unicode text. A text that is too long is refused and not cut short, and
//! a character outside its repertoire is refused and not replaced by a similar one.

mod account;
mod account_text;
mod amount;
mod batch_digest;
mod body;
mod build;
mod caution;
mod cautions;
mod count;
mod currency;
mod date;
mod decimal;
mod digit_text;
mod error;
mod field;
mod frequency;
mod iban;
mod iban_countries;
mod language;
mod login_ids;
mod operation;
mod payment;
mod registry;
mod session_text;
mod show;
mod speech;
mod text;

pub use account::{Account, AccountKind};
pub use account_text::AccountText;
pub use amount::Amount;
pub use batch_digest::BatchDigest;
pub use body::{Body, Fields};
pub use build::{Draft, Transaction, TransactionError};
pub use caution::Caution;
pub use cautions::Cautions;
pub use count::Count;
pub use currency::Currency;
pub use date::Date;
pub use digit_text::DigitText;
pub use error::FieldError;
pub use field::{Field, Label};
pub use frequency::Frequency;
pub use iban::Iban;
pub use language::Language;
pub(crate) use language::{LOGIN, Words};
pub use login_ids::LoginIds;
pub use operation::Operation;
pub use payment::Payment;
pub use session_text::SessionText;
pub(crate) use show::show_displayed;
pub(crate) use speech::{PAUSE, Speak};
pub use text::{
    Alphabet, Ascii, AsciiText, BankKana, FieldText, Japanese, JapaneseText, KanaText, Repertoire,
};
