use base64ct::{Base64, Encoding};
use zeroize::Zeroizing;

use super::chars::SPACE;
use crate::error::ImportErrorKind;

/// The bytes of an `xs:base64Binary`: white space anywhere, otherwise one text for each value.
pub(crate) fn base64(text: &str) -> Result<Zeroizing<Vec<u8>>, ImportErrorKind> {
    // Neither buffer grows, so no copy is left behind unwiped.
    let mut packed = Zeroizing::new(Vec::with_capacity(text.len()));
    packed.extend(text.bytes().filter(|&byte| !SPACE.contains(&char::from(byte))));
    let mut bytes = Zeroizing::new(vec![0; packed.len()]);
    let length = Base64::decode(packed.as_slice(), &mut bytes)
        .map_err(|_| ImportErrorKind::InvalidBase64)?
        .len();
    bytes.truncate(length);
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_passed_over_wherever_it_stands() {
        assert_eq!(*base64(" MT\tIz\r\nNA = = ").unwrap(), b"1234");
        assert_eq!(*base64("").unwrap(), b"");
    }

    #[test]
    fn one_text_for_each_value() {
        for text in
            ["MTIzNA", "MTIzNA=", "MTIzNB==", "MTIzNA===", "MTIz!A==", "M", "=", "MTIzNA==MTIz"]
        {
            assert_eq!(base64(text).unwrap_err(), ImportErrorKind::InvalidBase64, "{text}");
        }
        assert!(base64("MTIz\u{3000}").is_err());
        assert!(base64("-_-_").is_err(), "the other alphabet");
    }
}
