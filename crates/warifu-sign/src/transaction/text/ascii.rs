use super::{Alphabet, FieldText, Repertoire};

/// 1 to 35 characters of the ASCII that payments use, one byte each: `A`-`Z`, `0`-`9`, `/ - ? : ( ) . , ' +` and single
/// spaces inside.
///
/// It is the character set *x* of SWIFT messages, in a line's length, without small letters: `l` looks like `I`, and a
/// payee in capitals is the same payee.
pub type AsciiText = FieldText<Ascii, 35>;

/// The alphabet of [`AsciiText`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ascii;

impl Alphabet for Ascii {
    const REPERTOIRE: Repertoire = Repertoire::Ascii;
    const CODE_LENGTH: usize = 1;

    fn code(character: char) -> Option<u16> {
        let code = u16::try_from(u32::from(character)).ok()?;
        Self::character(code).map(|_| code)
    }

    fn character(code: u16) -> Option<char> {
        let byte = u8::try_from(code).ok()?;
        let belongs =
            byte.is_ascii_uppercase() || byte.is_ascii_digit() || b" /-?:().,'+".contains(&byte);
        belongs.then_some(char::from(byte))
    }
}
