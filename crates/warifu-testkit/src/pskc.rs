use warifu_core::Secret;
use warifu_pskc::{Container, ImportError, TransportKey};

/// A key file gives packages or an error, with a key and without one.
pub(crate) fn check(input: &[u8]) {
    let mut keys = vec![TransportKey::None];
    keys.extend(Secret::new(&EXAMPLE_KEY).map(TransportKey::PreShared));
    for key in keys {
        let container = match Container::parse(input) {
            Ok(container) => container,
            Err(error) => return assert_says_where(&error, input),
        };
        let count = container.count();
        match container.open(&key) {
            Ok(packages) => assert_eq!(packages.len(), count, "whole file or nothing"),
            Err(error) => assert_says_where(&error, input),
        }
    }
}

fn assert_says_where(error: &ImportError, input: &[u8]) {
    let lines = input.split(|&byte| byte == b'\n').count();
    assert!((1..=lines).contains(&error.line), "line {} of {lines}", error.line);
}

/// The key of RFC 6030 Figure 6.
const EXAMPLE_KEY: [u8; 16] = [
    0x12, 0x34, 0x56, 0x78, 0x90, 0x12, 0x34, 0x56, 0x78, 0x90, 0x12, 0x34, 0x56, 0x78, 0x90, 0x12,
];
