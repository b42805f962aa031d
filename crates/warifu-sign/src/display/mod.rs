//! What a device's screen shows of a transaction or an activation.

mod content;
mod entry;
mod layout;
mod line;
mod page;
mod profile;

pub(crate) use content::{ActivationContent, PageContent};
pub use entry::DisplayEntry;
pub(crate) use layout::Layout;
pub use page::Page;
pub use profile::{DisplayError, DisplayPart, DisplayProfile};

#[cfg(test)]
mod tests;
