use super::text::Text;
use super::{InvalidName, NameKind, textual_name};

/// The serial number printed on a token: 8 to 12 ASCII digits, 10 on a camera token.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Serial(Text<12>);

textual_name!(Serial, 12, accepts);

fn accepts(text: &[u8]) -> bool {
    (8..=12).contains(&text.len()) && text.iter().all(u8::is_ascii_digit)
}
