use warifu_core::Secret;
use warifu_pskc::{Container, TransportKey};

/// A key file gives packages or an error, with a key and without one.
pub(crate) fn check(input: &[u8]) {
    let mut keys = vec![TransportKey::None];
    keys.extend(Secret::new(&EXAMPLE_KEY).map(TransportKey::PreShared));
    for key in keys {
        if let Ok(container) = Container::parse(input) {
            let count = container.count();
            match container.open(&key) {
                Ok(packages) => assert_eq!(packages.len(), count, "whole file or nothing"),
                Err(error) => assert!(error.line >= 1, "an error says where"),
            }
        }
    }
}

/// The key of RFC 6030 Figure 6.
const EXAMPLE_KEY: [u8; 16] = [
    0x12, 0x34, 0x56, 0x78, 0x90, 0x12, 0x34, 0x56, 0x78, 0x90, 0x12, 0x34, 0x56, 0x78, 0x90, 0x12,
];
