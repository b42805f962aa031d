//! Writing key files: checked first, encrypted second, and rendered into a text that does not grow.

mod check;
mod document;
mod encrypt;
mod error;
mod export;
mod protection;
mod text;
mod xml;

pub use error::{ExportError, ExportErrorKind};
pub use export::Export;
pub use protection::{Derivation, Encryption, ExportProtection, KeySize};
