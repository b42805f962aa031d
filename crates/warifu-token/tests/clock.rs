//! What the device's clock decides, and what it does not.

mod common;

use common::{
    Bank, CLOCK, activated, approve, at, code, later, press, rebooted, refusal, to_activation,
    token, without_clock,
};
use warifu_lifecycle::device::{Button, DeviceState, PlainScreen, Refusal};
use warifu_sign::Language;

#[test]
fn nothing_expires_on_a_device_without_a_clock() {
    let (mut token, mut bank, key) = activated();
    let (picture, pending) = bank.transfer(&key);
    let long_after = without_clock(1_000_000);
    token.handle_text(&picture, long_after);
    for _ in 0..2 {
        token.handle_button(Button::Right, long_after);
    }
    let shown = token.screen(Language::English, long_after.uptime);
    approve(pending, shown.digits().unwrap().expose(), &key);
    token.handle_button(Button::Right, long_after);
    token.handle_text(&picture, long_after);
    assert_eq!(refusal(&token), Refusal::Unusable, "used is used");
}

/// A clock that says less than a message that a person has confirmed was reset. What it says of other messages is no reason to
/// refuse them.
#[test]
fn a_clock_below_the_floor_is_not_believed() {
    let (mut token, mut bank, key) = activated();
    let (early, _) = bank.transfer(&key);
    let (other, _) = bank.transfer(&key);
    bank.now = later(1_000);
    let (late, _) = bank.transfer(&key);
    // Expired by a clock that is right, or that is only slow.
    let slow = at(600);
    token.handle_text(&early, slow);
    assert_eq!(refusal(&token), Refusal::Unusable);
    token.handle_button(Button::Right, slow);

    // What was read and not confirmed moves nothing.
    token.handle_text(&late, slow);
    token.handle_button(Button::Left, slow);
    token.handle_text(&early, slow);
    assert_eq!(refusal(&token), Refusal::Unusable);
    token.handle_button(Button::Right, slow);

    token.handle_text(&late, slow);
    for _ in 0..3 {
        token.handle_button(Button::Right, slow);
    }
    token.handle_text(&early, slow);
    assert_eq!(token.state(), DeviceState::Transaction { page: 1, pages: 2 });
    token.handle_power(slow);
    let mut token = rebooted(token);
    token.handle_power(slow);
    token.handle_text(&early, slow);
    assert_eq!(token.state(), DeviceState::Transaction { page: 1, pages: 2 }, "it is kept");
    token.handle_button(Button::Right, slow);
    token.handle_button(Button::Right, slow);
    assert_eq!(token.state(), DeviceState::TransactionNumber);
    token.handle_button(Button::Right, slow);
    token.handle_text(&other, slow);
    let shown = DeviceState::Transaction { page: 1, pages: 2 };
    assert_eq!(token.state(), shown, "an older message does not lower the floor");
}

/// The activation's own time is the first floor.
#[test]
fn the_floor_begins_with_the_activation() {
    let (mut token, mut bank) = (token(), Bank::new(138));
    let (message, counter) = to_activation(&mut token, &mut bank);
    bank.now = later(1_000);
    let (second, _, key) = bank.activation(&message, counter, code(1));
    token.handle_text(&second, CLOCK);
    press(&mut token, Button::Right, 3);
    assert_eq!(token.state(), DeviceState::Plain(PlainScreen::Activated));
    token.handle_power(CLOCK);
    token.handle_power(CLOCK);
    bank.now = later(0);
    let (picture, _) = bank.transfer(&key);
    token.handle_text(&picture, at(999));
    assert_eq!(token.state(), DeviceState::Transaction { page: 1, pages: 2 });
    token.handle_button(Button::Left, at(999));
    token.handle_text(&picture, at(1_000));
    assert_eq!(refusal(&token), Refusal::Unusable);
}
