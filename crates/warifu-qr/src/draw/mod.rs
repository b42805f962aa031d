//! Drawing a text as a QR symbol: SVG, PNG, or text for a terminal.
//!
//! All three leave the quiet zone of four modules that ISO/IEC 18004 asks for.

mod level;
mod png;
mod svg;
mod symbol;
mod terminal;

pub use level::Level;
pub use png::{InvalidScale, Scale};
pub use symbol::{DrawError, Symbol};

/// The light margin around a symbol, in modules.
pub const QUIET_ZONE: usize = 4;
