use core::fmt;

use warifu_core::codec::{Decode, Encode, Reader, Writer};
use warifu_core::{DecodeError, DecodeErrorKind, EncodeError, Entropy, EntropyError};
use zeroize::Zeroize;

use crate::parts::QuestionCharacters;
use crate::suite::Suite;

/// A question of at most 64 letters and digits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Text {
    characters: [u8; Text::LONGEST],
    length: usize,
}

impl Text {
    const LONGEST: usize = 64;

    pub(crate) fn new(text: &str) -> Option<Self> {
        let mut made = Self { characters: [0; Self::LONGEST], length: text.len() };
        made.characters.get_mut(..text.len())?.copy_from_slice(text.as_bytes());
        let belongs = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        belongs.then_some(made)
    }

    /// As many characters as the suite allows. Bytes beyond the last whole multiple of the alphabet are thrown away, so that
    /// no character is likelier than another.
    pub(crate) fn random(suite: &Suite, entropy: &mut impl Entropy) -> Result<Self, EntropyError> {
        let alphabet: &[u8] = match suite.question().characters {
            QuestionCharacters::Numeric => b"0123456789",
            QuestionCharacters::Hexadecimal => b"0123456789ABCDEF",
            QuestionCharacters::Alphanumeric => b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        };
        let longest = usize::from(suite.question().longest);
        let mut made = Self { characters: [0; Self::LONGEST], length: longest };
        for place in made.characters.iter_mut().take(longest) {
            *place = one_of(alphabet, entropy)?;
        }
        Ok(made)
    }

    pub(crate) fn as_str(&self) -> &str {
        core::str::from_utf8(self.characters.get(..self.length).unwrap_or_default())
            .unwrap_or_default()
    }
}

impl Encode for Text {
    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        writer.short_bytes(self.as_str().as_bytes())
    }
}

impl Decode for Text {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.value(|reader| {
            let text = core::str::from_utf8(reader.short_bytes()?).ok();
            Ok(text.and_then(Self::new).ok_or(DecodeErrorKind::Character)?)
        })
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.as_str())
    }
}

fn one_of(alphabet: &[u8], entropy: &mut impl Entropy) -> Result<u8, EntropyError> {
    let whole =
        256_usize.checked_div(alphabet.len()).unwrap_or_default().saturating_mul(alphabet.len());
    for _ in 0..MAX_DRAWS {
        let mut drawn = [0];
        entropy.fill(&mut drawn)?;
        let [byte] = drawn.map(usize::from);
        drawn.zeroize();
        let place = byte.checked_rem(alphabet.len()).filter(|_| byte < whole);
        if let Some(character) = place.and_then(|place| alphabet.get(place)) {
            return Ok(*character);
        }
    }
    Err(EntropyError)
}

/// A working source misses this often once in 2^300 characters: what does not deliver by then is broken.
const MAX_DRAWS: u16 = 100;
