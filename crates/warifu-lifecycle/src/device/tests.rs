#![expect(
    clippy::arithmetic_side_effects,
    clippy::wildcard_enum_match_arm,
    reason = "an overflow fails the test"
)]

use proptest::prelude::*;
use std::vec::Vec;
use warifu_core::UnixTime;

use super::{Action, Button, Device, DeviceEvent, DeviceState, Expecting, Refusal, Scan, table};

const START: u64 = 1_800_000_000;
const RIGHT: DeviceEvent = DeviceEvent::Pressed(Button::Right);
const LEFT: DeviceEvent = DeviceEvent::Pressed(Button::Left);

fn at(seconds: u64) -> UnixTime {
    UnixTime::new(START + seconds)
}

/// The device after `events`, each at its second, and the last action.
fn run(events: &[(DeviceEvent, u64)], activated: usize) -> (Device, Option<Action>) {
    events.iter().fold((Device::OFF, None), |(device, _), &(event, seconds)| {
        device.handle(event, at(seconds), activated)
    })
}

/// Up to the 8-digit number of an activation, at second 0.
fn number_shown() -> Device {
    let (registration, activation) =
        (DeviceEvent::Scanned(Scan::Registration), DeviceEvent::Scanned(Scan::Activation));
    let events = [DeviceEvent::PowerHeld, RIGHT, registration, RIGHT, RIGHT, RIGHT, activation];
    let (device, _) = run(&events.map(|event| (event, 0)), 0);
    assert_eq!(device.state(), DeviceState::ActivationNumber);
    device
}

/// A device in `state`, entered at second 0.
fn entered(state: DeviceState) -> Device {
    let dark = Device::in_state(state);
    dark.handle(DeviceEvent::Pressed(Button::Centre), at(0), 2).0
}

#[test]
fn every_state_and_event_is_as_in_the_table() {
    let rows = table::rows();
    let mut used = 0;
    for named in table::STATES {
        for (event_name, event) in table::EVENTS {
            let own = |row: &&[&str; 4]| row[0] == named.name && row[1] == event_name;
            let other = |row: &&[&str; 4]| row[0] == "every other" && row[1] == event_name;
            let row = rows.iter().find(own);
            used += row.iter().count();
            let expected = row
                .or_else(|| rows.iter().find(other))
                .map_or((named.state, None), |row| (table::state(row[2]), table::action(row[3])));
            let (device, action) = entered(named.state).handle(event, at(1), named.activated);
            assert_eq!((device.state(), action), expected, "{}: {event_name}", named.name);
        }
    }
    let timers = rows.iter().filter(|row| row[1].ends_with("seconds passed")).count();
    assert_eq!(used + timers + 1, rows.len(), "each row was run, and none stands twice");
}

#[test]
fn the_timers_of_the_table() {
    for row in table::rows() {
        let Some(seconds) = row[1].strip_suffix(" seconds passed") else { continue };
        let seconds: u64 = seconds.parse().unwrap();
        let device = match table::state(row[0]) {
            DeviceState::ActivationNumber => number_shown(),
            state => {
                let (asked, _) = number_shown().handle(RIGHT, at(0), 0);
                assert_eq!(asked.state(), state);
                asked
            }
        };
        let (before, action) = device.handle(DeviceEvent::TimePassed, at(seconds - 1), 0);
        assert_eq!((before.state(), action), (device.state(), None));
        let expected = (table::state(row[2]), table::action(row[3]));
        for (_, event) in table::EVENTS {
            let (after, action) = before.handle(event, at(seconds), 0);
            assert_eq!((after.state(), action), expected, "a late {event:?} comes too late");
            assert_eq!(after, Device::OFF);
        }
    }
}

#[test]
fn yes_counts_until_the_last_second_of_both_limits() {
    let (device, _) = number_shown().handle(LEFT, at(80), 0);
    let (device, _) = device.handle(RIGHT, at(89), 0);
    assert_eq!(device.state(), DeviceState::AskActivation);
    let (device, _) = device.handle(LEFT, at(128 - 5), 0);
    assert_eq!(device.state(), DeviceState::AskActivation, "the press only lit the screen");
    assert_eq!(
        device.handle(RIGHT, at(128), 0).1,
        Some(Action::PersistActivation),
        "39 seconds after Done"
    );
    assert_eq!(device.handle(RIGHT, at(129), 0).1, Some(Action::DiscardPending));
}

#[test]
fn a_dark_screen_takes_one_press_to_light_and_does_nothing_else() {
    let dark_at = 15;
    for named in table::STATES.iter().filter(|named| named.state != DeviceState::Off) {
        let device = entered(named.state);
        assert!(!device.is_dark(at(dark_at - 1)), "{}", named.name);
        assert!(device.is_dark(at(dark_at)), "{}", named.name);
        for event in [LEFT, RIGHT, DeviceEvent::PowerHeld, DeviceEvent::MenuHeld] {
            let (lit, action) = device.handle(event, at(dark_at), named.activated);
            assert_eq!((lit.state(), action), (named.state, None), "{}: {event:?}", named.name);
            assert!(!lit.is_dark(at(dark_at + 14)), "{}", named.name);
        }
        let (dark, _) = device.handle(DeviceEvent::TimePassed, at(dark_at), named.activated);
        assert!(dark.is_dark(at(0)), "dark until it is lit, whatever the clock says");
    }
}

#[test]
fn the_camera_reads_in_the_dark() {
    let (camera, _) = run(&[(DeviceEvent::PowerHeld, 0)], 1);
    let scan = DeviceEvent::Scanned(Scan::Transaction { pages: 1 });
    let (device, _) = camera.handle(scan, at(600), 1);
    assert_eq!(device.state(), DeviceState::Transaction { page: 1, pages: 1 });
    assert!(!device.is_dark(at(600)));
}

#[test]
fn the_next_deadline() {
    assert_eq!(Device::OFF.poll_timeout(), None);
    let device = number_shown();
    assert_eq!(device.poll_timeout(), Some(at(15)));
    let (device, _) = device.handle(DeviceEvent::TimePassed, at(15), 0);
    assert_eq!(device.poll_timeout(), Some(at(90)), "dark already");
    let (device, _) = device.handle(LEFT, at(88), 0);
    assert_eq!(device.poll_timeout(), Some(at(90)));
    assert!(device.is_dark(at(90)), "nothing is shown past the limit, noticed or not");
    let (menu, _) = run(&[(DeviceEvent::MenuHeld, 0)], 0);
    let (menu, _) = menu.handle(DeviceEvent::TimePassed, at(15), 0);
    assert_eq!(menu.poll_timeout(), None);
}

#[test]
fn one_token_code_leaves_nothing_to_choose() {
    let (device, _) = run(&[(DeviceEvent::MenuHeld, 0), (RIGHT, 0), (LEFT, 0)], 1);
    assert_eq!(device.state(), DeviceState::TokenInfo { selected: 0, of: 1 });
}

#[test]
fn a_transaction_without_pages_is_not_shown() {
    let scan = DeviceEvent::Scanned(Scan::Transaction { pages: 0 });
    let (device, _) = run(&[(DeviceEvent::PowerHeld, 0), (scan, 0)], 1);
    let back = Expecting::Transaction;
    assert_eq!(device.state(), DeviceState::Refused { why: Refusal::DoesNotFit, back });
}

#[test]
fn the_end_of_time_is_an_end() {
    let last = UnixTime::new(u64::MAX);
    let (device, action) = number_shown().handle(RIGHT, last, 0);
    assert_eq!((device, action), (Device::OFF, Some(Action::DiscardPending)));
    let (device, _) = Device::OFF.handle(DeviceEvent::PowerHeld, last, 0);
    assert!(device.is_dark(last));
}

fn any_event() -> impl Strategy<Value = DeviceEvent> {
    let pages = (1_u8..4).prop_map(|pages| DeviceEvent::Scanned(Scan::Transaction { pages }));
    let all: Vec<_> = table::EVENTS.map(|(_, event)| event).into();
    prop_oneof![6 => Just(RIGHT), 1 => pages, 5 => proptest::sample::select(all)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_walk_breaks_the_promises(
        steps in proptest::collection::vec((any_event(), 0_u64..60), 0..120), activated in 0_usize..3
    ) {
        let (mut device, mut now) = (Device::OFF, 0);
        let (mut shown_at, mut done_at, mut confirmed) = (None, None, false);
        for (event, passed) in steps {
            now += passed;
            let before = device.state();
            let (after, action) = device.handle(event, at(now), activated);
            if action == Some(Action::PersistActivation) {
                prop_assert_eq!((before, event), (DeviceState::AskActivation, RIGHT));
                prop_assert!(now - done_at.unwrap() < 40);
                prop_assert!(done_at.unwrap() - shown_at.unwrap() < 90);
            }
            prop_assert_eq!(
                after.state() == DeviceState::Activated && before != DeviceState::Activated,
                action == Some(Action::PersistActivation)
            );
            match action {
                Some(Action::Confirm) => {
                    let DeviceState::Transaction { page, pages } = before else { panic!() };
                    prop_assert_eq!((page, event), (pages, RIGHT));
                    confirmed = true;
                }
                Some(Action::TurnPage) => {
                    let DeviceState::Transaction { page, pages } = before else { panic!() };
                    let turned = DeviceState::Transaction { page: page + 1, pages };
                    prop_assert_eq!(after.state(), turned);
                }
                Some(Action::DiscardPending) => confirmed = false,
                Some(Action::PersistActivation) | None => {}
            }
            prop_assert_eq!(after.state() == DeviceState::TransactionNumber, confirmed);
            if after.state() == DeviceState::Off && before != DeviceState::Off {
                prop_assert_eq!(action, Some(Action::DiscardPending));
            }
            if before != after.state() {
                match after.state() {
                    DeviceState::ActivationNumber => shown_at = Some(now),
                    DeviceState::AskActivation => done_at = Some(now),
                    _ => {}
                }
            }
            if let Some(next) = after.poll_timeout() {
                prop_assert!(next > at(now) || event != DeviceEvent::TimePassed);
            }
            device = after;
        }
    }

    #[test]
    fn a_clock_that_goes_back_breaks_nothing(
        steps in proptest::collection::vec((any_event(), any::<u64>()), 0..40)
    ) {
        let mut device = Device::OFF;
        for (event, now) in steps {
            device = device.handle(event, UnixTime::new(now), 1).0;
        }
    }
}
