//! What you see is what you sign: the signed bytes differ exactly when the screens differ.
#![cfg(test)]

mod common;

use common::random::{Random, every_change, transaction, with_one_change};
use warifu_core::codec::Encode;
use warifu_core::keys::RandomBytes;
use warifu_sign::transaction::{
    Caution, Cautions, Field, Label, Language, Operation, Repertoire, Transaction,
};
use warifu_sign::{DisplayError, DisplayPart, DisplayProfile, IssueError};

const PROFILES: [DisplayProfile; 3] =
    [DisplayProfile::SMALL_MONOCHROME, DisplayProfile::CAMERA_TOKEN, DisplayProfile::PHONE];
const LANGUAGES: [Language; 2] = [Language::English, Language::Japanese];

fn encoded(transaction: &Transaction) -> Vec<u8> {
    transaction.encoded::<341>().unwrap().as_slice().to_vec()
}

/// Every row of every page, as a device shows them one after another.
fn screens(
    transaction: &Transaction,
    profile: DisplayProfile,
    language: Language,
) -> Result<Vec<Vec<String>>, DisplayError> {
    common::pages(transaction, profile, |page| common::rows(page, language))
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

#[test]
fn every_field_and_every_kind_of_change_is_seen() {
    let profile = DisplayProfile { columns: 80, ..DisplayProfile::PHONE };
    every_change(&mut Random(7), |one, other| {
        assert_ne!(encoded(one), encoded(other));
        for language in LANGUAGES {
            assert_ne!(screens(one, profile, language), screens(other, profile, language));
        }
    });
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
        let (keys, random, validity) =
            (common::sealing_keys(), RandomBytes([9; 16]), common::validity());
        let order = common::transfer();
        match warifu_sign::issue(common::ISSUER, &order, &keys, &random, validity, profile) {
            Ok(_) => Ok(profile.pages_of(&common::transfer()).expect("what was issued fits")),
            Err(IssueError::DoesNotFit(why)) => Err(why),
            Err(other) => panic!("{other}"),
        }
    };
    assert_eq!(issue_for(profile), Ok(2));
    let narrow = DisplayProfile { columns: 11, ..profile };
    assert_eq!(issue_for(narrow), Err(DisplayError::Width(DisplayPart::Login)));
    let one_page = DisplayProfile { pages: 1, ..profile };
    assert_eq!(issue_for(one_page), Err(DisplayError::Pages));
    let low = DisplayProfile { rows: 2, ..profile };
    assert_eq!(issue_for(low), Err(DisplayError::Height(DisplayPart::Login)));
    let none = DisplayProfile { rows: 0, ..profile };
    assert_eq!(issue_for(none), Err(DisplayError::Height(DisplayPart::Title)));
    let ascii = DisplayProfile { repertoire: Repertoire::Ascii, ..profile };
    assert_eq!(
        issue_for(ascii),
        Err(DisplayError::Repertoire(DisplayPart::Field(Label::PayeeName)))
    );
}

/// The yen sign is a character of JIS X 0201, not of ASCII.
#[test]
fn an_ascii_screen_has_no_yen_sign() {
    let ascii = DisplayProfile { repertoire: Repertoire::Ascii, ..DisplayProfile::PHONE };
    let fits = |payee| ascii.pages_of(&common::transfer_of(payee, 1));
    assert!(fits("ABC").is_ok());
    assert_eq!(fits("ABC¥"), Err(DisplayError::Repertoire(DisplayPart::Field(Label::PayeeName))));
}

/// The words of the registry fit every screen, in each of its languages.
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

/// The page that comes first has the cautions and nothing else, on every screen.
#[test]
fn cautions_are_read_before_anything_else() {
    use Caution::{FirstTimePayee, LargerThanUsual, NameUnchecked, RecentToken, StaffNeverAsk};
    let most = [FirstTimePayee, RecentToken, NameUnchecked, LargerThanUsual, StaffNeverAsk];
    let cautions = Field::Cautions(Cautions::from_cautions(&most).unwrap());
    let order = common::transfer();
    let fields: Vec<_> = order.fields().copied().chain([cautions]).collect();
    let cautioned =
        Transaction::new(*order.login(), Operation::CautionedTransfer, &fields).unwrap();
    for profile in PROFILES {
        let pages = screens(&cautioned, profile, Language::English).unwrap();
        let without = screens(&order, profile, Language::English).unwrap();
        assert_eq!(pages[0][..3], ["Transfer: caution", "Caution", "First-time payee"]);
        assert!(pages[0].iter().all(|row| row != "Login ID"), "{:?}", pages[0]);
        assert_eq!(pages[1][1], "Login ID");
        assert_eq!(pages.len(), without.len() + 1);
        for (page, other) in pages[1..].iter().zip(&without) {
            assert_eq!(page[1..], other[1..]);
        }
    }
    let japanese = screens(&cautioned, DisplayProfile::CAMERA_TOKEN, Language::Japanese).unwrap();
    let expected = [
        "振込(注意)",
        "ご注意",
        "初めての振込先です",
        "登録間もないトークンです",
        "口座名義は未確認です",
        "普段より高額です",
        "銀行員が頼むことはありません",
    ];
    assert_eq!(japanese[0], expected);
}
