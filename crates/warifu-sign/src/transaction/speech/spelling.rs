use core::fmt::{self, Display, Write};

use crate::transaction::Language;
use crate::transaction::language::Words;

/// Spells what `value` displays as, its spaces left out.
pub(super) fn spell(value: &dyn Display, language: Language, to: &mut dyn Write) -> fmt::Result {
    write!(Spelling::new(language, to), "{value}")
}

/// Passes on what is written to it, one character after the other, with a pause after every four.
pub(super) struct Spelling<'a> {
    language: Language,
    to: &'a mut dyn Write,
    spelt: usize,
}

impl<'a> Spelling<'a> {
    pub(super) fn new(language: Language, to: &'a mut dyn Write) -> Self {
        Self { language, to, spelt: 0 }
    }
}

impl Write for Spelling<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for character in text.chars().filter(|character| *character != ' ') {
            let pause = self.spelt.is_multiple_of(GROUP);
            let between = if pause { PAUSE.text(self.language) } else { " " };
            self.to.write_str(if self.spelt > 0 { between } else { "" })?;
            self.spelt = self.spelt.checked_add(1).ok_or(fmt::Error)?;
            match character {
                '-' => self.to.write_str(HYPHEN.text(self.language))?,
                'a'..='z' => {
                    let capital = character.to_ascii_uppercase();
                    write!(self.to, "{} {capital}", SMALL.text(self.language))?;
                }
                _ => self.to.write_char(character)?,
            }
        }
        Ok(())
    }
}

/// Between the groups of a number and the words of a text.
pub(crate) const PAUSE: Words = Words { english: ", ", japanese: "、" };

const GROUP: usize = 4;
const HYPHEN: Words = Words { english: "hyphen", japanese: "ハイフン" };
const SMALL: Words = Words { english: "small", japanese: "小文字" };
