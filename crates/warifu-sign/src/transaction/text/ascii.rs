use super::alphabet::{Alphabet, Repertoire, sealed::Sealed};

/// The alphabet of [`AsciiText`](super::AsciiText).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ascii;

impl Sealed for Ascii {}

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
