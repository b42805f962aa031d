use core::iter::Peekable;

use super::kana::{Kana, SEMI_VOICED, VOICED, kana};
use crate::transaction::language::Words;

/// One character of a text as it is spoken; a kana together with its voicing mark.
#[derive(Clone, Copy)]
pub(super) enum Sound {
    Space,
    Digit(char),
    Letter(char),
    Kana(Kana),
    Mark(Words),
    /// Kanji and hiragana.
    Other(char),
}

/// The sounds of a text.
pub(super) struct Sounds<I: Iterator<Item = char>> {
    characters: Peekable<I>,
}

impl<I: Iterator<Item = char>> Sounds<I> {
    pub(super) fn from_chars(characters: I) -> Self {
        Self { characters: characters.peekable() }
    }
}

impl<I: Iterator<Item = char>> Iterator for Sounds<I> {
    type Item = Sound;

    fn next(&mut self) -> Option<Sound> {
        let character = self.characters.next()?;
        Some(match character {
            ' ' => Sound::Space,
            '0'..='9' => Sound::Digit(character),
            'A'..='Z' => Sound::Letter(character),
            _ => match (kana(character, self.characters.peek().copied()), mark(character)) {
                (Some(kana), _) => {
                    if kana.is_voiced {
                        self.characters.next();
                    }
                    Sound::Kana(kana)
                }
                (None, Some(name)) => Sound::Mark(name),
                (None, None) => Sound::Other(character),
            },
        })
    }
}

/// The name of a mark. A voicing mark has a name where no kana has one composed character with it.
const fn mark(character: char) -> Option<Words> {
    let (english, japanese) = match character {
        '(' => ("open bracket", "かっこ"),
        ')' => ("close bracket", "かっこ閉じ"),
        '｢' => ("open corner bracket", "かぎかっこ"),
        '｣' => ("close corner bracket", "かぎかっこ閉じ"),
        '-' => ("hyphen", "ハイフン"),
        '/' => ("slash", "スラッシュ"),
        '.' => ("full stop", "ピリオド"),
        ',' => ("comma", "コンマ"),
        ':' => ("colon", "コロン"),
        '?' => ("question mark", "疑問符"),
        '\'' => ("apostrophe", "アポストロフィ"),
        '+' => ("plus", "プラス"),
        '¥' => ("yen sign", "円記号"),
        VOICED => ("voiced sound mark", "濁点"),
        SEMI_VOICED => ("semi-voiced sound mark", "半濁点"),
        _ => return None,
    };
    Some(Words { english, japanese })
}
