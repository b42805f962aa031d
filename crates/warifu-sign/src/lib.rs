#![doc = include_str!("../README.md")]
#![no_std]

#[cfg(test)]
extern crate std;

pub mod batch;
pub mod ocra;
pub mod transaction;

mod activation;
mod display;
mod number;
mod path;
mod pending;
mod registration;

pub use activation::{ActivationMessage, RESPONSE_DIGITS};
pub use display::{DisplayProfile, DoesNotFit, Entry, Page, Part};
pub use number::{NotAnActivation, activation_number};
pub use path::{Authenticated, Confirmed, Showing, Shown, Viewing};
pub use pending::{
    Approved, Checked, IssueError, Issued, Mismatch, OrderDigest, Pending, Reason, issue,
};
pub use registration::{
    ACTIVATION_WINDOW, DeviceRecognised, RegistrationMessage, UnknownDevice, device_code,
    verify_device_code,
};
pub use transaction::{
    Account, AccountKind, AccountText, Amount, AsciiText, Body, Caution, Cautions, Count, Currency,
    Date, DigitText, Draft, Field, Frequency, Iban, InvalidTransaction, JapaneseText, KanaText,
    Label, Language, LoginIds, Operation, Payment, SessionText, Transaction,
};
