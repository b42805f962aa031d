use warifu_core::codec::{Decode, Encode};
use warifu_core::keys::{InstanceKey, RandomBytes};
use warifu_core::{
    AuthenticatedMessage, IssuerId, Kind, MAX_PLAINTEXT, Message, Seconds, UnixTime, Validity, kind,
};
use warifu_sign::{DisplayProfile, Language, OrderDigest, Page, Review, Reviewed, Transaction};

use crate::Case;

/// A body that is read, named line by line, and written again; or refused at a byte.
pub(crate) fn check(accepted: bool, case: &Case) {
    let body = case.hex("body");
    let decoded = Transaction::decode_whole(&body);
    if !accepted {
        return case.refused_at(decoded.err().map(|error| error.offset()));
    }
    let order = decoded.unwrap_or_else(|error| panic!("{error} in {:?}", case.lines()));
    let again = order.encoded::<MAX_PLAINTEXT>().unwrap();
    assert_eq!(again.as_slice(), body);
    for (language, title, entry) in
        [(Language::English, "title", "entry"), (Language::Japanese, "title-ja", "entry-ja")]
    {
        case.says(title, order.operation().text(language));
        let wide = DisplayProfile { columns: 99, rows: 99, ..DisplayProfile::PHONE };
        let shown = pages::<kind::Transaction>(&body, wide, |page| {
            page.entries(language)
                .map(|entry| format!("{} = {}", entry.label, entry.value().replace('\n', " / ")))
                .collect()
        });
        assert_eq!(shown.unwrap().concat(), case.all(entry));
    }
}

/// The rows of every page; or a body that the screen cannot show.
pub(crate) fn check_screen<K: Reviewed>(accepted: bool, case: &Case) {
    let profile = match case.text("screen") {
        "small monochrome" => DisplayProfile::SMALL_MONOCHROME,
        "camera token" => DisplayProfile::CAMERA_TOKEN,
        "phone" => DisplayProfile::PHONE,
        other => panic!("no screen {other}"),
    };
    let language = match case.optional("language") {
        Some("Japanese") => Language::Japanese,
        _ => Language::English,
    };
    let shown = pages::<K>(&case.hex("body"), profile, |page| rows(page, language));
    if !accepted {
        return assert!(shown.is_none(), "{:?}", case.lines());
    }
    let documented = case.lines().iter().filter(|(key, _)| key == "row" || key == "page");
    let documented: Vec<_> = documented.map(|(_, value)| value.clone()).collect();
    let numbered = (1..)
        .zip(shown.unwrap())
        .flat_map(|(number, rows)| core::iter::once(number.to_string()).chain(rows));
    assert_eq!(numbered.collect::<Vec<_>>(), documented);
}

fn rows(page: Page<'_>, language: Language) -> Vec<String> {
    let entries = page.entries(language).flat_map(|entry| {
        let rows: Vec<_> = entry.rows().map(str::to_owned).collect();
        core::iter::once(entry.label.to_owned()).chain(rows)
    });
    core::iter::once(page.title(language).to_owned()).chain(entries).collect()
}

/// The order's digest.
pub(crate) fn check_order(accepted: bool, case: &Case) {
    let decoded = Transaction::decode_whole(&case.hex("body"));
    assert_eq!(decoded.is_ok(), accepted, "{:?}", case.lines());
    let Ok(order) = decoded else { return };
    let digest = OrderDigest::from_order(IssuerId::new(case.number("issuer")), &order);
    case.says("digest", &hex::encode(digest.as_bytes()));
}

fn pages<K: Reviewed>(
    body: &[u8],
    profile: DisplayProfile,
    of_page: impl Fn(Page<'_>) -> Vec<String>,
) -> Option<Vec<Vec<String>>> {
    let validity = Validity::new(1, UnixTime::new(0), Seconds::minutes(5)).unwrap();
    let (keys, random) = (InstanceKey::new([1; 32]).message_keys(), RandomBytes([1; 16]));
    let message = Message::<K>::compose(&keys, &random, &[], validity, |to| to.bytes(body));
    let message = AuthenticatedMessage::danger_assume_authenticated(message.unwrap());
    let mut review = Review::begin(message, profile).ok()?;
    let mut pages = Vec::new();
    loop {
        pages.push(of_page(review.page()));
        match review {
            Review::Page(page) => review = page.turn(),
            // An activation has one page.
            Review::LastPage(_) if K::KIND == Kind::Activation && pages.len() > 1 => return None,
            Review::LastPage(_) => return Some(pages),
        }
    }
}
