//! From a new token to a kept activation, and every way in which it is not kept.

mod common;

use common::{
    Bank, NOW, activate, activated, approve, code, digits, later, left, number, picture, rebooted,
    refusal, right, screen, to_activation, to_registration, token,
};
use warifu_core::Counter;
use warifu_lifecycle::device::{Button, DeviceState, Expecting, Refusal};
use warifu_qr::text;
use warifu_sign::Language;
use warifu_token::{Content, MAX_INSTANCES};

#[test]
fn a_registration_as_in_the_manual() {
    let (mut token, mut bank) = (token(), Bank::new(138));
    let message = bank.registration();
    assert!(screen(&token).dark);
    token.handle_power(NOW);
    assert_eq!(screen(&token).prompt.code, Some("DP002"));
    right(&mut token);
    assert!(matches!(screen(&token).content, Content::Camera));
    token.handle_text(&picture(&message), NOW);
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
    token.handle_text(&second, NOW);
    approve(pending, &digits(&token), &key);
    right(&mut token);
    assert_eq!(screen(&token).prompt.code, Some("DP011"));
    assert_eq!(token.token_codes().count(), 0, "nothing is kept before Yes");
    right(&mut token);
    assert_eq!(screen(&token).prompt.text, "The device is activated.");
    token.handle_power(NOW);

    let token = rebooted(token);
    assert_eq!(token.token_codes().collect::<Vec<_>>(), [&code(1)]);
}

#[test]
fn token_info_shows_each_token_code() {
    let (mut token, mut bank, _) = activated();
    token.handle_power(NOW);
    activate(&mut token, &mut bank, code(2));
    token.handle_menu(NOW);
    assert!(matches!(screen(&token).content, Content::Menu(["Token info"])));
    right(&mut token);
    for expected in [1, 2, 1] {
        let Content::TokenInfo { token_code, bank } = screen(&token).content else { panic!() };
        assert_eq!((token_code, bank.to_string().as_str()), (&code(expected), "ﾜﾘﾌｷﾞﾝｺｳ"));
        left(&mut token);
    }
}

#[test]
fn a_token_without_activation_has_no_token_info() {
    let mut token = token();
    token.handle_menu(NOW);
    right(&mut token);
    assert_eq!(screen(&token).prompt.code, Some("DP020"));
}

/// Every screen of a registration: switched off there, nothing is kept but the counter.
#[test]
fn power_off_at_any_screen_keeps_nothing_before_yes() {
    for presses in 0..=6 {
        let (mut token, mut bank) = (token(), Bank::new(138));
        let message = bank.registration();
        to_registration(&mut token);
        token.handle_text(&picture(&message), NOW);
        let counter = bank.recognise(&message, &digits(&token));
        for press in 0..presses {
            if press == 3 {
                let (second, _, _) = bank.activation(&message, counter, code(1));
                token.handle_text(&second, NOW);
            } else {
                right(&mut token);
            }
        }
        let activated = presses == 6;
        assert_eq!(token.state() == DeviceState::Activated, activated, "{presses} presses");
        token.handle_power(NOW);
        assert_eq!(token.state(), DeviceState::Off);
        assert!(format!("{token:?}").contains("pending: Nothing"), "{token:?}");
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
        token.handle_text(&second, NOW);
        token
    };
    let mut token = shown();
    token.handle_button(Button::Left, later(89));
    assert!(token.screen(Language::English, later(89)).digits().is_some());
    assert!(token.screen(Language::English, later(90)).digits().is_none());
    token.handle_button(Button::Right, later(90));
    assert_eq!(token.state(), DeviceState::Off);

    let mut token = shown();
    assert_eq!(token.poll_timeout(), Some(later(15)));
    right(&mut token);
    token.handle_button(Button::Left, later(39));
    token.handle_button(Button::Right, later(40));
    assert_eq!((token.state(), token.token_codes().count()), (DeviceState::Off, 0));

    let mut token = shown();
    token.handle_time(later(15));
    token.handle_time(later(90));
    assert_eq!(token.state(), DeviceState::Off);
    assert!(format!("{token:?}").contains("pending: Nothing"), "{token:?}");
}

#[test]
fn no_leads_back_to_the_first_picture() {
    for question in [1, 5] {
        let (mut token, mut bank) = (token(), Bank::new(138));
        let message = bank.registration();
        to_registration(&mut token);
        token.handle_text(&picture(&message), NOW);
        let counter = bank.recognise(&message, &digits(&token));
        for press in 0..question {
            if press == 3 {
                let (second, _, _) = bank.activation(&message, counter, code(1));
                token.handle_text(&second, NOW);
            } else {
                right(&mut token);
            }
        }
        left(&mut token);
        assert_eq!(token.state(), DeviceState::Cancelled);
        assert!(format!("{token:?}").contains("pending: Nothing"), "{token:?}");
        right(&mut token);
        assert_eq!(token.state(), DeviceState::Scanning(Expecting::Registration));
        assert_eq!(token.token_codes().count(), 0);
    }
}

#[test]
fn a_recorded_pair_of_pictures_is_worthless() {
    let (mut token, mut bank) = (token(), Bank::new(138));
    let (message, counter) = to_activation(&mut token, &mut bank);
    let (second, _, _) = bank.activation(&message, counter, code(1));
    token.handle_power(NOW);
    to_registration(&mut token);
    token.handle_text(&picture(&message), NOW);
    assert_eq!(bank.recognise(&message, &digits(&token)), Counter::new(2), "another code");
    for _ in 0..3 {
        right(&mut token);
    }
    token.handle_text(&second, NOW);
    assert_eq!(refusal(&token), Refusal::Unusable);
    right(&mut token);
    let (fresh, _, _) = bank.activation(&message, Counter::new(2), code(1));
    token.handle_text(&fresh, NOW);
    assert_eq!(token.state(), DeviceState::ActivationNumber, "the registration was still pending");
}

#[test]
fn the_second_picture_must_belong_to_the_first() {
    let (mut token, mut bank) = (token(), Bank::new(138));
    let (message, counter) = to_activation(&mut token, &mut bank);
    let other_message = bank.registration();
    let (of_another, _, _) = bank.activation(&other_message, counter, code(1));
    let (of_another_bank, _, _) = Bank::new(139).activation(&message, counter, code(1));
    for wrong in [of_another, of_another_bank] {
        token.handle_text(&wrong, NOW);
        assert_eq!(refusal(&token), Refusal::Unusable);
        right(&mut token);
    }
    token.handle_text(&picture(&other_message), NOW);
    assert_eq!(refusal(&token), Refusal::Unusable);
    right(&mut token);
    token.handle_text(&text::encode(&[0x12; 99]), NOW);
    assert_eq!(refusal(&token), Refusal::Unusable, "no length of an activation");
    right(&mut token);
    let (second, _, _) = bank.activation(&message, counter, code(1));
    token.handle_text(&second, later(300));
    assert_eq!(refusal(&token), Refusal::Unusable);
    token.handle_button(Button::Right, later(300));
    token.handle_text(&second, later(299));
    assert_eq!(token.state(), DeviceState::ActivationNumber);
}

#[test]
fn a_second_activation_replaces_the_first() {
    let (mut token, mut bank, old) = activated();
    let (before, _) = bank.transfer(&old);
    token.handle_power(NOW);
    let new = activate(&mut token, &mut bank, code(1));
    assert_eq!(token.token_codes().count(), 1);
    token.handle_power(NOW);
    token.handle_text(&before, NOW);
    assert_eq!(refusal(&token), Refusal::Unusable, "the old key is gone");
    right(&mut token);
    let (picture, pending) = bank.transfer(&new);
    approve(pending, &number(&mut token, &picture), &new);
}

#[test]
fn a_device_holds_eight() {
    let (mut token, mut bank) = (token(), Bank::new(138));
    for number in 1..=8 {
        activate(&mut token, &mut bank, code(number));
    }
    let (message, counter) = to_activation(&mut token, &mut bank);
    let (ninth, _, _) = bank.activation(&message, counter, code(9));
    token.handle_text(&ninth, NOW);
    assert_eq!(refusal(&token), Refusal::Full);
    token.handle_power(NOW);
    activate(&mut token, &mut bank, code(3));
    assert_eq!(rebooted(token).token_codes().count(), MAX_INSTANCES);
}

#[test]
fn two_banks_share_a_device() {
    let (mut one, mut other) = (Bank::new(138), Bank::new(139));
    let mut token = token();
    let (one_key, other_key) =
        (activate(&mut token, &mut one, code(1)), activate(&mut token, &mut other, code(1)));
    assert_eq!(token.token_codes().count(), 2, "one code at two banks is two activations");
    let mut token = rebooted(token);
    token.handle_power(NOW);
    for (bank, key) in [(&mut one, &one_key), (&mut other, &other_key)] {
        let (picture, pending) = bank.transfer(key);
        approve(pending, &number(&mut token, &picture), key);
        right(&mut token);
    }
}
