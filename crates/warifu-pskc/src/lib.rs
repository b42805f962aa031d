#![doc = include_str!("../README.md")]

mod cipher;
mod container;
mod error;
mod mac;
mod package;
mod policy;
mod read;
mod seal;
mod xml;

pub use container::{Container, TransportKey};
pub use error::{ImportError, ImportErrorKind, PackageName};
pub use package::{
    ChallengeFormat, DeviceInfo, Encoding, Hash, KeyAlgorithm, KeyDescription, KeyPackage,
};
pub use policy::{KeyUsage, PinPolicy, Policy};
