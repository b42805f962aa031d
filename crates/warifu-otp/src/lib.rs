#![doc = include_str!("../README.md")]
#![no_std]

#[cfg(test)]
extern crate std;

mod attempts;
mod budget;
mod campaign;
mod error;
mod format;
mod honest_errors;
mod hotp;
mod limits;
mod mac;
mod many;
mod mask;
mod policy;
mod state;
mod time_step;
mod totp;
#[cfg(feature = "uri")]
pub mod uri;
mod verifier;
mod wrong_codes;

pub use attempts::{Attempts, Standing};
pub use budget::GuessBudget;
pub use campaign::{Campaign, Successes};
pub use error::{ParametersError, VerifyError};
pub use honest_errors::HonestErrors;
pub use hotp::{AcceptedCounter, Hotp};
pub use limits::AttemptLimits;
pub use mac::dynamic_truncation;
pub use many::{CodeCheck, verify_many};
pub use policy::{Bound, CounterRules, Guessing, Policy, Rules, TimeRules};
pub use state::{Failures, RecordedCounter, RecordedState};
pub use time_step::{TimeStep, Window};
pub use totp::{Accepted, Totp, TotpParameters};
pub use verifier::{HotpVerifier, TotpVerifier, Verdict};
pub use warifu_core::hash::HashAlgorithm;
pub use wrong_codes::{Unnoticed, WrongCodeRate};
