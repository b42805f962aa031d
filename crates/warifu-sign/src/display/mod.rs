//! What a device's screen shows of a transaction.

mod layout;
mod line;
mod page;
mod profile;

pub(crate) use layout::Layout;
pub use line::Line;
pub use page::{Entry, Page};
pub use profile::{DisplayProfile, DoesNotFit};
