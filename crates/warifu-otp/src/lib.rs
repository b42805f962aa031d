#![doc = include_str!("../README.md")]
#![no_std]

#[cfg(test)]
extern crate std;

mod attempts;
mod budget;
mod campaign;
mod error;
mod format;
mod guessing;
mod honest_errors;
mod hotp;
mod limits;
mod mac;
mod many;
mod mask;
mod matched_counter;
mod matched_step;
mod odds;
mod policy;
mod probability;
mod rules;
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
pub use guessing::{Bound, Guessing};
pub use honest_errors::HonestErrors;
pub use hotp::Hotp;
pub use limits::AttemptLimits;
pub use mac::dynamic_truncation;
pub use many::{CodeCheck, verify_many};
pub use matched_counter::AcceptedCounter;
pub use matched_step::Accepted;
pub use policy::Policy;
pub use rules::{CounterRules, Rules, TimeRules};
pub use state::{Failures, RecordedCounter, RecordedState};
pub use time_step::{TimeStep, Window};
pub use totp::{Totp, TotpParameters};
pub use verifier::{HotpVerifier, TotpVerifier, Verdict};
pub use warifu_core::hash::HashAlgorithm;
pub use wrong_codes::{Unnoticed, WrongCodeRate};
