use super::textual_name;
use crate::InlineStr;

/// One activation of a camera token at an issuer: a licence (3 capital letters, 7 digits), a hyphen and the instance's
/// sequence number from 1 to 99, such as `FDT7306594-1`.
///
/// Made with `parse`: `"FDT7306594-1".parse::<TokenCode>()`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenCode(InlineStr<13>);

textual_name!(TokenCode, accepts);

fn accepts(text: &[u8]) -> bool {
    let Some((licence, [b'-', sequence @ ..])) = text.split_at_checked(10) else { return false };
    let Some((letters, digits)) = licence.split_at_checked(3) else { return false };
    letters.iter().all(u8::is_ascii_uppercase)
        && digits.iter().all(u8::is_ascii_digit)
        && (1..=2).contains(&sequence.len())
        && sequence.iter().all(u8::is_ascii_digit)
        && sequence.first() != Some(&b'0')
}
