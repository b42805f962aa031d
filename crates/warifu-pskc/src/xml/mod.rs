//! Just enough XML: bounded before it is parsed, read strictly after.

mod date;
mod element;
mod limits;
mod lines;
mod value;

pub(crate) use date::date_time;
pub(crate) use element::{
    Children, DS, Element, Foreign, LONGEST_TEXT, NONE, PKCS5, PSKC, Source, XENC, XENC11,
};
pub(crate) use limits::check_limits;
pub(crate) use lines::Lines;
pub(crate) use value::base64;
