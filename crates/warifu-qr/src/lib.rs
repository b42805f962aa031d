#![doc = include_str!("../README.md")]
#![no_std]

#[cfg(any(test, feature = "draw", feature = "scan"))]
extern crate std;

#[cfg(feature = "draw")]
pub mod draw;
#[cfg(feature = "scan")]
pub mod scan;
#[cfg(feature = "text")]
pub mod text;

mod envelope;
mod reception;
mod replay;
mod sequence;

#[cfg(test)]
mod fixtures;

pub use envelope::{BUCKETS, Envelope, LARGEST, SealError};
pub use reception::{Recipient, Refused};
pub use replay::{ReplayWindow, Replayed};
pub use sequence::{InvalidServerEpoch, MessageCounter, NotStamped, ServerEpoch, Stamp};
