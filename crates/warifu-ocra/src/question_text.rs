use core::fmt::{self, Write};

use warifu_core::codec::{Decode, Encode, Reader, Writer};
use warifu_core::{DecodeError, DecodeErrorKind, EncodeError, Entropy, EntropyError, InlineStr};
use zeroize::Zeroize;

use crate::parts::QuestionCharacters;
use crate::suite::Suite;

/// A question of 1 to 64 letters and digits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct QuestionText(InlineStr<64>);

impl QuestionText {
    /// A length byte and 64 characters.
    pub(crate) const MAX_ENCODED: usize = 1 + 64;

    pub(crate) fn new(text: &str) -> Option<Self> {
        let belongs = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        InlineStr::new(text).filter(|_| belongs).map(Self)
    }

    /// As many characters as the suite allows.
    pub(crate) fn random(suite: &Suite, entropy: &mut impl Entropy) -> Result<Self, EntropyError> {
        let alphabet: &[u8] = match suite.question().characters {
            QuestionCharacters::Numeric => b"0123456789",
            QuestionCharacters::Hexadecimal => b"0123456789ABCDEF",
            QuestionCharacters::Alphanumeric => b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        };
        let mut text = InlineStr::EMPTY;
        for _ in 0..suite.question().longest {
            let character = one_of(alphabet, entropy)?;
            let written = text.write_char(character);
            debug_assert!(written.is_ok(), "a suite allows at most 64 characters");
        }
        Ok(Self(text))
    }

    pub(crate) fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl Encode for QuestionText {
    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        writer.short_bytes(self.as_str().as_bytes())
    }
}

impl Decode for QuestionText {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.value(|reader| {
            let text = core::str::from_utf8(reader.short_bytes()?).ok();
            Ok(text.and_then(Self::new).ok_or(DecodeErrorKind::Character)?)
        })
    }
}

impl fmt::Debug for QuestionText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A character of `alphabet`, each as likely as any other.
#[expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "an alphabet has 10, 16 or 36 characters, and a remainder is below its divisor"
)]
fn one_of(alphabet: &[u8], entropy: &mut impl Entropy) -> Result<char, EntropyError> {
    debug_assert!(!alphabet.is_empty(), "nothing to choose from");
    let whole = BYTES / alphabet.len() * alphabet.len();
    for _ in 0..MAX_DRAWS {
        let mut drawn = [0];
        entropy.fill(&mut drawn)?;
        let [byte] = drawn.map(usize::from);
        drawn.zeroize();
        // Bytes beyond the last whole multiple of the alphabet are thrown away: they would make its first characters
        // likelier, and so questions easier to foresee.
        if byte < whole {
            return Ok(char::from(alphabet[byte % alphabet.len()]));
        }
    }
    Err(EntropyError)
}

/// A working source fails this often in a row less than once in 2^300 characters: one that does is broken.
const MAX_DRAWS: u16 = 100;

/// How many values a byte has.
const BYTES: usize = 256;
