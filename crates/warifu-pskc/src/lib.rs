#![doc = include_str!("../README.md")]

// Each module uses those above it, and none below.
mod algorithm;
mod format;
mod policy;

mod package;
mod rules;

mod error;
mod number;
mod reported;

mod cipher;
mod kdf;
mod mac;
mod protection;
mod seen;
mod transport;
mod value;

mod decrypt;
mod dialect;

mod xml;

mod read;
mod report;

mod container;
mod stream;
mod write;

pub use algorithm::KeyAlgorithm;
pub use container::Container;
pub use dialect::Dialect;
pub use error::{ImportError, ImportErrorKind, PackageName};
pub use format::{ChallengeFormat, CheckDigit, Encoding, ResponseFormat};
pub use mac::MacAlgorithm;
pub use package::{DeviceInfo, FriendlyName, KeyDescription, KeyPackage};
pub use policy::{KeyPolicy, KeyUsage, PinMode, PinPolicy};
pub use report::Report;
pub use reported::ReportedKey;
pub use stream::{Completion, ContainerReader, NextPackage, PackageReader, Progress};
pub use transport::{Authenticity, TransportKey};
pub use warifu_core::hash::HashAlgorithm;
pub use write::{
    Derivation, Encryption, Export, ExportError, ExportErrorKind, ExportProtection, KeySize,
};
