use super::textual_name;
use crate::InlineStr;

/// A person at the issuer: 1 to 12 ASCII letters and digits, case kept.
///
/// Made with `parse`: `"I7000156KANR".parse::<LoginId>()`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LoginId(InlineStr<12>);

textual_name!(LoginId, accepts);

fn accepts(text: &[u8]) -> bool {
    (1..=12).contains(&text.len()) && text.iter().all(u8::is_ascii_alphanumeric)
}
