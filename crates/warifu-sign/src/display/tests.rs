use std::format;
use std::string::String;
use std::vec::Vec;

use super::content::ActivationContent;
use super::*;
use crate::transaction::{KanaText, Language};

fn registration() -> PageContent<'static> {
    PageContent::Activation(ActivationContent {
        bank: KanaText::parse("ﾜﾘﾌｷﾞﾝｺｳ").unwrap(),
        login: "I7000156KANR".parse().unwrap(),
        token_code: "FDT7306594-1".parse().unwrap(),
    })
}

fn page(profile: DisplayProfile) -> Page<'static> {
    let layout = profile.layout(&registration()).unwrap();
    assert_eq!(layout.pages(), 1);
    Page::new(registration(), profile, layout, 1)
}

fn rows(profile: DisplayProfile, language: Language) -> Vec<String> {
    let page = page(profile);
    let mut rows = std::vec![String::from(page.title(language))];
    for entry in page.entries(language) {
        rows.push(entry.label.into());
        rows.extend(entry.rows().map(String::from));
    }
    rows
}

#[test]
fn an_activation_says_for_whom_the_token_will_be_used() {
    let english =
        ["Activation", "Bank", "ﾜﾘﾌｷﾞﾝｺｳ", "Login ID", "I7000156KANR", "Token code", "FDT7306594-1"];
    let japanese = [
        "利用開始登録",
        "銀行",
        "ﾜﾘﾌｷﾞﾝｺｳ",
        "ログインID",
        "I7000156KANR",
        "トークンコード",
        "FDT7306594-1",
    ];
    assert_eq!(rows(DisplayProfile::CAMERA_TOKEN, Language::English), english);
    assert_eq!(rows(DisplayProfile::CAMERA_TOKEN, Language::Japanese), japanese);
    assert_eq!(rows(DisplayProfile::SMALL_MONOCHROME, Language::Japanese), english);
}

#[test]
fn an_activation_is_spoken() {
    let spoken = |language| {
        let mut text = String::new();
        page(DisplayProfile::SMALL_MONOCHROME).speak(language, &mut text).unwrap();
        text
    };
    assert_eq!(
        spoken(Language::English),
        concat!(
            "Page 1 of 1.\nActivation.\nBank: wa-ri-fu-gi-n-ko-u.\n",
            "Login ID: I 7 0 0, 0 1 5 6, K A N R.\n",
            "Token code: F D T 7, 3 0 6 5, 9 4 hyphen 1.\n"
        )
    );
    assert_eq!(
        spoken(Language::Japanese),
        concat!(
            "1ページ中1ページ目。\n利用開始登録。\n銀行、ワリフギンコウ。\n",
            "ログインID、I 7 0 0、0 1 5 6、K A N R。\n",
            "トークンコード、F D T 7、3 0 6 5、9 4 ハイフン 1。\n"
        )
    );
}

/// As in `Body`, which a transaction's content is.
#[test]
fn debug_output_says_nothing_about_people() {
    assert_eq!(format!("{:?}", registration()), "Activation(ActivationContent(redacted))");
}

/// The stack of firmware holds one field and one entry at a time.
#[test]
fn what_is_read_on_a_device_is_small() {
    assert!(size_of::<crate::transaction::Field>() <= 112);
    assert!(size_of::<Page<'_>>() <= 112);
    assert!(size_of::<DisplayEntry>() <= 240);
}
