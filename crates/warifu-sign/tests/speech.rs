//! What a person hears is what they sign: the signed bytes differ exactly when the spoken pages differ.
#![cfg(test)]

mod common;

use std::collections::BTreeMap;

use common::random::{Random, every_change, transaction, with_one_change};
use warifu_sign::DisplayProfile;
use warifu_sign::transaction::{Caution, Cautions, Field, Language, Operation, Transaction};

/// Every screen's pages are spoken alike, so this one has room for everything.
const PROFILE: DisplayProfile = DisplayProfile { columns: 110, ..DisplayProfile::PHONE };
const LANGUAGES: [Language; 2] = [Language::English, Language::Japanese];

/// In small letters: a voice has no capitals.
fn spoken(transaction: &Transaction, language: Language) -> Vec<String> {
    common::pages(transaction, PROFILE, |page| {
        let mut text = String::new();
        page.speak(language, &mut text).unwrap();
        text.to_lowercase()
    })
    .expect("the screen has room")
}

#[test]
fn a_transfer_as_it_is_heard() {
    let heard = |language| {
        common::pages(&common::transfer(), DisplayProfile::CAMERA_TOKEN, |page| {
            let mut text = String::new();
            page.speak(language, &mut text).unwrap();
            text
        })
        .unwrap()
    };
    let english = [
        concat!(
            "Page 1 of 2.\nTransfer.\nLogin ID: I 7 0 0, 0 1 5 6, K A N R.\n",
            "To account: bank 0 1 3 8, branch 1 1 0, ordinary account, 1 2 3, 4 5 6 7.\n",
            "Payee: kana-ka \"close bracket\" wa-ri-fu-shi-yo-u-ji, to-u-ki-yo-u-ho-n-te-n.\n",
            "Amount: J P Y 999,999,999,999.\n"
        ),
        "Page 2 of 2.\nTransfer.\nDate: 1 December 2026.\n",
    ];
    assert_eq!(heard(Language::English), english);
    let japanese = [
        concat!(
            "2ページ中1ページ目。\n振込。\nログインID、I 7 0 0、0 1 5 6、K A N R。\n",
            "振込先口座、銀行 0 1 3 8、支店 1 1 0、普通口座、1 2 3、4 5 6 7。\n",
            "受取人名、カ 「かっこ閉じ」 ワリフシヨウジ、トウキヨウホンテン。\n",
            "金額、J P Y 999,999,999,999。\n"
        ),
        "2ページ中2ページ目。\n振込。\n指定日、2026 年 12 月 1 日。\n",
    ];
    assert_eq!(heard(Language::Japanese), japanese);
}

/// A quarter of a million pairs: one of them drawn, the other with a change in one field, or drawn as well.
#[test]
fn signed_bytes_differ_exactly_when_spoken_pages_differ() {
    let mut random = Random(20_261_201);
    let mut alike = 0;
    for _ in 0..250_000 {
        let one = transaction(&mut random);
        let other = match random.below(8) {
            0 => transaction(&mut random),
            _ => with_one_change(&one, &mut random),
        };
        let language = random.one_of(&LANGUAGES);
        let same = spoken(&one, language) == spoken(&other, language);
        assert_eq!(same, one == other, "{one:?} {other:?} {language:?}");
        alike += u32::from(same);
    }
    assert!(alike > 10_000, "pairs that are alike were among them: {alike}");
}

#[test]
fn every_field_and_every_kind_of_change_is_heard() {
    every_change(&mut Random(8), |one, other| {
        for language in LANGUAGES {
            assert_ne!(spoken(one, language), spoken(other, language), "{one:?} {other:?}");
        }
    });
}

/// Values of one label that sound alike are equal, among many that were drawn.
#[test]
fn no_two_values_of_a_label_sound_alike() {
    let mut random = Random(9);
    for operation in Operation::ALL {
        let Some(&label) = operation.fields().last() else { continue };
        for language in LANGUAGES {
            let mut heard = BTreeMap::new();
            let login = "a".parse().unwrap();
            let mut fields: Vec<_> = operation
                .fields()
                .iter()
                .map(|label| common::fields::drawn(*label, &mut random))
                .collect();
            for _ in 0..1_000 {
                *fields.last_mut().unwrap() = common::fields::drawn(label, &mut random);
                let order = Transaction::new(login, operation, &fields).unwrap();
                let before = heard.insert(spoken(&order, language), order);
                assert!(before.is_none_or(|before| before == order));
            }
        }
    }
}

/// All sets of cautions, on the screen and by ear.
#[test]
fn sets_of_cautions_are_told_apart() {
    let mut told = BTreeMap::new();
    for bits in 1..1_u32 << Caution::ALL.len() {
        let set = Caution::ALL.iter().enumerate().filter(|(index, _)| bits & (1 << index) != 0);
        let set: Vec<_> = set.map(|(_, caution)| *caution).collect();
        let Ok(cautions) = Cautions::from_cautions(&set) else { continue };
        let order = common::transfer();
        let fields: Vec<_> = order.fields().copied().chain([Field::Cautions(cautions)]).collect();
        let operation = Operation::CautionedTransfer;
        let order = Transaction::new(*order.login(), operation, &fields).unwrap();
        for language in LANGUAGES {
            assert_eq!(told.insert(spoken(&order, language), set.clone()), None);
            let shown = common::pages(&order, DisplayProfile::SMALL_MONOCHROME, |page| {
                common::rows(page, Language::English).join(" ")
            });
            if language == Language::English {
                assert_eq!(told.insert(shown.unwrap(), set.clone()), None);
            }
        }
    }
    assert_eq!(told.len(), 79 * 3);
}
