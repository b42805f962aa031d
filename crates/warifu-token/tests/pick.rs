//! A first payment to a payee: the person picks the account out of three.
#![expect(clippy::unwrap_used, clippy::panic, reason = "steps of tests")]

mod common;

use common::{
    CLOCK, activated, approve, at, digits, first_transfer, press, rebooted, refusal, right, screen,
};
use warifu_lifecycle::device::{Button, Choice, DeviceState, Expecting, Refusal};
use warifu_token::{MemoryFlash, ScreenContent, Token};

const CAMERA: DeviceState = DeviceState::Scanning(Expecting::Transaction);

/// To the question which account it is.
fn asked(token: &mut Token<MemoryFlash>, picture: &str) -> [String; 3] {
    token.handle_text(picture, CLOCK);
    while matches!(token.state(), DeviceState::Transaction { .. }) {
        right(token);
    }
    let screen = screen(token);
    assert!(screen.digits().is_none());
    let ScreenContent::Pick { choices, selected: None, none_of_these, bank } = screen.content
    else {
        panic!("{:?}", token.state())
    };
    assert_eq!((none_of_these, bank.to_string().as_str()), ("None of these", "ﾜﾘﾌｷﾞﾝｺｳ"));
    choices.map(|digits| digits.to_string())
}

fn right_place(choices: &[String; 3]) -> usize {
    choices.iter().position(|digits| digits == "4567").unwrap()
}

#[test]
fn the_account_of_a_first_payment_is_picked() {
    let (mut token, mut bank, key) = activated();
    for _ in 0..8 {
        let (picture, pending) = bank.order(&key, &first_transfer());
        let choices = asked(&mut token, &picture);
        right(&mut token);
        assert_eq!(token.state(), DeviceState::Pick { selected: None }, "nothing is selected");
        press(&mut token, Button::Left, right_place(&choices) + 1);
        right(&mut token);
        approve(pending, &digits(&token), &key);
        right(&mut token);
        token.handle_text(&picture, CLOCK);
        assert_eq!(refusal(&token), Refusal::Unusable, "used is used");
        right(&mut token);
    }
}

#[test]
fn a_wrong_pick_uses_the_message_up() {
    for wrong in 1..3 {
        let (mut token, mut bank, key) = activated();
        let (picture, _) = bank.order(&key, &first_transfer());
        let place = right_place(&asked(&mut token, &picture));
        press(&mut token, Button::Left, (place + wrong) % 3 + 1);
        right(&mut token);
        assert_eq!(refusal(&token), Refusal::WrongPick);
        right(&mut token);
        assert_eq!(token.state(), CAMERA);
        let mut token = rebooted_at_camera(token);
        token.handle_text(&picture, CLOCK);
        assert_eq!(refusal(&token), Refusal::Unusable, "no second try, even after power is lost");
    }
}

#[test]
fn none_of_these_and_power_lost_use_nothing_up() {
    let (mut token, mut bank, key) = activated();
    let (picture, pending) = bank.order(&key, &first_transfer());
    let choices = asked(&mut token, &picture);
    press(&mut token, Button::Left, 4);
    let none = DeviceState::Pick { selected: Some(Choice::NoneOfThese) };
    assert_eq!(token.state(), none);
    right(&mut token);
    assert_eq!(token.state(), CAMERA);
    assert_eq!(asked(&mut token, &picture), choices, "nothing else told");
    let place = right_place(&choices);
    press(&mut token, Button::Left, place + 1);
    token = rebooted_at_camera(token);
    asked(&mut token, &picture);
    press(&mut token, Button::Left, place + 1);
    right(&mut token);
    approve(pending, &digits(&token), &key);
}

fn rebooted_at_camera(token: Token<MemoryFlash>) -> Token<MemoryFlash> {
    let mut token = rebooted(token);
    token.handle_power(CLOCK);
    token
}

/// An account is not asked for in vain.
#[test]
fn a_first_payment_expires_while_it_is_read() {
    let (mut token, mut bank, key) = activated();
    let (picture, _) = bank.order(&key, &first_transfer());
    token.handle_text(&picture, at(299));
    while let DeviceState::Transaction { page, pages } = token.state() {
        token.handle_button(Button::Right, if page < pages { at(299) } else { at(300) });
    }
    assert_eq!(refusal(&token), Refusal::Expired);
}

#[test]
fn a_first_payment_expires_while_it_is_picked() {
    let (mut token, mut bank, key) = activated();
    let (picture, _) = bank.order(&key, &first_transfer());
    let place = right_place(&asked(&mut token, &picture));
    token.handle_button(Button::Centre, at(299));
    for _ in 0..=place {
        token.handle_button(Button::Left, at(299));
    }
    token.handle_button(Button::Right, at(300));
    assert_eq!(refusal(&token), Refusal::Expired);
}
