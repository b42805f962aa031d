//! Screens as `docs/wire.md` lays them out, written a second time, on screens of every size.
#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, reason = "tests")]

mod common;

use common::random::{Random, transaction};
use warifu_sign::transaction::{Field, KanaText, Language, Repertoire, Transaction};
use warifu_sign::{DisplayError, DisplayPart, DisplayProfile};

type Pages = Vec<Vec<String>>;

fn shown(order: &Transaction, profile: DisplayProfile, language: Language) -> Option<Pages> {
    common::pages(order, profile, |page| common::rows(page, language)).ok()
}

/// The document's layout: label and rows of each entry in every language, then pages.
fn laid_out(order: &Transaction, profile: DisplayProfile, language: Language) -> Option<Pages> {
    let japanese = profile.repertoire == Repertoire::Japanese;
    let (english, both) = ([Language::English], [Language::English, Language::Japanese]);
    let spoken = if japanese { both.as_slice() } else { &english };
    let language = if japanese { language } else { Language::English };
    let entries = |language| entries(order, usize::from(profile.columns), language);
    for &language in spoken {
        let title = [order.operation().text(language).to_owned()];
        let rows = entries(language).concat();
        if title.iter().chain(&rows).any(|row| !fits(row, profile)) {
            return None;
        }
    }
    let height = |index: usize| spoken.iter().map(|&language| entries(language)[index].len()).max();
    let room = usize::from(profile.rows).checked_sub(1)?;
    let title = order.operation().text(language).to_owned();
    let (mut pages, mut used) = (Pages::new(), room + 1);
    for (index, entry) in entries(language).into_iter().enumerate() {
        let height = height(index)?;
        if height > room {
            return None;
        }
        if used + height > room {
            pages.push(vec![title.clone()]);
            used = 0;
        }
        let is_caution = entry[0] == "Caution" || entry[0] == "ご注意";
        used = if is_caution { room + 1 } else { used + height };
        pages.last_mut()?.extend(entry);
    }
    (pages.len() <= usize::from(profile.pages)).then_some(pages)
}

fn entries(order: &Transaction, columns: usize, language: Language) -> Vec<Vec<String>> {
    let login = if language == Language::English { "Login ID" } else { "ログインID" };
    let mut texts = vec![(login, order.login().to_string())];
    for field in order.fields() {
        let mut value = String::new();
        field.show(language, &mut value).unwrap();
        let place = if matches!(field, Field::Cautions(_)) { 0 } else { texts.len() };
        texts.insert(place, (field.label().text(language), value));
    }
    let rows = |(label, value): (&str, String)| {
        let mut rows = vec![label.to_owned()];
        for line in value.split('\n') {
            for (index, word) in line.split(' ').enumerate() {
                let last = rows.last_mut().unwrap();
                if index > 0 && width(last) + 1 + width(word) <= columns {
                    *last = [last, word].join(" ");
                } else {
                    rows.push(word.to_owned());
                }
            }
        }
        rows
    };
    texts.into_iter().map(rows).collect()
}

fn fits(row: &str, profile: DisplayProfile) -> bool {
    let has = |character: char| match profile.repertoire {
        Repertoire::Ascii => character.is_ascii(),
        Repertoire::BankKana => columns(character) == 1,
        Repertoire::Japanese => true,
    };
    width(row) <= usize::from(profile.columns) && row.chars().all(has)
}

fn width(row: &str) -> usize {
    row.chars().map(columns).sum()
}

fn columns(character: char) -> usize {
    let half =
        character.is_ascii() || character == '¥' || ('\u{ff61}'..='\u{ff9f}').contains(&character);
    if half { 1 } else { 2 }
}

fn profile(random: &mut Random) -> DisplayProfile {
    let columns = [0, 1, 8, 12, 14, 16, 18, 20, 21, 22, 26, 31, 32, 36, 64, 79, 255];
    let rows = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 24, 255];
    let repertoires = [Repertoire::Ascii, Repertoire::BankKana, Repertoire::Japanese];
    DisplayProfile {
        columns: random.one_of(&columns),
        rows: random.one_of(&rows),
        pages: random.one_of(&[0, 1, 2, 3, 4, 8, 255]),
        repertoire: random.one_of(&repertoires),
    }
}

#[test]
fn screens_of_every_size_are_as_documented() {
    let mut random = Random(99);
    let (mut fitting, mut refused) = (0, 0);
    for _ in 0..60_000 {
        let (order, profile) = (transaction(&mut random), profile(&mut random));
        for language in [Language::English, Language::Japanese] {
            let pages = shown(&order, profile, language);
            assert_eq!(pages, laid_out(&order, profile, language), "{profile:?} {language:?}");
            if pages.is_some() { fitting += 1 } else { refused += 1 }
        }
    }
    assert!(fitting > 10_000 && refused > 10_000, "{fitting} fit, {refused} do not");
}

/// The page of an activation: a title, and label and value of bank, login ID and token code.
#[test]
fn a_bank_whose_activations_stand_on_one_page() {
    let bank = |name: &str| KanaText::parse(name).unwrap();
    let long = "ﾜﾘﾌｷﾞﾝｺｳﾜﾘﾌｷﾞﾝｺｳﾜﾘﾌｷﾞﾝｺｳﾜﾘﾌｷﾞﾝ";
    let small = DisplayProfile::SMALL_MONOCHROME;
    for profile in [small, DisplayProfile::CAMERA_TOKEN, DisplayProfile::PHONE] {
        assert_eq!(profile.shows_activation_of(&bank("ﾜﾘﾌ ｷﾞﾝｺｳ")), Ok(()));
        let fits = profile.shows_activation_of(&bank(long));
        assert_eq!(fits.is_ok(), profile != small);
    }
    let fits = |profile: DisplayProfile| profile.shows_activation_of(&bank("ﾜﾘﾌ"));
    assert_eq!(fits(DisplayProfile { rows: 7, ..small }), Ok(()));
    assert_eq!(fits(DisplayProfile { rows: 6, ..small }), Err(DisplayError::Pages));
    assert_eq!(fits(DisplayProfile { pages: 0, ..small }), Err(DisplayError::Pages));
    assert_eq!(fits(DisplayProfile { columns: 13, ..small }), Ok(()));
    let narrow = fits(DisplayProfile { columns: 12, ..small });
    assert_eq!(narrow, Err(DisplayError::Width(DisplayPart::TokenCode)));
    let ascii = DisplayProfile { repertoire: Repertoire::Ascii, ..small };
    assert_eq!(fits(ascii), Err(DisplayError::Repertoire(DisplayPart::Bank)));
    assert_eq!(small.shows_activation_of(&bank("A B C D E F G H I J K L M")), Ok(()));
}
