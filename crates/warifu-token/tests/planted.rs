//! What a token makes of an image that another release could have left, or another bank's bad luck.
#![expect(clippy::unwrap_used, reason = "fixtures of tests")]

mod common;

use common::{Bank, CLOCK, code, digits, refusal, register, right, token_with};
use warifu_core::Counter;
use warifu_core::keys::InstanceKey;
use warifu_lifecycle::device::{DeviceState, Refusal};
use warifu_token::{Flash, MemoryFlash, Token};

const SHOWN: DeviceState = DeviceState::Transaction { page: 1, pages: 2 };
const ACTIVATION: DeviceState = DeviceState::ActivationReview { page: 1, pages: 1 };

/// One activation of an image: the number of its token code, its message version, and its key.
type Kept = (u8, u8, [u8; 32]);

/// A token that finds these activations at bank 138, its camera on.
fn planted(kept: &[Kept]) -> Token<MemoryFlash> {
    let mut image = vec![1];
    image.extend_from_slice(&7_u64.to_be_bytes());
    image.push(u8::try_from(kept.len()).unwrap());
    for (number, version, key) in kept {
        image.extend_from_slice(&138_u32.to_be_bytes());
        image.push(12);
        image.extend_from_slice(code(*number).as_str().as_bytes());
        image.extend_from_slice(b"\x08\xdc\xd8\xcc\xb7\xde\xdd\xba\xb3\x00\x01");
        image.push(*version);
        image.extend_from_slice(&0_u32.to_be_bytes());
        image.extend_from_slice(key);
        image.extend_from_slice(&0_u32.to_be_bytes());
        image.extend_from_slice(&[0xff; 8]);
    }
    let mut flash = MemoryFlash::empty();
    flash.replace(&image).unwrap();
    let mut token = token_with(flash);
    token.handle_power(CLOCK);
    token
}

#[test]
fn every_instance_of_eight_is_found() {
    let kept: Vec<Kept> = (1..=8).map(|number| (number, 1, [number; 32])).collect();
    for (_, _, key) in &kept {
        let mut token = planted(&kept);
        let (picture, pending) = Bank::new(138).transfer(&InstanceKey::new(*key));
        common::approve(pending, &common::number(&mut token, &picture), &InstanceKey::new(*key));
    }
}

/// A device never tries two keys: what two of them are named by is nobody's message.
#[test]
fn a_message_that_names_two_keys_is_refused() {
    let (picture, _) = Bank::new(138).transfer(&InstanceKey::new([5; 32]));
    let shown = |kept: &[Kept]| {
        let mut token = planted(kept);
        token.handle_text(&picture, CLOCK);
        token
    };
    assert_eq!(shown(&[(1, 1, [5; 32]), (2, 1, [6; 32])]).state(), SHOWN);
    let twice = shown(&[(1, 1, [5; 32]), (2, 1, [5; 32])]);
    assert_eq!(refusal(&twice), Refusal::Unusable);
}

/// This release reads version 1 alone. An instance that a later one has raised takes no older messages.
#[test]
fn messages_of_another_version_are_refused() {
    let key = InstanceKey::new([5; 32]);
    for (version, taken) in [(1, true), (2, false), (15, false)] {
        let mut token = planted(&[(1, version, [5; 32])]);
        let (picture, _) = Bank::new(138).transfer(&key);
        token.handle_text(&picture, CLOCK);
        if taken {
            assert_eq!(token.state(), SHOWN);
        } else {
            assert_eq!(refusal(&token), Refusal::Unusable, "{version}");
        }
    }
}

#[test]
fn no_activation_takes_an_instance_back_to_an_older_version() {
    for (version, number, taken) in [(1, 1, true), (2, 1, false), (2, 2, true)] {
        let mut token = planted(&[(1, version, [5; 32])]);
        let mut bank = Bank::new(138);
        let message = bank.registration();
        register(&mut token, &message);
        assert_eq!(digits(&token).len(), 12);
        (0..3).for_each(|_| right(&mut token));
        let (second, _, _) = bank.activation(&message, Counter::new(8), code(number));
        token.handle_text(&second, CLOCK);
        if taken {
            assert_eq!(token.state(), ACTIVATION, "{version}, {number}");
        } else {
            assert_eq!(refusal(&token), Refusal::Unusable);
        }
    }
}
