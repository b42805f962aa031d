//! Drawing a text as a QR symbol: SVG, PNG, or text for a terminal.
//!
//! All three leave the quiet zone of four modules that ISO/IEC 18004 asks for.

mod error;
mod level;
mod png;
mod svg;
mod symbol;
mod terminal;

pub use error::DrawError;
pub use level::CorrectionLevel;
pub use png::Scale;
pub use symbol::Symbol;

/// The light margin around a symbol, in modules.
pub const QUIET_ZONE: u8 = 4;
