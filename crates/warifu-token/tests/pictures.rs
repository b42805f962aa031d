//! Which pictures a registration takes, and which activation replaces which.

mod common;

use common::{
    Bank, CLOCK, activate, activated, approve, at, code, digits, left, number, picture, rebooted,
    refusal, register, right, screen, to_activation, to_registration, token, without_clock,
};
use warifu_core::Counter;
use warifu_lifecycle::device::{Button, DeviceState, Expecting, Refusal};
use warifu_qr::text;
use warifu_token::MAX_INSTANCES;

#[test]
fn a_recorded_pair_of_pictures_is_worthless() {
    let (mut token, mut bank) = (token(), Bank::new(138));
    let (message, counter) = to_activation(&mut token, &mut bank);
    let (second, _, _) = bank.activation(&message, counter, code(1));
    token.handle_power(CLOCK);
    to_registration(&mut token);
    register(&mut token, &message);
    assert_eq!(bank.recognise(&message, &digits(&token)), Counter::new(2), "another code");
    for _ in 0..3 {
        right(&mut token);
    }
    token.handle_text(&second, CLOCK);
    assert_eq!(refusal(&token), Refusal::Unusable);
    right(&mut token);
    let (fresh, _, _) = bank.activation(&message, Counter::new(2), code(1));
    token.handle_text(&fresh, CLOCK);
    let shown = DeviceState::ActivationReview { page: 1, pages: 1 };
    assert_eq!(token.state(), shown, "the registration was still pending");
}

#[test]
fn the_second_picture_must_belong_to_the_first() {
    let (mut token, mut bank) = (token(), Bank::new(138));
    let (message, counter) = to_activation(&mut token, &mut bank);
    let other_message = bank.registration();
    let (of_another, _, _) = bank.activation(&other_message, counter, code(1));
    let (of_another_bank, _, _) = Bank::new(139).activation(&message, counter, code(1));
    for wrong in [of_another, of_another_bank] {
        token.handle_text(&wrong, CLOCK);
        assert_eq!(refusal(&token), Refusal::Unusable);
        right(&mut token);
    }
    token.handle_text(&picture(&other_message), CLOCK);
    assert_eq!(refusal(&token), Refusal::Unusable);
    right(&mut token);
    token.handle_text(&text::encode(&[0x12; 99]), CLOCK);
    assert_eq!(refusal(&token), Refusal::Unusable, "no length of an activation");
    right(&mut token);
    let (second, _, _) = bank.activation(&message, counter, code(1));
    token.handle_text(&second, at(300));
    assert_eq!(refusal(&token), Refusal::Unusable);
    token.handle_button(Button::Right, at(300));
    token.handle_text(&second, at(299));
    assert_eq!(token.state(), DeviceState::ActivationReview { page: 1, pages: 1 });
}

#[test]
fn a_second_activation_replaces_the_first() {
    let (mut token, mut bank, old) = activated();
    let (before, _) = bank.transfer(&old);
    token.handle_power(CLOCK);
    let new = activate(&mut token, &mut bank, code(1));
    assert_eq!(token.token_codes().count(), 1);
    token.handle_power(CLOCK);
    token.handle_text(&before, CLOCK);
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
    token.handle_text(&ninth, CLOCK);
    assert_eq!(refusal(&token), Refusal::Full);
    token.handle_power(CLOCK);
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
    token.handle_power(CLOCK);
    for (bank, key) in [(&mut one, &one_key), (&mut other, &other_key)] {
        let (picture, pending) = bank.transfer(key);
        approve(pending, &number(&mut token, &picture), key);
        right(&mut token);
    }
}

/// In the camera for transactions a registration picture may come from anyone: until Yes it costs nothing.
#[test]
fn nothing_is_registered_that_was_not_asked_for() {
    let (mut token, mut bank, _) = activated();
    let message = bank.registration();
    for _ in 0..3 {
        token.handle_text(&picture(&message), CLOCK);
        assert_eq!(token.state(), DeviceState::AskRegistration);
        let screen = screen(&token);
        assert_eq!(screen.prompt.text, "Start a registration?");
        assert!(screen.digits().is_none());
        left(&mut token);
        assert_eq!(token.state(), DeviceState::Scanning(Expecting::Transaction));
    }
    token.handle_text(&picture(&message), CLOCK);
    right(&mut token);
    let counter = bank.recognise(&message, &digits(&token));
    assert_eq!(counter, Counter::new(2), "the one after that of the activation");
    assert_eq!(token.token_codes().count(), 1);
}

#[test]
fn a_device_without_a_clock_registers() {
    let (mut token, mut bank) = (token(), Bank::new(138));
    let (message, counter) = to_activation(&mut token, &mut bank);
    let (second, pending, key) = bank.activation(&message, counter, code(1));
    token.handle_text(&second, without_clock(0));
    token.handle_button(Button::Right, without_clock(0));
    approve(pending, &digits(&token), &key);
    token.handle_time(without_clock(90));
    assert_eq!(token.state(), DeviceState::Off, "its timers run");
}
