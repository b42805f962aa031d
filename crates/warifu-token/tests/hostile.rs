//! For any picture and any press: no panic, no digits without their story, nothing secret in `Debug`.
#![expect(clippy::arithmetic_side_effects, reason = "an overflow fails the test")]

mod common;

use common::{
    Bank, CLOCK, activate, activated, at, code, first_transfer, number, picture, screen, token,
};
use proptest::prelude::*;
use warifu_lifecycle::device::{Button, DeviceState, Expecting};
use warifu_sign::Language;
use warifu_token::{Flash, Token};

#[derive(Debug, Clone)]
enum Step {
    Press(Button),
    Power,
    Menu,
    Time,
    Read(usize),
    Text(String),
    Reboot,
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => Just(Step::Press(Button::Right)),
        2 => Just(Step::Press(Button::Left)),
        1 => Just(Step::Press(Button::Centre)),
        2 => Just(Step::Power),
        1 => Just(Step::Menu),
        1 => Just(Step::Time),
        6 => (0_usize..6).prop_map(Step::Read),
        1 => any::<String>().prop_map(Step::Text),
        1 => "[A-Z2-7]{0,610}".prop_map(Step::Text),
        1 => "CM[A-Z2-7]{158}".prop_map(Step::Text),
        1 => Just(Step::Reboot),
    ]
}

fn take<F: Flash>(mut token: Token<F>, step: &Step, pictures: &[String], now: u64) -> Token<F> {
    let now = at(now);
    match step {
        Step::Press(button) => token.handle_button(*button, now),
        Step::Power => token.handle_power(now),
        Step::Menu => token.handle_menu(now),
        Step::Time => token.handle_time(now),
        Step::Read(index) => {
            pictures.iter().skip(*index).take(1).for_each(|text| token.handle_text(text, now));
        }
        Step::Text(text) => token.handle_text(text, now),
        Step::Reboot => return common::rebooted(token),
    }
    token
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_walk_breaks_the_token(
        steps in proptest::collection::vec((any_step(), 0_u64..12), 0..60)
    ) {
        let (mut token, mut bank, key) = activated();
        let message = bank.registration();
        let (activation, _, _) = bank.activation(&message, warifu_core::Counter::new(2), code(2));
        let pictures = [
            picture(&message),
            activation,
            bank.transfer(&key).0,
            bank.transfer(&key).0,
            bank.order(&key, &first_transfer()).0,
            Bank::new(7).transfer(&key).0,
        ];
        let (mut now, mut numbers) = (0, Vec::new());
        for (step, passed) in steps {
            now += passed;
            let before = token.state();
            token = take(token, &step, &pictures, now);
            let shown = token.screen(Language::English, at(now).uptime);
            let digits = shown.digits().map(|code| code.expose().to_owned());
            prop_assert_eq!(shown.dark && digits.is_some(), false);
            let after = token.state();
            // A number comes by one press on a last page or on a choice, and by no picture.
            if after == DeviceState::ActivationNumber && before != after {
                prop_assert_eq!(before, DeviceState::ActivationReview { page: 1, pages: 1 });
                prop_assert!(matches!(step, Step::Press(Button::Right)));
            }
            if after == DeviceState::DeviceCode && before != after {
                let asked = before == DeviceState::AskRegistration;
                let camera = before == DeviceState::Scanning(Expecting::Registration);
                prop_assert!(asked && matches!(step, Step::Press(Button::Right)) || camera);
            }
            if after == DeviceState::TransactionNumber && before != after {
                let digits = digits.clone().unwrap();
                prop_assert!(!numbers.contains(&digits), "one number for each picture");
                numbers.push(digits);
            }
            if let Some(digits) = digits {
                let told = format!("{token:?}");
                prop_assert!(!told.contains(&digits));
                let numbered = [DeviceState::ActivationNumber, DeviceState::TransactionNumber];
                let eight = numbered.contains(&after);
                prop_assert!(eight || after == DeviceState::DeviceCode, "{after:?}");
                prop_assert_eq!(digits.len(), if eight { 8 } else { 12 });
            }
            prop_assert!((1..=2).contains(&token.token_codes().count()));
        }
    }

    #[test]
    fn any_text_is_refused(text in any::<String>()) {
        let (mut token, _, _) = activated();
        token.handle_text(&text, CLOCK);
        common::refusal(&token);
    }
}

#[test]
fn debug_shows_neither_keys_nor_digits() {
    let (mut token, mut bank) = (token(), Bank::new(138));
    let key = activate(&mut token, &mut bank, code(1));
    token.handle_power(CLOCK);
    let (picture, _) = bank.transfer(&key);
    let digits = number(&mut token, &picture);
    let text = format!("{token:?} {:?}", screen(&token));
    assert!(!text.contains(&digits), "{text}");
    assert!(text.starts_with(
        "Token { serial: Serial(1012345674), state: TransactionNumber, activations: 1, .. }"
    ));
}
