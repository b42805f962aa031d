//! From a new token to a kept activation, and every way in which it is not kept.

mod common;

use common::{
    Bank, CLOCK, activate, activated, approve, at, code, digits, left, picture, rebooted, refusal,
    register, right, screen, to_activation, to_registration, token,
};
use warifu_core::Counter;
use warifu_lifecycle::device::{Button, DeviceState, Expecting, PlainScreen, Refusal};
use warifu_sign::Language;
use warifu_token::{MemoryFlash, ScreenContent, Token};

#[test]
fn a_registration_as_in_the_manual() {
    let (mut token, mut bank) = (token(), Bank::new(138));
    let message = bank.registration();
    assert!(screen(&token).dark);
    token.handle_power(CLOCK);
    assert_eq!(screen(&token).prompt.code, Some("DP002"));
    right(&mut token);
    assert!(matches!(screen(&token).content, ScreenContent::Camera));
    token.handle_text(&picture(&message), CLOCK);
    assert_eq!(digits(&token).len(), 12);
    let counter = bank.recognise(&message, &digits(&token));
    assert_eq!(counter, Counter::new(1));
    right(&mut token);
    assert_eq!(screen(&token).prompt.code, Some("DP007"));
    assert!(screen(&token).digits().is_none());
    right(&mut token);
    assert_eq!(screen(&token).prompt.code, Some("DP008"));
    right(&mut token);
    let (second, pending, key) = bank.activation(&message, counter, code(1));
    token.handle_text(&second, CLOCK);
    assert_eq!(token.state(), DeviceState::ActivationReview { page: 1, pages: 1 });
    right(&mut token);
    approve(pending, &digits(&token), &key);
    right(&mut token);
    assert_eq!(screen(&token).prompt.code, Some("DP011"));
    assert_eq!(token.token_codes().count(), 0, "nothing is kept before Yes");
    right(&mut token);
    assert_eq!(screen(&token).prompt.text, "The device is activated.");
    token.handle_power(CLOCK);

    let token = rebooted(token);
    assert_eq!(token.token_codes().collect::<Vec<_>>(), [&code(1)]);
}

#[test]
fn token_info_shows_each_token_code() {
    let (mut token, mut bank, _) = activated();
    token.handle_power(CLOCK);
    activate(&mut token, &mut bank, code(2));
    token.handle_menu(CLOCK);
    assert!(matches!(screen(&token).content, ScreenContent::Menu(["Token info"])));
    right(&mut token);
    for expected in [1, 2, 1] {
        let ScreenContent::TokenInfo { token_code, bank } = screen(&token).content else {
            panic!()
        };
        assert_eq!((token_code, bank.to_string().as_str()), (&code(expected), "ﾜﾘﾌｷﾞﾝｺｳ"));
        left(&mut token);
    }
}

#[test]
fn a_token_without_activation_has_no_token_info() {
    let mut token = token();
    token.handle_menu(CLOCK);
    right(&mut token);
    assert_eq!(screen(&token).prompt.code, Some("DP020"));
}

/// The bank, the login ID and the token code are shown before there is a number.
#[test]
fn an_activation_is_shown_before_its_number() {
    let (mut token, mut bank) = (token(), Bank::new(138));
    let (message, counter) = to_activation(&mut token, &mut bank);
    let (second, pending, key) = bank.activation(&message, counter, code(1));
    token.handle_text(&second, CLOCK);
    for (language, title) in
        [(Language::English, "Activation"), (Language::Japanese, "利用開始登録")]
    {
        let screen = token.screen(language, CLOCK.uptime);
        assert_eq!((screen.prompt.left, screen.prompt.right), (Some("Cancel"), Some("Confirm")));
        assert!(screen.digits().is_none());
        let ScreenContent::Page { page, bank } = screen.content else { panic!() };
        assert_eq!((page.title(language), bank.to_string().as_str()), (title, "ﾜﾘﾌｷﾞﾝｺｳ"));
        let shown: Vec<_> = page.entries(language).map(|entry| entry.value().to_owned()).collect();
        assert_eq!(shown, ["ﾜﾘﾌｷﾞﾝｺｳ", "I7000156KANR", "FDT7306594-1"]);
    }
    right(&mut token);
    approve(pending, &digits(&token), &key);
}

#[test]
fn an_activation_that_expires_while_it_is_read_has_no_number() {
    let (mut token, mut bank) = (token(), Bank::new(138));
    let (message, counter) = to_activation(&mut token, &mut bank);
    let (second, _, _) = bank.activation(&message, counter, code(1));
    token.handle_text(&second, at(299));
    token.handle_button(Button::Right, at(300));
    assert_eq!(refusal(&token), Refusal::Expired);
    token.handle_button(Button::Right, at(300));
    assert_eq!(token.state(), DeviceState::Scanning(Expecting::Registration));
}

/// How many presses lead from the 12 digits to a kept activation; the second picture is read in place of the fourth.
const PRESSES: usize = 7;
const PICTURE: usize = 3;

/// The 12 digits, and this many presses on.
fn pressed(presses: usize) -> (Token<MemoryFlash>, Bank) {
    let (mut token, mut bank) = (token(), Bank::new(138));
    let message = bank.registration();
    to_registration(&mut token);
    register(&mut token, &message);
    let counter = bank.recognise(&message, &digits(&token));
    for press in 0..presses {
        if press == PICTURE {
            let (second, _, _) = bank.activation(&message, counter, code(1));
            token.handle_text(&second, CLOCK);
        } else {
            right(&mut token);
        }
    }
    (token, bank)
}

/// Every screen of a registration: switched off there, nothing is kept but the counter.
#[test]
fn power_off_at_any_screen_keeps_nothing_before_yes() {
    for presses in 0..=PRESSES {
        let (mut token, mut bank) = pressed(presses);
        let activated = presses == PRESSES;
        assert_eq!(
            token.state() == DeviceState::Plain(PlainScreen::Activated),
            activated,
            "{presses} presses"
        );
        token.handle_power(CLOCK);
        assert_eq!(token.state(), DeviceState::Off);
        let mut token = rebooted(token);
        assert_eq!(token.token_codes().count(), usize::from(activated));
        activate(&mut token, &mut bank, code(1));
        assert_eq!(token.token_codes().count(), 1);
    }
}

#[test]
fn done_after_90_or_yes_after_40_seconds_is_too_late() {
    let shown = || {
        let (mut token, mut bank) = (token(), Bank::new(138));
        let (message, counter) = to_activation(&mut token, &mut bank);
        let (second, _, _) = bank.activation(&message, counter, code(1));
        token.handle_text(&second, CLOCK);
        right(&mut token);
        token
    };
    let mut token = shown();
    token.handle_button(Button::Left, at(89));
    assert!(token.screen(Language::English, at(89).uptime).digits().is_some());
    assert!(token.screen(Language::English, at(90).uptime).digits().is_none());
    token.handle_button(Button::Right, at(90));
    assert_eq!(token.state(), DeviceState::Off);

    let mut token = shown();
    assert_eq!(token.poll_timeout(), Some(at(15).uptime));
    right(&mut token);
    token.handle_button(Button::Left, at(39));
    token.handle_button(Button::Right, at(40));
    assert_eq!((token.state(), token.token_codes().count()), (DeviceState::Off, 0));

    let mut token = shown();
    token.handle_time(at(15));
    token.handle_time(at(90));
    assert_eq!(token.state(), DeviceState::Off);
}

/// No to either question, and Cancel of what the activation says.
#[test]
fn no_leads_back_to_the_first_picture() {
    for presses in [1, PICTURE + 1, PRESSES - 1] {
        let (mut token, _) = pressed(presses);
        left(&mut token);
        assert_eq!(token.state(), DeviceState::Plain(PlainScreen::Cancelled));
        right(&mut token);
        assert_eq!(token.state(), DeviceState::Scanning(Expecting::Registration));
        assert_eq!(token.token_codes().count(), 0);
    }
}

/// From [DP002] and [DP012] the press before the camera was the question.
#[test]
fn the_camera_that_was_asked_for_answers_without_another_press() {
    let (mut token, mut bank) = pressed(1);
    left(&mut token);
    assert_eq!(screen(&token).prompt.code, Some("DP012"));
    right(&mut token);
    token.handle_text(&picture(&bank.registration()), CLOCK);
    assert_eq!(token.state(), DeviceState::DeviceCode);
}
