use super::text::Text;
use super::{InvalidName, NameKind, textual_name};

/// A person at the issuer: 1 to 12 ASCII letters and digits, case kept.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LoginId(Text<12>);

textual_name!(LoginId, 12, accepts);

fn accepts(text: &[u8]) -> bool {
    (1..=12).contains(&text.len()) && text.iter().all(u8::is_ascii_alphanumeric)
}
