//! HMAC over the moving factor, and the number that is taken from it.

#[cfg(feature = "wide")]
mod compress;
mod key;
mod midstates;
mod truncation;
#[cfg(feature = "wide")]
mod wide;

use warifu_core::Counter;

pub(crate) use key::{LANES, MacKey};
pub use truncation::dynamic_truncation;

/// Snum of several moving factors together, each under its own key; in wide lanes where that is quicker.
pub(crate) fn truncated_each(keys: &[&MacKey; LANES], counters: &[u64; LANES]) -> [u32; LANES] {
    #[cfg(feature = "wide")]
    if let Some(numbers) = wide::truncated(keys, counters) {
        return numbers;
    }
    let mut numbers = [0; LANES];
    for ((number, key), &counter) in numbers.iter_mut().zip(keys).zip(counters) {
        *number = key.truncated(Counter::new(counter));
    }
    numbers
}
