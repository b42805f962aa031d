#![doc = include_str!("../README.md")]
#![no_std]

#[cfg(test)]
extern crate std;

mod error;
mod hotp;
mod mac;
mod time_step;
mod totp;

pub use error::{InvalidParameters, OutOfRange, Refusal};
pub use hotp::{AcceptedCounter, Hotp};
pub use mac::{Algorithm, dynamic_truncation};
pub use time_step::{TimeStep, Window};
pub use totp::{Accepted, Totp, TotpParameters};
