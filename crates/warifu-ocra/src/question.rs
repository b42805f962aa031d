use crate::error::InputError;
use crate::parts::{QuestionCharacters, QuestionFormat};

/// What is asked: one question, or two, one from each party.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question<'a> {
    /// The verifier's question, or a digest that is signed.
    One(&'a str),
    /// Mutual authentication: the texts are joined before they are read as a number or as hexadecimal digits.
    Both {
        /// What the other party asked. It comes first.
        theirs: &'a str,
        /// What the party that computes the response has asked itself.
        ours: &'a str,
    },
}

impl Question<'_> {
    /// The 128 bytes that are hashed ([RFC 6287 §5.1]).
    ///
    /// Letters are hashed as they are. Decimal digits are one number, written in hexadecimal; an odd number of
    /// hexadecimal digits is padded on the right with one zero, as the RFC's reference implementation does. Zeros
    /// follow up to 128 bytes.
    ///
    /// [RFC 6287 §5.1]: https://www.rfc-editor.org/rfc/rfc6287#section-5.1
    pub(crate) fn encoded(&self, format: QuestionFormat) -> Result<[u8; LENGTH], InputError> {
        self.texts().try_for_each(|text| check(text, format))?;
        // Two questions of at most 64 characters each, as they were checked.
        let characters = self.texts().flat_map(str::bytes);
        let mut bytes = [0_u8; LENGTH];
        match format.characters {
            QuestionCharacters::Alphanumeric => {
                for (place, character) in bytes.iter_mut().zip(characters) {
                    *place = character;
                }
            }
            QuestionCharacters::Hexadecimal => {
                write_nibbles(&mut bytes, characters.map(nibble));
            }
            QuestionCharacters::Numeric => write_number(&mut bytes, characters),
        }
        Ok(bytes)
    }

    fn texts(&self) -> impl Iterator<Item = &str> {
        let (first, second) = match *self {
            Self::One(text) => (text, None),
            Self::Both { theirs, ours } => (theirs, Some(ours)),
        };
        core::iter::once(first).chain(second)
    }
}

fn check(text: &str, format: QuestionFormat) -> Result<(), InputError> {
    if text.is_empty() || text.chars().count() > usize::from(format.longest) {
        return Err(InputError::QuestionLength);
    }
    let belongs: fn(&char) -> bool = match format.characters {
        QuestionCharacters::Alphanumeric => char::is_ascii_alphanumeric,
        QuestionCharacters::Numeric => char::is_ascii_digit,
        QuestionCharacters::Hexadecimal => char::is_ascii_hexdigit,
    };
    match text.chars().position(|character| !belongs(&character)) {
        Some(index) => Err(InputError::QuestionCharacter { index }),
        None => Ok(()),
    }
}

/// Two hexadecimal digits in a byte, from the left; the last one of an odd number is followed by a zero.
fn write_nibbles(bytes: &mut [u8; LENGTH], nibbles: impl Iterator<Item = u8>) {
    let halves = bytes.iter_mut().flat_map(|byte| {
        let byte = core::cell::Cell::from_mut(byte);
        [(byte, 4), (byte, 0)]
    });
    for ((byte, shift), nibble) in halves.zip(nibbles) {
        byte.set(byte.get() | (nibble << shift));
    }
}

/// The number in hexadecimal digits without leading zeros; zero is one digit.
#[expect(
    clippy::arithmetic_side_effects,
    reason = "ten times a byte, and a carry below 10, fit 16 bits"
)]
fn write_number(bytes: &mut [u8; LENGTH], digits: impl Iterator<Item = u8>) {
    let mut number = [0_u8; NUMBER_LENGTH];
    for digit in digits {
        let mut carry = u16::from(nibble(digit));
        for byte in number.iter_mut().rev() {
            let product = u16::from(*byte) * 10 + carry;
            let [high, low] = product.to_be_bytes();
            (*byte, carry) = (low, u16::from(high));
        }
    }
    let nibbles = number.into_iter().flat_map(|byte| [byte >> 4, byte & 0x0f]);
    write_nibbles(bytes, nibbles.skip_while(|nibble| *nibble == 0));
}

/// The value of a hexadecimal digit: the letters have their place in the alphabet, from 1, in their low bits.
#[expect(clippy::arithmetic_side_effects, reason = "at most 15 and 9")]
const fn nibble(digit: u8) -> u8 {
    debug_assert!(digit.is_ascii_hexdigit(), "checked before");
    let low = digit & 0x0f;
    if digit.is_ascii_digit() { low } else { low + 9 }
}

/// "Q … is a 128-byte list of (concatenated) challenge question(s)".
pub(crate) const LENGTH: usize = 128;

/// Two questions of 64 digits are below 2^426.
const NUMBER_LENGTH: usize = 54;

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(
        question: Question<'_>,
        characters: QuestionCharacters,
    ) -> Result<std::string::String, InputError> {
        let bytes = question.encoded(QuestionFormat { characters, longest: 64 })?;
        Ok(hex::encode(bytes).trim_end_matches('0').into())
    }

    #[test]
    fn numbers_are_written_in_hexadecimal_digits() {
        let number = |text| encoded(Question::One(text), QuestionCharacters::Numeric).unwrap();
        assert_eq!(number("0"), "");
        assert_eq!(number("16"), "1");
        assert_eq!(number("12345678"), "bc614e");
        assert_eq!(
            number("00012345"),
            number("00197520"),
            "the ambiguity of the RFC: 3039 and 30390"
        );
        let longest = "9".repeat(64);
        let both = Question::Both { theirs: &longest, ours: &longest };
        let spelt = encoded(both, QuestionCharacters::Numeric).unwrap();
        assert!(spelt.starts_with("24ee91f2603a6337f19bccdb0dac404dc08d3c"), "10^128 - 1");
    }

    #[test]
    fn an_odd_hexadecimal_digit_goes_to_the_left() {
        let digits = |text| encoded(Question::One(text), QuestionCharacters::Hexadecimal).unwrap();
        assert_eq!(digits("abc"), "abc");
        assert_eq!(digits("0AbC1"), "0abc1");
        let both = Question::Both { theirs: "abc", ours: "def" };
        assert_eq!(encoded(both, QuestionCharacters::Hexadecimal).unwrap(), "abcdef");
    }

    #[test]
    fn questions_that_are_none() {
        let refused = |text, characters, longest| {
            Question::One(text).encoded(QuestionFormat { characters, longest }).unwrap_err()
        };
        let (a, n, h) = (
            QuestionCharacters::Alphanumeric,
            QuestionCharacters::Numeric,
            QuestionCharacters::Hexadecimal,
        );
        for (text, longest) in [("", 8), ("123456789", 8), ("\u{ff11}2345", 4)] {
            assert_eq!(refused(text, n, longest), InputError::QuestionLength, "{text}");
        }
        for (text, characters, index) in [
            ("12a4", n, 2),
            ("-123", n, 0),
            ("+123", n, 0),
            ("12 4", a, 2),
            ("ab-c", a, 2),
            ("0x12", h, 1),
            ("g", h, 0),
            ("\u{ff11}\u{ff12}", n, 0),
        ] {
            assert_eq!(
                refused(text, characters, 8),
                InputError::QuestionCharacter { index },
                "{text}"
            );
        }
    }
}
