#![doc = include_str!("../README.md")]
#![no_std]

#[cfg(test)]
extern crate std;

mod error;
mod flash;
mod host;
mod image;
mod instance;
mod pending;
mod reading;
mod screen;
mod token;
mod two_slot;
mod vault;

pub use error::StartError;
pub use flash::{Flash, FlashError, MemoryFlash};
pub use image::{MAX_IMAGE, MAX_INSTANCES};
pub use screen::{Screen, ScreenContent};
pub use token::Token;
pub use two_slot::{TwoSlotError, TwoSlotFlash};
