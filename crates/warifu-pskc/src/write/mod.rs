//! Writing key files: checked first, sealed second, and rendered into a text that does not grow.

mod check;
mod document;
mod error;
mod export;
mod new;
mod protection;
mod sealer;
mod text;
mod words;
mod xml;

pub use error::{ExportError, ExportErrorKind};
pub use export::Export;
pub use protection::{Derivation, Encryption, KeySize, Protection};
