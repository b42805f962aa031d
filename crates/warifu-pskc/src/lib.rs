#![doc = include_str!("../README.md")]

mod algorithm;
mod cipher;
mod container;
mod error;
mod format;
mod kdf;
mod mac;
mod number;
mod opening;
mod package;
mod policy;
mod read;
mod report;
mod seal;
mod write;
mod xml;

pub use algorithm::{Hash, KeyAlgorithm};
pub use container::{Authenticity, Container, TransportKey};
pub use error::{ImportError, ImportErrorKind, PackageName};
pub use format::{ChallengeFormat, CheckDigit, Encoding, ResponseFormat};
pub use mac::MacAlgorithm;
pub use package::{DeviceInfo, FriendlyName, KeyDescription, KeyPackage};
pub use policy::{KeyUsage, PinMode, PinPolicy, Policy};
pub use read::Dialect;
pub use report::{Entry, Report};
pub use write::{
    Derivation, Encryption, Export, ExportError, ExportErrorKind, KeySize, Protection,
};
