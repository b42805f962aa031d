//! Hash functions that are chosen at run time, and HMAC under them.
//!
//! [`HashAlgorithm`] holds the hash functions of OATH (HOTP, TOTP and OCRA). One row of the table in `algorithm.rs` is
//! all that another one takes: its name, its number in records, its block and output lengths and its HMAC follow from it. A crate
//! with other hash functions declares its own table with [`hash_registry!`](crate::hash_registry), and gets the same
//! operations ([`HashRegistry`]).
//!
//! A choice becomes a type by a visitor: [`HashRegistry::visit`] calls [`HashVisitor::visit`] with the `RustCrypto` type of
//! the hash function. Code that only ever sees one constant choice links that hash function alone.
//!
//! ```
//! use warifu_core::hash::{HashAlgorithm, HashRegistry, HmacKey};
//!
//! let key = HmacKey::new(HashAlgorithm::Sha256, b"Jefe");
//! let mac = key.mac(|part| {
//!     part(b"what do ya want ");
//!     part(b"for nothing?");
//! });
//! assert_eq!(mac.expose()[..4], [0x5b, 0xdc, 0xc1, 0x46]);
//! assert!(HashAlgorithm::Sha256.verify(b"Jefe", b"what do ya want for nothing?", mac.expose()));
//! ```

mod algorithm;
mod compression;
mod hmac_key;
mod key_state;
mod output;
mod registry;

pub use algorithm::{HashAlgorithm, Keyed};
pub use compression::Compression;
pub use hmac_key::HmacKey;
pub use key_state::{KeyState, KeyedVisitor};
pub use output::HashOutput;
pub use registry::{HashFunction, HashRegistry, HashVisitor, hmac_keyed};
