//! Texts of closed repertoires. Of two characters that Unicode says are confusable, one is left out, except for pairs in
//! daily use.

mod alphabet;
mod ascii;
mod japanese;
mod kana;
mod kanji;

use core::fmt::{self, Write};
use core::marker::PhantomData;

use warifu_core::codec::{Decode, Encode, Reader, Writer};
use warifu_core::{DecodeError, DecodeErrorKind, EncodeError, InlineBytes};

pub use alphabet::{Alphabet, Repertoire};
pub use ascii::Ascii;
pub use japanese::Japanese;
pub use kana::BankKana;

use super::FieldError;

/// A text of one [`Alphabet`], kept inline in the `N` bytes that its longest text takes in a message.
///
/// One to [`FieldText::MAX_LENGTH`] characters. A space that no reader could see (first, last, or after another) is refused, and
/// nothing is trimmed, folded or completed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct FieldText<A, const N: usize> {
    codes: InlineBytes<N>,
    alphabet: PhantomData<A>,
}

/// 1 to 35 characters of the ASCII that payments use, one byte each: `A`-`Z`, `0`-`9`, `/ - ? : ( ) . , ' +` and single
/// spaces inside.
///
/// It is the character set *x* of SWIFT messages, in a line's length, without small letters: `l` looks like `I`, and a
/// payee in capitals is the same payee.
pub type AsciiText = FieldText<Ascii, 35>;

/// 1 to 16 characters of Japanese, two bytes each (their Unicode number): the kanji of JIS X 0208, hiragana, `々`, and the
/// half-width characters of bank kana.
///
/// Katakana, digits and letters exist only in their half-width form. A full-width `ニ`, `カ` or `ー` is a kanji's twin
/// (`二`, `力`, `一`); a half-width `ﾆ` is told from a kanji by its width.
pub type JapaneseText = FieldText<Japanese, 32>;

/// 1 to 30 characters of bank kana: the half-width repertoire in which Japanese banks exchange names (Zengin format),
/// one byte each (JIS X 0201).
///
/// Katakana `ｱ` to `ﾝ` and `ｦ` without small letters and the long-vowel mark; the voicing marks; `A`-`Z`, `0`-`9`;
/// `( ) - . , / ¥ ｢ ｣` and single spaces inside. The long-vowel mark is left out because it looks like the hyphen, small
/// letters because they look like large ones.
pub type KanaText = FieldText<BankKana, 30>;

impl<A: Alphabet, const N: usize> FieldText<A, N> {
    /// The longest text, in characters.
    pub const MAX_LENGTH: usize = match N.checked_div(A::CODE_LENGTH) {
        Some(length) => length,
        None => 0,
    };

    /// The text with the characters of `text`.
    ///
    /// # Errors
    ///
    /// [`FieldError::TextLength`], [`FieldError::TextCharacter`] or [`FieldError::TextSpace`], for the first character that does not
    /// belong.
    pub fn parse(text: &str) -> Result<Self, FieldError> {
        let mut codes = InlineBytes::EMPTY;
        for (index, character) in text.chars().enumerate() {
            if index == Self::MAX_LENGTH {
                return Err(Self::refused(Fault::Length));
            }
            let code = A::code(character).ok_or(Self::refused(Fault::Character { index }))?;
            let [high, low] = code.to_be_bytes();
            let appended = match A::CODE_LENGTH {
                1 => codes.append(&[low]),
                _ => codes.append(&[high, low]),
            };
            appended.map_err(|_| Self::refused(Fault::Length))?;
        }
        match first_fault(codes.as_slice(), A::CODE_LENGTH, A::character) {
            Some(fault) => Err(Self::refused(fault)),
            None => Ok(Self { codes, alphabet: PhantomData }),
        }
    }

    /// The characters.
    pub fn chars(&self) -> impl Iterator<Item = char> + '_ {
        codes(self.codes.as_slice(), A::CODE_LENGTH).filter_map(A::character)
    }

    const fn refused(fault: Fault) -> FieldError {
        let repertoire = A::REPERTOIRE;
        match fault {
            Fault::Length => FieldError::TextLength { repertoire, longest: Self::MAX_LENGTH },
            Fault::Character { index } => FieldError::TextCharacter { repertoire, index },
            Fault::Space { index } => FieldError::TextSpace { index },
        }
    }
}

impl<A: Alphabet, const N: usize> Encode for FieldText<A, N> {
    /// Writes a byte with the number of characters, and each character's code.
    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        let codes = self.codes.as_slice();
        let count = codes.chunks_exact(A::CODE_LENGTH).len();
        writer.u8(u8::try_from(count).map_err(|_| EncodeError::OutOfRange)?)?;
        writer.bytes(codes)
    }
}

impl<A: Alphabet, const N: usize> Decode for FieldText<A, N> {
    /// # Errors
    ///
    /// [`DecodeErrorKind::Truncated`], [`DecodeErrorKind::OutOfRange`] for too few or too many characters, or
    /// [`DecodeErrorKind::Character`].
    #[expect(clippy::expect_used, reason = "`read_codes` refuses more bytes than it is told")]
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let codes = read_codes(reader, N, A::CODE_LENGTH, A::character)?;
        let codes = InlineBytes::new(codes).expect("`read_codes` reads no more than N bytes");
        Ok(Self { codes, alphabet: PhantomData })
    }
}

impl<A: Alphabet, const N: usize> fmt::Display for FieldText<A, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.chars().try_for_each(|character| f.write_char(character))
    }
}

impl<A: Alphabet, const N: usize> fmt::Debug for FieldText<A, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FieldText({self})")
    }
}

/// What is wrong with a text.
#[derive(Clone, Copy)]
enum Fault {
    /// Empty, or too long.
    Length,
    /// A character outside the repertoire.
    Character { index: usize },
    /// A space at the start, at the end, or after another space.
    Space { index: usize },
}

/// Reads a text's codes, of at most `longest` bytes. One function for all repertoires, for the flash of firmware.
#[inline(never)]
fn read_codes<'a>(
    reader: &mut Reader<'a>,
    longest: usize,
    code_length: usize,
    character: fn(u16) -> Option<char>,
) -> Result<&'a [u8], DecodeError> {
    reader.value(|reader| {
        let count = usize::from(reader.u8()?);
        let first = reader.position();
        let length = count.checked_mul(code_length).ok_or(DecodeErrorKind::OutOfRange)?;
        let bytes = reader.bytes(length)?;
        if length > longest {
            return Err(DecodeErrorKind::OutOfRange.into());
        }
        match first_fault(bytes, code_length, character) {
            None => Ok(bytes),
            Some(Fault::Length) => Err(DecodeErrorKind::OutOfRange.into()),
            Some(Fault::Character { index } | Fault::Space { index }) => {
                #[expect(
                    clippy::arithmetic_side_effects,
                    reason = "within the bytes that were read"
                )]
                let offset = first + index * code_length;
                Err(DecodeError::new(DecodeErrorKind::Character, offset).into())
            }
        }
    })
}

fn codes(bytes: &[u8], code_length: usize) -> impl Iterator<Item = u16> + '_ {
    let code = |code: &[u8]| code.iter().fold(0, |code, &byte| (code << 8) | u16::from(byte));
    bytes.chunks_exact(code_length).map(code)
}

fn first_fault(
    bytes: &[u8],
    code_length: usize,
    character: fn(u16) -> Option<char>,
) -> Option<Fault> {
    let (mut before, mut last) = (' ', None);
    for (index, code) in codes(bytes, code_length).enumerate() {
        let Some(character) = character(code) else {
            return Some(Fault::Character { index });
        };
        if character == ' ' && before == ' ' {
            return Some(Fault::Space { index });
        }
        (before, last) = (character, Some(index));
    }
    match last {
        None => Some(Fault::Length),
        Some(index) if before == ' ' => Some(Fault::Space { index }),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests;
