//! `otpauth` URIs: what apps write, what is refused and where, and that what is built is read back.
#![cfg(test)]
#![cfg(feature = "uri")]

mod building;
mod reading;
mod refusing;

use warifu_otp::uri::{KeyUri, Leniency, Parsed};

const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

fn strict(text: &str) -> Parsed {
    KeyUri::parse(text, Leniency::Strict).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn lenient(text: &str) -> Parsed {
    KeyUri::parse(text, Leniency::Lenient).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn names(text: &str) -> (Option<String>, String) {
    let uri = strict(text).uri;
    (uri.issuer().map(str::to_owned), uri.account().to_owned())
}
