use super::textual_name;
use crate::InlineStr;

/// The serial number of a token: 1 to 32 printable ASCII characters, where a space is inside and single.
///
/// Made with `parse`: `"GALT 0001".parse::<Serial>()`.
///
/// It is a string, as in [RFC 6030 §4.3.1]. How many characters a bank's form takes is the form's rule.
///
/// [RFC 6030 §4.3.1]: https://www.rfc-editor.org/rfc/rfc6030#section-4.3.1
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Serial(InlineStr<32>);

textual_name!(Serial, accepts);

/// A space at an end, or a second one, cannot be seen: two different serial numbers would look the same.
fn accepts(text: &[u8]) -> bool {
    (1..=32).contains(&text.len())
        && text.iter().all(|byte| matches!(byte, b' '..=b'~'))
        && text.split(|&byte| byte == b' ').all(|word| !word.is_empty())
}
