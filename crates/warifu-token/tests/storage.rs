//! A flash that fails at any write leaves the old image or the new one, and no code appears.

mod common;

use std::cell::Cell;
use std::rc::Rc;

use common::{
    Bank, CLOCK, code, digits, first_transfer, number, press, rebooted, refusal, register, right,
    screen, to_activation, to_registration, token_with,
};
use warifu_core::keys::InstanceKey;
use warifu_core::{DecodeError, DecodeErrorKind};
use warifu_lifecycle::device::{Button, DeviceState, Refusal};
use warifu_sign::DisplayProfile;
use warifu_token::{Flash, FlashError, MemoryFlash, StartError, Token};

/// What is in the flash after a failed write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Left {
    Old,
    New,
}

#[derive(Debug, Default)]
struct Failing {
    memory: MemoryFlash,
    next: Rc<Cell<Option<Left>>>,
}

impl Flash for Failing {
    fn load(&self, image: &mut [u8]) -> Result<usize, FlashError> {
        self.memory.load(image)
    }

    fn replace(&mut self, image: &[u8]) -> Result<(), FlashError> {
        match self.next.take() {
            None => self.memory.replace(image),
            Some(Left::Old) => Err(FlashError),
            Some(Left::New) => self.memory.replace(image).and(Err(FlashError)),
        }
    }
}

/// A token with one activation, and the switch that lets its next write fail.
fn activated() -> (Token<Failing>, Bank, InstanceKey, Rc<Cell<Option<Left>>>) {
    let flash = Failing::default();
    let fault = Rc::clone(&flash.next);
    let (mut token, mut bank) = (token_with(flash), Bank::new(138));
    let key = common::activate(&mut token, &mut bank, code(1));
    (token, bank, key, fault)
}

#[test]
fn no_twelve_digits_before_the_counter_is_stored() {
    for left in [Left::Old, Left::New] {
        let (mut token, mut bank, _, fault) = activated();
        fault.set(Some(left));
        let message = bank.registration();
        to_registration(&mut token);
        register(&mut token, &message);
        assert_eq!(refusal(&token), Refusal::NotStored);

        let mut token = rebooted(token);
        assert_eq!(token.token_codes().count(), 1);
        to_registration(&mut token);
        register(&mut token, &message);
        let counter = bank.recognise(&message, &digits(&token));
        let expected = if left == Left::Old { 2 } else { 3 };
        assert_eq!(counter.value(), expected, "no counter answered twice");
    }
}

#[test]
fn an_activation_is_kept_whole_or_not_at_all() {
    for left in [Left::Old, Left::New] {
        let (mut token, mut bank, old, fault) = activated();
        let (message, counter) = to_activation(&mut token, &mut bank);
        let (second, _, new) = bank.activation(&message, counter, code(1));
        token.handle_text(&second, CLOCK);
        fault.set(Some(left));
        right(&mut token);
        right(&mut token);
        right(&mut token);
        assert_eq!(refusal(&token), Refusal::NotStored);
        assert_eq!(screen(&token).prompt.text, "The device could not store this.");

        let mut token = rebooted(token);
        token.handle_power(CLOCK);
        let (kept, gone) = if left == Left::Old { (&old, &new) } else { (&new, &old) };
        let (picture, _) = bank.transfer(gone);
        token.handle_text(&picture, CLOCK);
        assert_eq!(refusal(&token), Refusal::Unusable);
        right(&mut token);
        let (picture, pending) = bank.transfer(kept);
        common::approve(pending, &number(&mut token, &picture), kept);
    }
}

#[test]
fn no_number_before_its_sequence_number_is_stored() {
    for left in [Left::Old, Left::New] {
        let (mut token, mut bank, key, fault) = activated();
        let (picture, _) = bank.transfer(&key);
        token.handle_power(CLOCK);
        token.handle_text(&picture, CLOCK);
        right(&mut token);
        fault.set(Some(left));
        right(&mut token);
        assert_eq!(refusal(&token), Refusal::NotStored);

        let mut token = rebooted(token);
        token.handle_power(CLOCK);
        token.handle_text(&picture, CLOCK);
        let used = token.state() != DeviceState::Transaction { page: 1, pages: 2 };
        assert_eq!(used, left == Left::New);
    }
}

#[test]
fn no_answer_to_a_pick_before_its_sequence_number_is_stored() {
    for (left, choice) in
        [Left::Old, Left::New].into_iter().flat_map(|left| (1..=3).map(move |c| (left, c)))
    {
        let (mut token, mut bank, key, fault) = activated();
        let (picture, _) = bank.order(&key, &first_transfer());
        token.handle_power(CLOCK);
        token.handle_text(&picture, CLOCK);
        while matches!(token.state(), DeviceState::Transaction { .. }) {
            right(&mut token);
        }
        fault.set(Some(left));
        press(&mut token, Button::Left, choice);
        right(&mut token);
        assert_eq!(refusal(&token), Refusal::NotStored, "of choice {choice}, right or wrong");

        let mut token = rebooted(token);
        token.handle_power(CLOCK);
        token.handle_text(&picture, CLOCK);
        let used = !matches!(token.state(), DeviceState::Transaction { .. });
        assert_eq!(used, left == Left::New);
    }
}

/// Reading, showing, confirming an activation and asking write nothing: the first write would meet the fault.
#[test]
fn nothing_is_stored_before_it_has_to_be() {
    let (mut token, mut bank, key, fault) = activated();
    let (transfer, _) = bank.transfer(&key);
    let (message, counter) = to_activation(&mut token, &mut bank);
    let (second, _, _) = bank.activation(&message, counter, code(1));
    fault.set(Some(Left::Old));
    token.handle_text(&second, CLOCK);
    right(&mut token);
    assert_eq!(digits(&token).len(), 8);
    right(&mut token);
    assert_eq!(token.state(), DeviceState::AskActivation);
    token.handle_power(CLOCK);
    token.handle_power(CLOCK);
    for text in [&common::picture(&bank.registration()), &transfer] {
        token.handle_text(text, CLOCK);
        token.handle_button(Button::Left, CLOCK);
    }
    assert_eq!(fault.take(), Some(Left::Old), "no write has met it");
}

#[test]
fn a_failure_leaves_the_running_token_usable() {
    let (mut token, mut bank, key, fault) = activated();
    fault.set(Some(Left::Old));
    let (picture, pending) = bank.transfer(&key);
    token.handle_power(CLOCK);
    token.handle_text(&picture, CLOCK);
    right(&mut token);
    right(&mut token);
    assert_eq!(refusal(&token), Refusal::NotStored);
    right(&mut token);
    common::approve(pending, &number(&mut token, &picture), &key);
}

#[test]
fn a_damaged_image_does_not_start() {
    let start = |bytes: &[u8]| {
        let mut flash = MemoryFlash::empty();
        flash.replace(bytes).unwrap();
        Token::new(common::root(), common::serial(), DisplayProfile::CAMERA_TOKEN, flash)
            .map(|_| ())
    };
    let (token, ..) = activated();
    let mut image = [0; 2000];
    let length = token.into_flash().load(&mut image).unwrap();
    assert_eq!(start(&image[..length]), Ok(()));
    for cut in 1..length {
        assert!(matches!(start(&image[..cut]), Err(StartError::Image(_))), "{cut} bytes");
    }
    let trailing = DecodeError::new(DecodeErrorKind::TrailingBytes, length);
    assert_eq!(start(&image[..=length]), Err(StartError::Image(trailing)));
    assert_eq!(start(&image), Err(StartError::Flash(FlashError)), "longer than any image");
}

#[test]
fn a_flash_that_lies_about_its_length_does_not_start() {
    struct Liar;
    impl Flash for Liar {
        fn load(&self, _: &mut [u8]) -> Result<usize, FlashError> {
            Ok(usize::MAX)
        }
        fn replace(&mut self, _: &[u8]) -> Result<(), FlashError> {
            Ok(())
        }
    }
    let started = Token::new(common::root(), common::serial(), DisplayProfile::CAMERA_TOKEN, Liar);
    assert_eq!(started.unwrap_err(), StartError::Flash(FlashError));
}
