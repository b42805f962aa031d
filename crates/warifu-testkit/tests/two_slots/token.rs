//! A token on a part whose power fails at every word and page of an activation and of a transaction.
#![expect(clippy::unwrap_used, reason = "fixtures of tests")]

#[path = "../../../warifu-token/tests/common/mod.rs"]
mod common;

use common::{Bank, CLOCK, code, digits, right, screen, serial, to_registration, token_with};
use warifu_core::keys::InstanceKey;
use warifu_lifecycle::device::{DeviceState, PlainScreen};
use warifu_testkit::nor::{Cut, SimulatedNor, Torn};
use warifu_token::{Token, TwoSlotFlash};

type Part = SimulatedNor<8, 1024>;
type PartToken = Token<TwoSlotFlash<Part>>;

fn started(part: Part) -> PartToken {
    token_with(TwoSlotFlash::open(part).unwrap())
}

fn part_of(token: PartToken) -> Part {
    token.into_flash().into_part()
}

/// The part after the token was switched off, with a cut planned.
fn with_cut(token: PartToken, cut: Cut) -> PartToken {
    let mut part = part_of(token);
    part.plan(cut);
    started(part)
}

fn powered(token: PartToken) -> PartToken {
    let mut part = part_of(token);
    part.power_on();
    started(part)
}

/// How far an activation came.
#[derive(Debug, Default)]
struct Seen {
    /// The activation counter of the 12-digit code that was shown.
    counter: Option<u64>,
    /// The key, once the token said that it is activated.
    key: Option<InstanceKey>,
}

fn attempt(token: &mut PartToken, bank: &mut Bank) -> Seen {
    let mut seen = Seen::default();
    let message = bank.registration();
    to_registration(token);
    common::register(token, &message);
    if screen(token).digits().is_none() {
        return seen;
    }
    let counter = bank.recognise(&message, &digits(token));
    seen.counter = Some(counter.value());
    (0..3).for_each(|_| right(token));
    let (second, _, key) = bank.activation(&message, counter, code(1));
    token.handle_text(&second, CLOCK);
    (0..3).for_each(|_| right(token));
    if token.state() == DeviceState::Plain(PlainScreen::Activated) {
        seen.key = Some(key);
        token.handle_power(CLOCK);
    }
    seen
}

fn cuts() -> impl Iterator<Item = (Torn, u64)> {
    Torn::ALL.into_iter().flat_map(|torn| [(torn, 0), (torn, 1)])
}

#[test]
fn a_cut_while_it_is_activated() {
    let (mut before_digits, mut before_yes) = (0, 0);
    for (torn, seed) in cuts() {
        for step in 1.. {
            let (mut token, mut bank) = (started(Part::blank(2)), Bank::new(138));
            token = with_cut(token, Cut { step, torn, seed });
            let seen = attempt(&mut token, &mut bank);
            if seen.key.is_some() {
                break;
            }
            before_digits += u32::from(seen.counter.is_none());
            before_yes += u32::from(seen.counter.is_some());

            let mut token = powered(token);
            let kept = token.token_codes().count();
            assert!(kept == 0 || kept == 1 && seen.counter.is_some(), "{torn:?} at {step}");
            let again = attempt(&mut token, &mut bank);
            assert!(again.counter > seen.counter, "{torn:?} at {step}: a counter answered twice");
            assert!(again.key.is_some(), "{torn:?} at {step}");
            assert_eq!(token.token_codes().count(), 1);
        }
    }
    assert!(before_digits > 100 && before_yes > 100, "{before_digits}, {before_yes}");
}

#[test]
fn a_cut_while_a_number_is_asked_for() {
    let mut cut_short = 0;
    for (torn, seed) in cuts() {
        for step in 1.. {
            let (mut token, mut bank) = (started(Part::blank(2)), Bank::new(138));
            let key = attempt(&mut token, &mut bank).key.unwrap();
            token = with_cut(token, Cut { step, torn, seed });
            let (transfer, pending) = bank.transfer(&key);
            token.handle_power(CLOCK);
            token.handle_text(&transfer, CLOCK);
            (0..2).for_each(|_| right(&mut token));
            if screen(&token).digits().is_some() {
                common::approve(pending, &digits(&token), &key);
                break;
            }
            cut_short += 1;

            let mut token = powered(token);
            token.handle_power(CLOCK);
            let (transfer, pending) = bank.transfer(&key);
            common::approve(pending, &common::number(&mut token, &transfer), &key);
            // What was answered before the power failed again is not answered afterwards.
            let mut token = powered(token);
            token.handle_power(CLOCK);
            token.handle_text(&transfer, CLOCK);
            assert!(matches!(token.state(), DeviceState::Refused { .. }), "{torn:?} at {step}");
        }
    }
    assert!(cut_short > 200, "{cut_short}");
}

#[test]
fn a_key_that_was_replaced_is_gone() {
    let (mut token, mut bank) = (started(Part::blank(2)), Bank::new(138));
    let old = attempt(&mut token, &mut bank).key.unwrap();
    let new = attempt(&mut token, &mut bank).key.unwrap();
    let part = part_of(token);
    let is_there =
        |key: &InstanceKey| part.bytes().windows(8).any(|bytes| bytes == &key.expose()[..8]);
    assert!(is_there(&new));
    assert!(!is_there(&old));
    assert!(started(part).token_codes().eq([&code(1)]), "of {}", serial());
}
