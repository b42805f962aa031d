//! From a transaction's picture to its number, and every way in which there is none.

mod common;

use common::{
    Bank, CLOCK, activated, approve, at, digits, left, number, rebooted, refusal, right, root,
    screen, serial, transfer,
};
use warifu_core::codec::Encode;
use warifu_core::keys::{DeviceRootKey, InstanceKey};
use warifu_core::kind;
use warifu_lifecycle::device::{Button, DeviceState, Expecting, Refusal};
use warifu_sign::{DisplayProfile, Field, KanaText, Language, Operation, Transaction};
use warifu_token::{ScreenContent, Token};

const CAMERA: DeviceState = DeviceState::Scanning(Expecting::Transaction);

#[test]
fn the_number_approves_what_was_shown() {
    let (mut token, mut bank, key) = activated();
    let (picture, pending) = bank.transfer(&key);
    token.handle_text(&picture, CLOCK);
    let mut shown = Vec::new();
    for (number, caption) in [(1, "Next"), (2, "Confirm")] {
        let screen = screen(&token);
        assert_eq!((screen.prompt.left, screen.prompt.right), (Some("Cancel"), Some(caption)));
        assert!(screen.digits().is_none());
        let ScreenContent::Page { page, bank } = screen.content else { panic!() };
        assert_eq!(bank.to_string(), "ﾜﾘﾌｷﾞﾝｺｳ");
        assert_eq!((page.number(), page.pages()), (number, 2));
        assert_eq!(page.title(Language::Japanese), "振込");
        shown.extend(page.entries(Language::English).map(|entry| entry.value().to_owned()));
        right(&mut token);
    }
    assert_eq!(shown.first().unwrap(), "I7000156KANR");
    assert!(shown.contains(&"ｶ)ﾜﾘﾌｼﾖｳｼﾞ ﾄｳｷﾖｳﾎﾝﾃﾝ".to_owned()), "{shown:?}");
    assert_eq!(shown.len(), 5, "every field");
    approve(pending, &digits(&token), &key);
    right(&mut token);
    assert_eq!(token.state(), CAMERA);
}

#[test]
fn a_confirmed_picture_is_used_up() {
    let (mut token, mut bank, key) = activated();
    let (picture, _) = bank.transfer(&key);
    number(&mut token, &picture);
    right(&mut token);
    token.handle_text(&picture, CLOCK);
    assert_eq!(refusal(&token), Refusal::Unusable);
    let mut token = rebooted(token);
    token.handle_power(CLOCK);
    token.handle_text(&picture, CLOCK);
    assert_eq!(refusal(&token), Refusal::Unusable, "also after a power cut");
}

#[test]
fn a_cancelled_picture_leaves_no_trace() {
    let (mut token, mut bank, key) = activated();
    let (picture, pending) = bank.transfer(&key);
    for pages in 0..2 {
        token.handle_text(&picture, CLOCK);
        for _ in 0..pages {
            right(&mut token);
        }
        left(&mut token);
        assert_eq!(token.state(), CAMERA);
        token.handle_text(&picture, CLOCK);
        token.handle_power(CLOCK);
        token = rebooted(token);
        token.handle_power(CLOCK);
    }
    approve(pending, &number(&mut token, &picture), &key);
}

#[test]
fn people_who_share_a_token_scan_out_of_order() {
    let (mut token, mut bank, key) = activated();
    let (first, first_pending) = bank.transfer(&key);
    let (second, second_pending) = bank.transfer(&key);
    approve(second_pending, &number(&mut token, &second), &key);
    right(&mut token);
    approve(first_pending, &number(&mut token, &first), &key);
}

#[test]
fn numbers_up_to_that_of_the_activation_count_as_used() {
    let (mut token, mut bank, key) = activated();
    bank.sequence = 0;
    let (picture, _) = bank.transfer(&key);
    token.handle_text(&picture, CLOCK);
    assert_eq!(refusal(&token), Refusal::Unusable);
}

#[test]
fn pictures_for_others_are_refused() {
    let (mut token, mut bank, _) = activated();
    let stranger = InstanceKey::new([9; 32]);
    let (picture, _) = bank.transfer(&stranger);
    token.handle_text(&picture, CLOCK);
    assert_eq!(refusal(&token), Refusal::Unusable);
    right(&mut token);
    let mut of_another_device = Bank::of(&DeviceRootKey::new([1; 32]), 138);
    let (picture, _) = of_another_device.transfer(&stranger);
    token.handle_text(&picture, CLOCK);
    assert_eq!(refusal(&token), Refusal::Unusable);
}

#[test]
fn expired_pictures_are_refused_also_while_they_are_read() {
    let (mut token, mut bank, key) = activated();
    let (picture, _) = bank.transfer(&key);
    token.handle_text(&picture, at(300));
    assert_eq!(refusal(&token), Refusal::Unusable);
    token.handle_button(Button::Right, at(300));

    token.handle_text(&picture, at(299));
    token.handle_button(Button::Right, at(299));
    token.handle_button(Button::Right, at(300));
    assert!(matches!(token.state(), DeviceState::Refused { why: Refusal::Expired, .. }));
    assert!(token.screen(Language::English, at(300).uptime).digits().is_none());
}

#[test]
fn every_changed_character_is_refused() {
    let (mut token, mut bank, key) = activated();
    let (picture, pending) = bank.transfer(&key);
    for place in 0..picture.len() {
        for bit in 0..5 {
            let mut changed = picture.clone().into_bytes();
            let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
            let value = letters.iter().position(|letter| *letter == changed[place]).unwrap();
            changed[place] = letters[value ^ (1 << bit)];
            token.handle_text(&String::from_utf8(changed).unwrap(), CLOCK);
            assert_eq!(refusal(&token), Refusal::Unusable);
            right(&mut token);
            assert_eq!(token.state(), CAMERA);
        }
    }
    approve(pending, &number(&mut token, &picture), &key);
}

#[test]
fn other_messages_of_the_bank_are_not_shown() {
    let (mut token, mut bank, key) = activated();
    let texts = [
        bank.sealed::<kind::Activation>(&key, b""),
        bank.sealed::<kind::Transaction>(&key, b"\x7f"),
        "MZXW6YTBOI".to_owned(),
        "https://bank.example/".to_owned(),
        String::new(),
    ];
    for text in texts {
        token.handle_text(&text, CLOCK);
        assert_eq!(refusal(&token), Refusal::Unusable, "{text}");
        right(&mut token);
    }
}

/// The bank believes in a wider screen than the device has.
#[test]
fn what_does_not_fit_is_not_shown() {
    let (token, mut bank, key) = activated();
    let (flash, small) = (token.into_flash(), DisplayProfile::SMALL_MONOCHROME);
    let mut token = Token::new(root(), serial(), small, flash).unwrap();
    token.handle_power(CLOCK);
    let one_word = Field::PayeeName(KanaText::parse(&"\u{ff71}".repeat(25)).unwrap());
    let mut fields: Vec<Field> = transfer().fields().copied().collect();
    fields.retain(|field| !matches!(field, Field::PayeeName(_)));
    fields.push(one_word);
    let login = "I7000156KANR".parse().unwrap();
    let order = Transaction::new(login, Operation::Transfer, &fields).unwrap();
    let body = order.encoded::<128>().unwrap();
    token.handle_text(&bank.sealed::<kind::Transaction>(&key, body.as_slice()), CLOCK);
    assert_eq!(refusal(&token), Refusal::DoesNotFit);
}

#[test]
fn a_closed_camera_reads_nothing() {
    let (mut token, mut bank, key) = activated();
    let (picture, _) = bank.transfer(&key);
    token.handle_power(CLOCK);
    token.handle_text(&picture, CLOCK);
    assert_eq!(token.state(), DeviceState::Off);
    token.handle_menu(CLOCK);
    token.handle_text(&picture, CLOCK);
    assert_eq!(token.state(), DeviceState::Menu);
}

#[test]
fn a_dark_screen_shows_no_digits() {
    let (mut token, mut bank, key) = activated();
    let (picture, _) = bank.transfer(&key);
    let shown = number(&mut token, &picture);
    let dark = token.screen(Language::English, at(15).uptime);
    assert!(dark.dark && dark.digits().is_none() && dark.prompt.text.is_empty());
    token.handle_button(Button::Right, at(60));
    let lit = token.screen(Language::English, at(60).uptime);
    assert_eq!(lit.digits().unwrap().expose(), shown, "the press only lit the screen");
}
