#![doc = include_str!("../README.md")]
#![no_std]

#[cfg(any(test, feature = "draw"))]
extern crate std;

#[cfg(feature = "draw")]
pub mod draw;
#[cfg(feature = "text")]
pub mod text;

mod counter;
mod envelope;
mod epoch;
mod error;
mod reception;
mod replay;

#[cfg(test)]
mod fixtures;

pub use counter::{MessageCounter, SealParameters};
pub use envelope::{BUCKETS, Envelope, LARGEST, SealedMessage};
pub use epoch::ServerEpoch;
pub use error::{OpenError, SealError, SequenceError};
pub use replay::ReplayWindow;
