//! Just enough XML: pulled out of a file part by part, bounded, and read strictly.

mod attributes;
mod chars;
mod children;
mod date;
mod declaration;
mod element;
mod element_text;
mod markup_buffer;
mod namespaces;
mod part_count;
mod parts;
mod pieces;
mod secret_text;
mod source;
mod start;
mod tag;
mod value;

pub(crate) use chars::{SPACE, is_text};
pub(crate) use children::{Children, Foreign};
pub(crate) use date::{date_time, days_of_month};
pub(crate) use element::Element;
pub(crate) use namespaces::{DS, Namespace, PKCS5, PSKC, XENC, XENC11};
pub(crate) use parts::FileParts;
pub(crate) use source::Limits;
pub(crate) use value::base64;
