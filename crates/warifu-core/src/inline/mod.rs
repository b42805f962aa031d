//! Text and bytes without a heap: up to a fixed number, kept in the value itself.

mod bytes;
mod text;

pub use bytes::InlineBytes;
pub use text::InlineStr;
pub(crate) use text::text;
