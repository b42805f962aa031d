#![doc = include_str!("../README.md")]

pub mod audit;
pub mod store;

mod entropy;
mod error;
mod first_factor;
mod key_encryption;
mod record;
mod service;

pub use entropy::SystemEntropy;
pub use error::{BankError, InvalidKeyPackage};
pub use first_factor::FirstFactor;
pub use key_encryption::{KeyEncryption, KeyFailure, LocalKeyEncryption};
pub use record::CorruptRecord;
pub use service::{
    Bank, ChallengeOut, ImportOutcome, ImportReport, ImportedToken, InterruptedImportError,
    Settings, SettingsError,
};
