#![doc = include_str!("../README.md")]

mod batch;
mod core_codec;
pub mod nor;
mod ocra;
mod otp;
pub mod photograph;
mod pskc;
mod qr;
mod records;
mod sign;
mod token;
mod uri;

/// A fuzz target: its name, and what it checks about arbitrary bytes.
pub type Target = (&'static str, fn(&[u8]));

/// Every fuzz target. A folder of seeds and a file under `fuzz/fuzz_targets` go with each.
pub const TARGETS: [Target; 13] = [
    ("core_codec", core_codec::check),
    ("ocra_suite", ocra::check),
    ("otp_state", otp::check_state),
    ("otp_uri", uri::check),
    ("pskc_container", pskc::check),
    ("qr_envelope", qr::check_envelope),
    ("qr_scan", qr::check_scan),
    ("qr_text", qr::check_text),
    ("sign_batch", batch::check),
    ("sign_messages", sign::check),
    ("sign_transactions", sign::check_transactions),
    ("stored_records", records::check),
    ("token_image", token::check),
];

/// Runs the target called `name` on `input`.
///
/// # Panics
///
/// When there is no such target, and when the property does not hold: a finding.
pub fn run(name: &str, input: &[u8]) {
    #[expect(clippy::expect_used, reason = "a misspelt target is a defect of the harness")]
    let (_, check) =
        TARGETS.iter().find(|(known, _)| *known == name).expect("a fuzz target of this name");
    check(input);
}
