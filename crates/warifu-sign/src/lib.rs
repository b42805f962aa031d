#![doc = include_str!("../README.md")]
#![no_std]

#[cfg(test)]
extern crate std;

pub mod transaction;

mod activation;
mod approved;
mod confirmed;
mod display;
mod length_byte;
mod number;
mod order;
mod order_digest;
mod pending;
mod pick;
mod registration;
mod review;
mod reviewed;
mod suite;

pub use activation::{ActivationMessage, RESPONSE_DIGITS};
pub use approved::{Approved, MismatchError};
pub use confirmed::Confirmed;
pub use display::{DisplayEntry, DisplayError, DisplayPart, DisplayProfile, Page};
pub use order_digest::OrderDigest;
pub use pending::{IssueError, IssuedChallenge, PendingChallenge, issue};
pub use pick::{AccountPick, LastDigits, PickChoice, WrongPickError};
pub use registration::{
    ACTIVATION_WINDOW, DeviceRecognised, RegistrationMessage, UnknownDeviceError, device_code,
    verify_device_code,
};
pub use review::{Confirmation, Review, ReviewError, ReviewLastPage, ReviewPage};
pub use reviewed::Reviewed;
pub use suite::SUITE;
// Inlined, so that the front page says what each of them is.
#[doc(inline)]
pub use transaction::{
    Account, AccountKind, AccountText, Alphabet, Amount, AsciiText, BatchDigest, Body, Caution,
    Cautions, Count, Currency, Date, DigitText, Draft, Field, FieldError, FieldText, Fields,
    Frequency, Iban, JapaneseText, KanaText, Label, Language, LoginIds, Operation, Payment,
    Repertoire, SessionText, Transaction, TransactionError,
};
pub use warifu_core::{Answer, RefusalReason};
