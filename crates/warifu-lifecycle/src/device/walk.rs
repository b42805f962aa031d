//! Any events, in any order.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::wildcard_enum_match_arm,
    reason = "an overflow fails the test"
)]

use proptest::prelude::*;
use std::string::String;
use std::vec::Vec;
use warifu_sign::PickChoice;

use super::mock::Picture;
use super::pair::{LEFT, Pair, RIGHT, TIME, pending};
use super::table::{self, Event};
use super::{Choice, DeviceState, Expecting, PlainScreen, Refusal};

fn any_event() -> impl Strategy<Value = Event> {
    let transaction = (1_u8..4, any::<bool>())
        .prop_map(|(pages, picks)| Event::Read(Picture::Transaction { pages, picks }));
    let all: Vec<_> = table::EVENTS.map(|(_, event, _)| event).into();
    prop_oneof![6 => Just(RIGHT), 2 => Just(LEFT), 2 => transaction, 5 => proptest::sample::select(all)]
}

/// What the host may be asked for by `event` in `before`, no more.
fn may_ask(asked: &str, before: DeviceState, event: Event) -> bool {
    let read = matches!(event, Event::Read(_));
    let right = event == RIGHT;
    match asked {
        "read" => read && matches!(before, DeviceState::Scanning(_)),
        // No counter rises in the camera for transactions before Yes.
        "answer" => {
            (event == Event::Read(Picture::Registration)
                && before == DeviceState::Scanning(Expecting::Registration))
                || (right && before == DeviceState::AskRegistration)
        }
        "turn" => right && pages_of(before).is_some_and(|(page, pages)| page < pages),
        // No number of an activation before Confirm on its last page.
        "confirm activation" => {
            right
                && matches!(before, DeviceState::ActivationReview { page, pages } if page == pages)
        }
        "keep" => right && before == DeviceState::AskActivation,
        "confirm" => {
            right && matches!(before, DeviceState::Transaction { page, pages } if page == pages)
        }
        "pick first" => {
            right
                && before
                    == DeviceState::Pick { selected: Some(Choice::Account(PickChoice::First)) }
        }
        "pick second" => {
            right
                && before
                    == DeviceState::Pick { selected: Some(Choice::Account(PickChoice::Second)) }
        }
        "pick third" => {
            right
                && before
                    == DeviceState::Pick { selected: Some(Choice::Account(PickChoice::Third)) }
        }
        other => panic!("{other}"),
    }
}

fn pages_of(state: DeviceState) -> Option<(u8, u8)> {
    match state {
        DeviceState::ActivationReview { page, pages }
        | DeviceState::Transaction { page, pages } => Some((page, pages)),
        _ => None,
    }
}

/// A number is on the screen exactly after the host was asked for it and gave it.
fn gives(asked: &str) -> Option<DeviceState> {
    match asked {
        "answer" => Some(DeviceState::DeviceCode),
        "confirm activation" => Some(DeviceState::ActivationNumber),
        "keep" => Some(DeviceState::Plain(PlainScreen::Activated)),
        "pick first" | "pick second" | "pick third" => Some(DeviceState::TransactionNumber),
        _ => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_walk_breaks_the_promises(
        steps in proptest::collection::vec((any_event(), 0_u64..60, 0_u8..8), 0..120),
        activated in 0_usize..3
    ) {
        let (mut pair, mut now) = (Pair::off(activated), 0);
        let (mut shown_at, mut done_at) = (None, None);
        for (event, passed, luck) in steps {
            now += passed;
            let before = pair.state();
            pair.host.fails = (luck == 0).then_some(Refusal::NotStored);
            pair.take(event, now);
            let (after, asked) = (pair.state(), pair.host.asked());
            for asked in &asked {
                prop_assert!(may_ask(asked, before, event), "{asked} by {event:?} in {before:?}");
            }
            let last = asked.last().map(String::as_str);
            match last {
                Some("keep") => {
                    prop_assert!(now - done_at.unwrap() < 40);
                    prop_assert!(done_at.unwrap() - shown_at.unwrap() < 90);
                }
                Some("turn") => {
                    let (page, pages) = pages_of(before).unwrap();
                    prop_assert_eq!(pages_of(after), Some((page + 1, pages)));
                }
                Some("confirm") if pair.host.fails.is_none() => {
                    let pick = DeviceState::Pick { selected: None };
                    prop_assert!(after == pick || after == DeviceState::TransactionNumber);
                }
                _ => {}
            }
            if let Some(given) = last.and_then(gives) {
                let refused = matches!(after, DeviceState::Refused { why: Refusal::NotStored, .. });
                prop_assert_eq!(after == given, pair.host.fails.is_none());
                prop_assert_eq!(refused, pair.host.fails.is_some());
            }
            // The screens of codes are entered in no other way.
            for code in [
                DeviceState::DeviceCode,
                DeviceState::ActivationNumber,
                DeviceState::Plain(PlainScreen::Activated),
                DeviceState::TransactionNumber,
            ] {
                if after == code && before != code {
                    let confirmed = code == DeviceState::TransactionNumber && last == Some("confirm");
                    prop_assert!(confirmed || last.and_then(gives) == Some(code), "{code:?}");
                }
            }
            prop_assert_eq!(pair.host.alive(), pending(after), "what is pending is on the screen");
            if before != after {
                match after {
                    DeviceState::ActivationNumber => shown_at = Some(now),
                    DeviceState::AskActivation => done_at = Some(now),
                    _ => {}
                }
            }
            if let Some(next) = pair.poll_timeout() {
                prop_assert!(next > now || event != TIME);
            }
        }
    }

    #[test]
    fn a_clock_that_goes_back_breaks_nothing(
        steps in proptest::collection::vec((any_event(), any::<u64>()), 0..40)
    ) {
        let mut pair = Pair::off(1);
        for (event, now) in steps {
            pair.take(event, now);
        }
    }
}
