//! What the tests of this crate share.

#![allow(dead_code, clippy::allow_attributes, reason = "each test file uses its share")]

use warifu_core::{Entropy, EntropyError, Secret, UnixTime};
use warifu_ocra::{Ocra, Response, Suite};

pub(crate) const NOW: UnixTime = UnixTime::new(1_796_083_200);

/// The key of the RFC's test values, as long as is asked: `1234567890` again and again.
pub(crate) fn key(length: usize) -> Secret {
    let digits: Vec<u8> = b"1234567890".iter().copied().cycle().take(length).collect();
    Secret::new(&digits).unwrap()
}

pub(crate) fn ocra(suite: &str, length: usize) -> Ocra {
    Ocra::new(suite.parse().unwrap(), &key(length)).unwrap()
}

pub(crate) fn suite(text: &str) -> Suite {
    text.parse().unwrap()
}

/// The response as it is sent.
pub(crate) fn spelt(response: &Response) -> String {
    match response {
        Response::Code(code) => code.expose().to_owned(),
        Response::Mac(mac) => hex::encode(mac.expose()),
    }
}

/// Counts up: a source that is anything but random, so that every question is known.
pub(crate) struct Ascending(pub(crate) u8);

impl Entropy for Ascending {
    fn fill(&mut self, destination: &mut [u8]) -> Result<(), EntropyError> {
        for byte in destination {
            *byte = self.0;
            self.0 = self.0.wrapping_add(1);
        }
        Ok(())
    }
}
