#![doc = include_str!("../README.md")]

pub mod audit;
pub mod store;

mod entropy;
mod error;
mod first_factor;
mod key_encryption;
mod record;
mod service;
mod subject;

pub use entropy::SystemEntropy;
pub use error::{BankError, KeyPackageError};
pub use first_factor::FirstFactor;
pub use key_encryption::{KeyEncryption, KeyError, LocalKeyEncryption};
pub use service::{
    Bank, ImportOutcome, ImportReport, ImportedToken, InterruptedImportError, SealedChallenge,
    Settings, SettingsError,
};
