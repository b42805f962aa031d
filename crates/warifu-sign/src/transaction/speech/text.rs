use core::fmt::{self, Write};

use super::sounds::{Sound, Sounds};
use super::{PAUSE, Speak};
use crate::transaction::{Alphabet, FieldText, Language};

impl<A: Alphabet, const N: usize> Speak for FieldText<A, N> {
    /// Words with pauses between them. Within a word: runs of letters, of kana, or of kanji and hiragana; digits one by one;
    /// the names of marks.
    fn speak(&self, language: Language, to: &mut dyn Write) -> fmt::Result {
        let mut sounds = Sounds::from_chars(self.chars()).peekable();
        let mut before = Sound::Space;
        while let Some(sound) = sounds.next() {
            to.write_str(between(before, sound, language))?;
            match sound {
                Sound::Space => to.write_str(PAUSE.text(language))?,
                Sound::Digit(character) | Sound::Letter(character) | Sound::Other(character) => {
                    to.write_char(character)?;
                }
                Sound::Mark(name) => match language {
                    Language::English => write!(to, "\"{}\"", name.english)?,
                    Language::Japanese => write!(to, "「{}」", name.japanese)?,
                },
                Sound::Kana(kana) => match language {
                    Language::English => {
                        let joined = [Some(&before), sounds.peek()].map(is_kana).contains(&true);
                        write!(to, "{}{}", if joined { "" } else { ALONE }, kana.romaji)?;
                    }
                    Language::Japanese => to.write_char(kana.full_width)?,
                },
            }
            before = sound;
        }
        Ok(())
    }
}

/// What is written between two sounds.
fn between(one: Sound, other: Sound, language: Language) -> &'static str {
    match (one, other) {
        (Sound::Space, _)
        | (_, Sound::Space)
        | (Sound::Letter(_), Sound::Letter(_))
        | (Sound::Other(_), Sound::Other(_)) => "",
        (Sound::Kana(_), Sound::Kana(_)) => match language {
            Language::English => "-",
            Language::Japanese => "",
        },
        (
            Sound::Digit(_) | Sound::Letter(_) | Sound::Kana(_) | Sound::Mark(_) | Sound::Other(_),
            _,
        ) => " ",
    }
}

fn is_kana(sound: Option<&Sound>) -> bool {
    matches!(sound, Some(Sound::Kana(_)))
}

/// Before a syllable on its own: `A` is a letter, `kana-a` is `ｱ`.
const ALONE: &str = "kana-";
