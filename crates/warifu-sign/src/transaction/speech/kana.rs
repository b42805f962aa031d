/// A half-width kana, perhaps with the voicing mark behind it, as it is spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Kana {
    pub(super) full_width: char,
    pub(super) romaji: &'static str,
    /// Whether the voicing mark belongs to it.
    pub(super) is_voiced: bool,
}

/// The kana of a half-width `character`, with `next` if that is a voicing mark and both have one character (JIS X 0208).
pub(super) fn kana(character: char, next: Option<char>) -> Option<Kana> {
    let with_mark = match next {
        Some(VOICED) => find(WITH_VOICED, character),
        Some(SEMI_VOICED) => find(WITH_SEMI_VOICED, character),
        _ => None,
    };
    let of = |is_voiced| move |(full_width, romaji)| Kana { full_width, romaji, is_voiced };
    with_mark.map(of(true)).or_else(|| find(PLAIN, character).map(of(false)))
}

fn find(table: &[(char, char, &'static str)], character: char) -> Option<(char, &'static str)> {
    let found = table.iter().find(|(half_width, ..)| *half_width == character);
    found.map(|&(_, full_width, romaji)| (full_width, romaji))
}

pub(super) const VOICED: char = 'ﾞ';
pub(super) const SEMI_VOICED: char = 'ﾟ';

#[rustfmt::skip]
const PLAIN: &[(char, char, &str)] = &[
    ('ｱ', 'ア', "a"), ('ｲ', 'イ', "i"), ('ｳ', 'ウ', "u"), ('ｴ', 'エ', "e"), ('ｵ', 'オ', "o"),
    ('ｶ', 'カ', "ka"), ('ｷ', 'キ', "ki"), ('ｸ', 'ク', "ku"), ('ｹ', 'ケ', "ke"), ('ｺ', 'コ', "ko"),
    ('ｻ', 'サ', "sa"), ('ｼ', 'シ', "shi"), ('ｽ', 'ス', "su"), ('ｾ', 'セ', "se"), ('ｿ', 'ソ', "so"),
    ('ﾀ', 'タ', "ta"), ('ﾁ', 'チ', "chi"), ('ﾂ', 'ツ', "tsu"), ('ﾃ', 'テ', "te"), ('ﾄ', 'ト', "to"),
    ('ﾅ', 'ナ', "na"), ('ﾆ', 'ニ', "ni"), ('ﾇ', 'ヌ', "nu"), ('ﾈ', 'ネ', "ne"), ('ﾉ', 'ノ', "no"),
    ('ﾊ', 'ハ', "ha"), ('ﾋ', 'ヒ', "hi"), ('ﾌ', 'フ', "fu"), ('ﾍ', 'ヘ', "he"), ('ﾎ', 'ホ', "ho"),
    ('ﾏ', 'マ', "ma"), ('ﾐ', 'ミ', "mi"), ('ﾑ', 'ム', "mu"), ('ﾒ', 'メ', "me"), ('ﾓ', 'モ', "mo"),
    ('ﾔ', 'ヤ', "ya"), ('ﾕ', 'ユ', "yu"), ('ﾖ', 'ヨ', "yo"),
    ('ﾗ', 'ラ', "ra"), ('ﾘ', 'リ', "ri"), ('ﾙ', 'ル', "ru"), ('ﾚ', 'レ', "re"), ('ﾛ', 'ロ', "ro"),
    ('ﾜ', 'ワ', "wa"), ('ｦ', 'ヲ', "wo"), ('ﾝ', 'ン', "n"),
];

#[rustfmt::skip]
const WITH_VOICED: &[(char, char, &str)] = &[
    ('ｳ', 'ヴ', "vu"),
    ('ｶ', 'ガ', "ga"), ('ｷ', 'ギ', "gi"), ('ｸ', 'グ', "gu"), ('ｹ', 'ゲ', "ge"), ('ｺ', 'ゴ', "go"),
    ('ｻ', 'ザ', "za"), ('ｼ', 'ジ', "ji"), ('ｽ', 'ズ', "zu"), ('ｾ', 'ゼ', "ze"), ('ｿ', 'ゾ', "zo"),
    ('ﾀ', 'ダ', "da"), ('ﾁ', 'ヂ', "di"), ('ﾂ', 'ヅ', "du"), ('ﾃ', 'デ', "de"), ('ﾄ', 'ド', "do"),
    ('ﾊ', 'バ', "ba"), ('ﾋ', 'ビ', "bi"), ('ﾌ', 'ブ', "bu"), ('ﾍ', 'ベ', "be"), ('ﾎ', 'ボ', "bo"),
];

#[rustfmt::skip]
const WITH_SEMI_VOICED: &[(char, char, &str)] = &[
    ('ﾊ', 'パ', "pa"), ('ﾋ', 'ピ', "pi"), ('ﾌ', 'プ', "pu"), ('ﾍ', 'ペ', "pe"), ('ﾎ', 'ポ', "po"),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::transaction::{Alphabet, BankKana};

    #[test]
    fn every_kana_of_the_repertoire_is_spoken_and_told_apart() {
        let tables = [PLAIN, WITH_VOICED, WITH_SEMI_VOICED].concat();
        let distinct: BTreeSet<_> = tables.iter().map(|(_, full_width, _)| full_width).collect();
        let romaji: BTreeSet<_> = tables.iter().map(|(.., romaji)| romaji).collect();
        assert_eq!((distinct.len(), romaji.len()), (tables.len(), tables.len()));
        for half_width in '\u{ff66}'..='\u{ff9d}' {
            let spoken = kana(half_width, None).is_some();
            assert_eq!(spoken, BankKana::code(half_width).is_some(), "{half_width}");
        }
    }

    /// Another library composes full-width kana with their marks.
    #[test]
    fn marks_are_joined_as_in_jis() {
        for (mark, table, count) in [(VOICED, WITH_VOICED, 21), (SEMI_VOICED, WITH_SEMI_VOICED, 5)]
        {
            assert_eq!(table.len(), count);
            for &(half_width, full_width, _) in table {
                let text = std::string::String::from(full_width);
                let (bytes, _, failed) = encoding_rs::EUC_JP.encode(&text);
                assert!(!failed && bytes.len() == 2);
                let joined = kana(half_width, Some(mark)).unwrap();
                assert!(joined.is_voiced && joined.full_width == full_width);
                let plain = kana(half_width, None).unwrap();
                // In JIS X 0208 the voiced kana follows the plain one, and the half-voiced one the voiced; ヴ ends the row.
                let distance = u32::from(full_width).wrapping_sub(u32::from(plain.full_width));
                assert_eq!(
                    distance,
                    if half_width == 'ｳ' {
                        78
                    } else if mark == VOICED {
                        1
                    } else {
                        2
                    }
                );
            }
        }
        assert!(!kana('ｱ', Some(VOICED)).unwrap().is_voiced);
        assert!(!kana('ｶ', Some(SEMI_VOICED)).unwrap().is_voiced);
    }
}
