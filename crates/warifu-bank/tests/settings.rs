//! Settings that exist are valid.
#![cfg(test)]

use warifu_bank::{Settings, SettingsError};
use warifu_core::{IssuerId, Seconds};
use warifu_sign::{DisplayError, DisplayProfile, KanaText};

const ISSUER: IssuerId = IssuerId::new(138);

#[test]
fn a_name_that_the_screen_cannot_show_is_refused() {
    let words = KanaText::parse(&"ｱ".repeat(30)).unwrap();
    let settings = Settings::new(ISSUER, words).unwrap();
    let small = DisplayProfile::SMALL_MONOCHROME;
    let refused = settings.with_profile(small).unwrap_err();
    assert!(matches!(refused, SettingsError::Name(DisplayError::Width(_))), "{refused:?}");
    let ascii = DisplayProfile {
        repertoire: warifu_sign::transaction::Repertoire::Ascii,
        ..DisplayProfile::CAMERA_TOKEN
    };
    let refused = settings.with_profile(ascii).unwrap_err();
    assert!(matches!(refused, SettingsError::Name(DisplayError::Repertoire(_))), "{refused:?}");
    let fits = KanaText::parse("ﾜﾘﾌｷﾞﾝｺｳ").unwrap();
    assert!(Settings::new(ISSUER, fits).unwrap().with_profile(small).is_ok());
    let low = DisplayProfile { rows: 6, ..DisplayProfile::CAMERA_TOKEN };
    assert!(Settings::new(ISSUER, fits).unwrap().with_profile(low).is_err(), "two pages");
}

#[test]
fn a_challenge_lasts_as_long_as_a_message_can_say() {
    let settings = Settings::new(ISSUER, KanaText::parse("ﾜﾘﾌ").unwrap()).unwrap();
    for (seconds, valid) in [(0, false), (1, true), (65_535, true), (65_536, false)] {
        let made = settings.with_challenge_lifetime(Seconds::new(seconds));
        assert_eq!(made.is_ok(), valid, "{seconds}");
    }
}
