//! What you see is what you sign: the signed bytes differ exactly when the screens differ.
#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, reason = "tests")]

mod common;

use common::random::{Random, changed, changed_login, transaction};
use warifu_core::{Bytes, KeyId, Kind, Message, Nonce};
use warifu_sign::transaction::{Label, Language, Operation, Repertoire, Transaction};
use warifu_sign::{Authenticated, DisplayProfile, DoesNotFit, IssueError, Page, Part, Viewing};

const PROFILES: [DisplayProfile; 3] =
    [DisplayProfile::SMALL_MONOCHROME, DisplayProfile::CAMERA_TOKEN, DisplayProfile::PHONE];
const LANGUAGES: [Language; 2] = [Language::English, Language::Japanese];

fn encoded(transaction: &Transaction) -> Vec<u8> {
    Bytes::<341>::written(|writer| transaction.encode(writer)).unwrap().as_slice().to_vec()
}

/// Every row of every page, as a device shows them one after another.
fn screens(
    transaction: &Transaction,
    profile: DisplayProfile,
    language: Language,
) -> Result<Vec<Vec<String>>, DoesNotFit> {
    let (kind, validity) = (Kind::Transaction, common::validity());
    let message = Message::compose(kind, KeyId([1; 4]), Nonce([9; 12]), &[], validity, |writer| {
        transaction.encode(writer)
    })
    .unwrap();
    let mut viewing = Authenticated::decode(common::opened(message)).unwrap().show(profile)?;
    let mut pages = Vec::new();
    loop {
        match viewing {
            Viewing::More(showing) => {
                pages.push(rows(showing.page(), language));
                viewing = showing.turn();
            }
            Viewing::Last(shown) => {
                pages.push(rows(shown.page(), language));
                return Ok(pages);
            }
        }
    }
}

fn rows(page: Page<'_>, language: Language) -> Vec<String> {
    let mut rows = vec![page.title(language).to_owned()];
    for entry in page.entries(language) {
        rows.push(entry.label.to_owned());
        rows.extend(entry.rows().map(str::to_owned));
    }
    rows
}

fn with_one_change(one: &Transaction, random: &mut Random) -> Transaction {
    let mut fields: Vec<_> = one.fields().copied().collect();
    let place = random.below(fields.len() + 1);
    let mut login = *one.login();
    if let Some(field) = fields.get_mut(place) {
        *field = changed(field, random);
    } else {
        login = changed_login(login, random);
    }
    Transaction::new(login, one.operation(), &fields).unwrap()
}

/// A million pairs: one of them drawn, the other with a change in one field, or drawn as well.
#[test]
fn signed_bytes_differ_exactly_when_screens_differ() {
    let mut random = Random(20_260_401);
    let (mut shown, mut alike, mut too_large) = (0, 0, 0);
    while shown < 1_000_000 {
        let one = transaction(&mut random);
        let other = match random.below(8) {
            0 => transaction(&mut random),
            _ => with_one_change(&one, &mut random),
        };
        let (profile, language) = (random.one_of(&PROFILES), random.one_of(&LANGUAGES));
        let (Ok(on_screen), Ok(on_other)) =
            (screens(&one, profile, language), screens(&other, profile, language))
        else {
            too_large += 1;
            continue;
        };
        let same = encoded(&one) == encoded(&other);
        assert_eq!(same, on_screen == on_other, "{one:?} {other:?} {profile:?} {language:?}");
        assert_eq!(same, one == other);
        shown += 1;
        alike += u32::from(same);
    }
    assert!(alike > 10_000, "pairs that are alike were among them: {alike}");
    assert!(too_large > 10_000, "and some that no screen shows: {too_large}");
}

/// Every label of every operation, changed 2,000 times, with everything else as it was.
#[test]
fn every_field_and_every_kind_of_change_is_seen() {
    let mut random = Random(7);
    for operation in Operation::ALL {
        for (place, label) in operation.fields().iter().enumerate() {
            let seen = (0..2_000).filter(|_| seen_change(operation, place, &mut random)).count();
            assert!(seen > 200, "{operation:?} {label:?} {seen}");
        }
    }
}

/// Whether a change could be made and shown; when it could, it must be seen.
fn seen_change(operation: Operation, place: usize, random: &mut Random) -> bool {
    let draw = |label: &Label, random: &mut Random| common::random::field(*label, random);
    let login = common::random::login(random);
    let mut fields: Vec<_> = operation.fields().iter().map(|label| draw(label, random)).collect();
    let one = Transaction::new(login, operation, &fields).unwrap();
    fields[place] = changed(&fields[place], random);
    let other = Transaction::new(login, operation, &fields).unwrap();
    if one == other {
        return false;
    }
    assert_ne!(encoded(&one), encoded(&other));
    let profile = DisplayProfile { columns: 80, ..DisplayProfile::PHONE };
    for language in LANGUAGES {
        assert_ne!(screens(&one, profile, language), screens(&other, profile, language));
    }
    true
}

/// What a profile promises: no row is wider, no page higher, no entry split, nothing lost between the pages.
#[test]
fn screens_keep_to_their_profile() {
    let mut random = Random(11);
    for _ in 0..20_000 {
        let one = transaction(&mut random);
        for profile in PROFILES {
            for language in LANGUAGES {
                let Ok(pages) = screens(&one, profile, language) else { continue };
                assert_eq!(Ok(pages.len()), profile.pages_of(&one).map(usize::from));
                let title = one.operation().text(profile.language(language));
                let rows: Vec<_> = pages.iter().flatten().collect();
                assert!(rows.iter().all(|row| columns(row) <= usize::from(profile.columns)));
                assert!(pages.iter().all(|page| page.len() <= usize::from(profile.rows)));
                assert!(pages.iter().all(|page| page[0] == title && page.len() > 2));
                let of_japanese = rows
                    .iter()
                    .flat_map(|row| row.chars())
                    .any(|character| Repertoire::showing(character) > profile.repertoire);
                assert!(!of_japanese);
            }
        }
    }
}

fn columns(row: &str) -> usize {
    row.chars()
        .map(|character| if Repertoire::showing(character) == Repertoire::Japanese { 2 } else { 1 })
        .sum()
}

#[test]
fn what_does_not_fit_the_screen_is_not_issued() {
    let profile = DisplayProfile::CAMERA_TOKEN;
    let issue_for = |profile| {
        let (key_id, nonce, validity) = (KeyId([1; 4]), Nonce([9; 12]), common::validity());
        match warifu_sign::issue(&common::transfer(), key_id, nonce, validity, profile) {
            Ok(_) => Ok(profile.pages_of(&common::transfer()).expect("what was issued fits")),
            Err(IssueError::DoesNotFit(why)) => Err(why),
            Err(other) => panic!("{other}"),
        }
    };
    assert_eq!(issue_for(profile), Ok(2));
    let narrow = DisplayProfile { columns: 11, ..profile };
    assert_eq!(issue_for(narrow), Err(DoesNotFit::Width(Part::Login)));
    let one_page = DisplayProfile { pages: 1, ..profile };
    assert_eq!(issue_for(one_page), Err(DoesNotFit::Pages));
    let low = DisplayProfile { rows: 2, ..profile };
    assert_eq!(issue_for(low), Err(DoesNotFit::Height(Part::Login)));
    let none = DisplayProfile { rows: 0, ..profile };
    assert_eq!(issue_for(none), Err(DoesNotFit::Height(Part::Title)));
    let ascii = DisplayProfile { repertoire: Repertoire::Ascii, ..profile };
    assert_eq!(issue_for(ascii), Err(DoesNotFit::Repertoire(Part::Field(Label::PayeeName))));
}

/// The yen sign is a character of JIS X 0201, not of ASCII.
#[test]
fn an_ascii_screen_has_no_yen_sign() {
    let ascii = DisplayProfile { repertoire: Repertoire::Ascii, ..DisplayProfile::PHONE };
    let fits = |payee| ascii.pages_of(&common::transfer_of(payee, 1));
    assert!(fits("ABC").is_ok());
    assert_eq!(fits("ABC¥"), Err(DoesNotFit::Repertoire(Part::Field(Label::PayeeName))));
}

/// Whatever a screen speaks, the words of the registry fit it.
#[test]
fn titles_and_labels_fit_every_screen() {
    for profile in PROFILES {
        for language in LANGUAGES.map(|language| profile.language(language)) {
            let titles = Operation::ALL.map(|operation| operation.text(language));
            let labels = Label::ALL.map(|label| label.text(language));
            for text in titles.iter().chain(&labels) {
                assert!(columns(text) <= usize::from(profile.columns), "{text}");
            }
        }
    }
}
