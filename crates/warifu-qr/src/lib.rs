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
mod replay;

#[cfg(test)]
mod fixtures;

pub use envelope::{BUCKETS, Envelope, LARGEST, SealError, Unopened};
pub use replay::{ReplayWindow, Replayed};
