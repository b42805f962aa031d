#![doc = include_str!("../README.md")]

mod budget;
mod corners;
mod error;
mod finder;
mod fit;
mod fitted;
mod guard;
mod known;
mod luma;
mod numbers;
mod picture;
mod projection;
mod sample;
mod symbols;

pub use error::ScanError;
pub use picture::{read_image, read_image_file};
pub use symbols::read_luma;

/// The largest picture that is read, in pixels: 40 megapixels.
pub const MAX_PIXELS: u64 = 40_000_000;

/// The largest picture file that is read, in bytes: 64 MiB.
pub const MAX_FILE: u64 = 64 * 1024 * 1024;
