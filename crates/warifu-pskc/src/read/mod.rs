//! The elements of RFC 6030, each read in one function that refuses what it does not know.

mod derived;
mod device;
#[cfg(feature = "draft-dialects")]
mod draft;
mod file;
mod header;
mod key;
mod package;
mod parameters;
mod policy;
mod protection;
mod reading;
mod summary;
mod unopened;
mod value;
mod version;

pub(crate) use file::FileReader;
pub(crate) use header::FileHeader;
pub(crate) use unopened::UnopenedKey;
