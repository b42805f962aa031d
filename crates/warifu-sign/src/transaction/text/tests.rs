use core::ops::RangeInclusive;
use std::collections::{BTreeMap, BTreeSet};
use std::string::{String, ToString};
use std::vec::Vec;

use proptest::prelude::*;
use unicode_security::skeleton;

use super::*;

/// Every character of Unicode is asked.
fn accepted<A: Alphabet>() -> String {
    (0..=0x0010_ffff).filter_map(char::from_u32).filter(|c| A::code(*c).is_some()).collect()
}

#[test]
fn bank_kana_is_closed() {
    assert_eq!(
        accepted::<BankKana>(),
        " (),-./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ¥｢｣ｦｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜﾝﾞﾟ"
    );
}

#[test]
fn ascii_is_closed() {
    assert_eq!(accepted::<Ascii>(), " '()+,-./0123456789:?ABCDEFGHIJKLMNOPQRSTUVWXYZ");
}

/// The kanji of some rows of JIS X 0208, as another library decodes them.
fn kanji(rows: RangeInclusive<u8>) -> Vec<char> {
    let mut kanji = Vec::new();
    for row in rows {
        for cell in 1..=94 {
            let bytes = [row, cell].map(|number| number.wrapping_add(0xa0));
            let (text, failed) = encoding_rs::EUC_JP.decode_without_bom_handling(&bytes);
            kanji.extend(text.chars().filter(|_| !failed));
        }
    }
    kanji
}

/// Level 1 whole, and of level 2 what is no twin of a character before it.
#[test]
fn japanese_is_closed() {
    let mut expected: Vec<char> =
        accepted::<BankKana>().chars().chain('ぁ'..='ん').chain(['々']).collect();
    expected.extend(kanji(16..=47));
    assert_eq!(expected.len(), 94 + 83 + 1 + 2_965, "bank kana, hiragana, the mark, level 1");
    let mut looks: BTreeSet<String> = expected.iter().copied().map(look).collect();
    let (own, twins): (Vec<char>, Vec<char>) =
        kanji(48..=84).into_iter().partition(|character| looks.insert(look(*character)));
    assert_eq!(twins.iter().collect::<String>(), "丿匕厶囗奬恆插搖曰飮獎謠鎭瑤");
    assert_eq!(own.len(), 3_376);
    expected.extend(own);
    expected.sort_unstable();
    assert_eq!(accepted::<Japanese>(), expected.into_iter().collect::<String>());
}

/// Characters of one look are twins to Unicode (UTS #39).
fn look(character: char) -> String {
    skeleton(&character.to_string()).collect()
}

/// The characters of one repertoire that share their look.
fn twins<A: Alphabet>() -> Vec<String> {
    let mut classes = BTreeMap::<String, String>::new();
    for character in accepted::<A>().chars() {
        classes.entry(look(character)).or_default().push(character);
    }
    classes.into_values().filter(|class| class.chars().count() > 1).collect()
}

#[test]
fn few_characters_have_twins() {
    assert_eq!(twins::<BankKana>(), ["/ﾉ", "0O", "1I"]);
    assert_eq!(twins::<Ascii>(), ["0O", "1I"]);
    let by_width = ["へﾍ", "二ﾆ", "八ﾊ", "力ｶ", "卜ﾄ", "口ﾛ", "夕ﾀ", "工ｴ"];
    let by_eye = ["/ﾉ", "0O", "1I", "土士", "未末"];
    let mut expected = [by_width.as_slice(), &by_eye].concat();
    expected.sort_unstable();
    let mut found = twins::<Japanese>();
    found.sort_unstable();
    assert_eq!(found, expected);
}

#[test]
fn codes_and_characters_are_one_to_one() {
    fn check<A: Alphabet>() {
        let codes = (0..=u16::MAX).filter(|code| A::character(*code).is_some());
        for code in codes {
            let character = A::character(code).unwrap();
            assert_eq!(A::code(character), Some(code), "{character:?}");
            assert!(Repertoire::showing(character) <= A::REPERTOIRE, "{character:?}");
        }
    }
    check::<BankKana>();
    check::<Ascii>();
    check::<Japanese>();
}

#[test]
fn a_space_that_cannot_be_seen_is_refused() {
    for (text, index) in [(" ｱ", 0), ("ｱ ", 1), ("ｱ  ｲ", 2), (" ", 0)] {
        let space = FieldError::TextSpace { index };
        assert_eq!(KanaText::parse(text).unwrap_err(), space, "{text:?}");
        assert_eq!(JapaneseText::parse(text).unwrap_err(), space, "{text:?}");
    }
    assert_eq!(KanaText::parse("ｶ)ﾜﾘﾌ ｼﾖｳｼﾞ").unwrap().to_string(), "ｶ)ﾜﾘﾌ ｼﾖｳｼﾞ");
    assert_eq!(JapaneseText::parse("割符 ｼﾖｳｼﾞ").unwrap().to_string(), "割符 ｼﾖｳｼﾞ");
}

#[test]
fn lengths() {
    fn check<A: Alphabet + Eq + fmt::Debug, const N: usize>(longest: usize) {
        assert_eq!(FieldText::<A, N>::MAX_LENGTH, longest);
        assert_eq!(
            FieldText::<A, N>::parse(&"A".repeat(longest)).unwrap().chars().count(),
            longest
        );
        for text in [String::new(), "A".repeat(longest + 1)] {
            let error = FieldError::TextLength { repertoire: A::REPERTOIRE, longest };
            assert_eq!(FieldText::<A, N>::parse(&text).unwrap_err(), error);
        }
    }
    check::<BankKana, 30>(30);
    check::<Ascii, 35>(35);
    check::<Japanese, 32>(16);
}

fn canonical<A: Alphabet + Eq + fmt::Debug, const N: usize>(input: &[u8]) {
    let mut reader = Reader::new(input);
    if let Ok(text) = FieldText::<A, N>::decode(&mut reader) {
        let mut room = [0_u8; 64];
        let mut writer = Writer::new(&mut room);
        text.encode(&mut writer).unwrap();
        let length = writer.length();
        assert_eq!(&room[..length], &input[..reader.position()]);
        assert_eq!(FieldText::<A, N>::parse(&text.to_string()).unwrap(), text);
    }
}

proptest! {
    #[test]
    fn accepted_bytes_are_canonical(count in 0_u8..40, rest in proptest::collection::vec(any::<u8>(), 0..40)) {
        let input = [&[count], rest.as_slice()].concat();
        canonical::<BankKana, 30>(&input);
        canonical::<Ascii, 35>(&input);
        canonical::<Japanese, 32>(&input);
    }

    #[test]
    fn accepted_texts_survive_the_codec(text in "[一-龠ぁ-んｱ-ﾝA-Z0-9 ]{1,16}") {
        if let Ok(text) = JapaneseText::parse(&text) {
            let mut room = [0_u8; 40];
            let mut writer = Writer::new(&mut room);
            text.encode(&mut writer).unwrap();
            let length = writer.length();
            prop_assert_eq!(JapaneseText::decode(&mut Reader::new(&room[..length])), Ok(text));
        }
    }
}
