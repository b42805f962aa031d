#![expect(
    clippy::arithmetic_side_effects,
    clippy::wildcard_enum_match_arm,
    reason = "an overflow fails the test"
)]

use proptest::prelude::*;
use std::string::String;
use std::vec::Vec;
use warifu_core::{Clock, Uptime};
use warifu_sign::PickChoice;

use super::mock::{Mock, Picture};
use super::table::{self, Event};
use super::{Button, Choice, Device, DeviceEvent, DeviceState, Expecting, Refusal};

const RIGHT: Event = Event::By(DeviceEvent::Pressed(Button::Right));
const LEFT: Event = Event::By(DeviceEvent::Pressed(Button::Left));
const POWER: Event = Event::By(DeviceEvent::PowerHeld);
const MENU: Event = Event::By(DeviceEvent::MenuHeld);
const TIME: Event = Event::By(DeviceEvent::TimePassed);

fn at(seconds: u64) -> Clock {
    Clock { uptime: Uptime::new(seconds), wall: None }
}

/// A device and its host.
struct Pair {
    device: Device<Mock>,
    host: Mock,
}

impl Pair {
    fn off(activated: usize) -> Self {
        Self { device: Device::OFF, host: Mock::with(activated) }
    }

    /// A device in a state of the table, entered at second 0.
    fn entered(named: &table::Named) -> Self {
        let host = named.host();
        let device = Device::in_state(named.state(&host));
        let mut pair = Self { device, host };
        // The first press only lights the screen.
        pair.take(Event::By(DeviceEvent::Pressed(Button::Centre)), 0);
        pair
    }

    /// Up to the 8-digit number of an activation, at second 0.
    fn number_shown() -> Self {
        let mut pair = Self::off(0);
        let (registration, activation) =
            (Event::Read(Picture::Registration), Event::Read(Picture::Activation));
        let events = [POWER, RIGHT, registration, RIGHT, RIGHT, RIGHT, activation, RIGHT, RIGHT];
        pair.take_all(&events);
        assert_eq!(pair.state(), DeviceState::ActivationNumber);
        pair
    }

    fn take(&mut self, event: Event, seconds: u64) {
        match event {
            Event::By(event) => self.device.handle(event, at(seconds), &mut self.host),
            Event::Read(picture) => {
                self.device.handle_picture(&picture, at(seconds), &mut self.host);
            }
        }
    }

    /// All at second 0.
    fn take_all(&mut self, events: &[Event]) {
        for &event in events {
            self.take(event, 0);
        }
    }

    fn state(&self) -> DeviceState {
        self.device.state()
    }

    fn is_dark(&self, seconds: u64) -> bool {
        self.device.is_dark(Uptime::new(seconds))
    }

    fn poll_timeout(&self) -> Option<u64> {
        self.device.poll_timeout().map(Uptime::value)
    }
}

/// How many things are pending in a state of this name.
fn pending(state: DeviceState) -> usize {
    match state {
        DeviceState::AskRegistration
        | DeviceState::DeviceCode
        | DeviceState::AskDeviceCode
        | DeviceState::ScanActivation
        | DeviceState::Scanning(Expecting::Activation)
        | DeviceState::Refused { back: Expecting::Activation, .. }
        | DeviceState::ActivationReview { .. }
        | DeviceState::ActivationNumber
        | DeviceState::AskActivation
        | DeviceState::Transaction { .. }
        | DeviceState::Pick { .. }
        | DeviceState::TransactionNumber => 1,
        _ => 0,
    }
}

#[test]
fn every_state_and_event_is_as_in_the_table() {
    let rows = table::rows();
    let mut used = 0;
    for named in &table::STATES {
        for (event_name, event, fails) in table::EVENTS {
            let row_for = |state: &str, event: &str| {
                rows.iter().find(|row| row[0] == state && row[1] == event)
            };
            let own = row_for(named.name, event_name);
            used += own.iter().count();
            let row = own
                .or_else(|| row_for(named.name, event_name.trim_end_matches(", fails")))
                .or_else(|| row_for("every other", event_name));
            let expected =
                row.map_or_else(|| (named.screen(), ""), |row| (table::screen(row[2]), row[3]));
            let mut pair = Pair::entered(named);
            pair.host.fails = fails.then_some(Refusal::Unusable);
            pair.take(event, 1);
            let asked = pair.host.asked().join(", ");
            let got = (pair.state(), asked.as_str());
            assert_eq!(got, expected, "{}: {event_name}", named.name);
            let held = pending(pair.state());
            assert_eq!(pair.host.alive(), held, "{}: {event_name}", named.name);
        }
    }
    let timers = rows.iter().filter(|row| row[1].ends_with("seconds passed")).count();
    assert_eq!(used + timers + 1, rows.len(), "each row was run, and none is there twice");
}

#[test]
fn the_timers_of_the_table() {
    for row in table::rows() {
        let Some(seconds) = row[1].strip_suffix(" seconds passed") else { continue };
        let seconds: u64 = seconds.parse().unwrap();
        for (_, event, _) in table::EVENTS {
            let mut pair = Pair::number_shown();
            let screen = table::screen(row[0]);
            if screen != DeviceState::ActivationNumber {
                pair.take(RIGHT, 0);
            }
            assert_eq!(pair.state(), screen);
            pair.take(TIME, seconds - 1);
            assert_eq!((pair.state(), pair.host.alive()), (screen, 1));
            pair.host.asked();
            pair.take(event, seconds);
            assert_eq!(pair.state(), table::screen(row[2]), "a late {event:?} comes too late");
            assert_eq!((pair.host.alive(), pair.host.asked().as_slice()), (0, &[][..]));
            assert_eq!(pair.poll_timeout(), None);
        }
    }
}

#[test]
fn the_ninety_seconds_begin_with_the_number() {
    let mut pair = Pair::off(0);
    let events = [POWER, RIGHT, Event::Read(Picture::Registration), RIGHT, RIGHT, RIGHT];
    pair.take_all(&events);
    pair.take(Event::Read(Picture::Activation), 0);
    // As long as the person likes on the page; one press lights it.
    for (event, seconds) in [(RIGHT, 500), (RIGHT, 501), (RIGHT, 502)] {
        assert_eq!(pair.device.current().name().limit(), None);
        pair.take(event, seconds);
    }
    assert_eq!(pair.state(), DeviceState::ActivationNumber);
    pair.take(TIME, 502 + 89);
    assert_eq!(pair.state(), DeviceState::ActivationNumber);
    pair.take(TIME, 502 + 90);
    assert_eq!(pair.state(), DeviceState::Off);
}

#[test]
fn yes_counts_until_the_last_second_of_both_limits() {
    let asked = || {
        let mut pair = Pair::number_shown();
        pair.take(LEFT, 80);
        pair.take(RIGHT, 89);
        assert_eq!(pair.state(), DeviceState::AskActivation);
        pair.take(LEFT, 128 - 5);
        assert_eq!(pair.state(), DeviceState::AskActivation, "the press only lit the screen");
        pair.host.asked();
        pair
    };
    let mut pair = asked();
    pair.take(RIGHT, 128);
    assert_eq!(pair.host.asked(), ["keep"], "39 seconds after Done");
    let mut pair = asked();
    pair.take(RIGHT, 129);
    assert_eq!((pair.host.asked().len(), pair.state()), (0, DeviceState::Off));
}

#[test]
fn a_dark_screen_takes_one_press_to_light_and_does_nothing_else() {
    let dark_at = 15;
    for named in table::STATES.iter().filter(|named| named.screen() != DeviceState::Off) {
        for event in [LEFT, RIGHT, POWER, MENU] {
            let mut pair = Pair::entered(named);
            assert!(!pair.is_dark(dark_at - 1), "{}", named.name);
            assert!(pair.is_dark(dark_at), "{}", named.name);
            pair.take(event, dark_at);
            let got = (pair.state(), pair.host.asked().len());
            assert_eq!(got, (named.screen(), 0), "{}: {event:?}", named.name);
            assert!(!pair.is_dark(dark_at + 14), "{}", named.name);
        }
        let mut pair = Pair::entered(named);
        pair.take(TIME, dark_at);
        assert!(pair.is_dark(0), "dark until it is lit, whatever the clock says");
    }
}

#[test]
fn the_camera_reads_in_the_dark() {
    let mut pair = Pair::off(1);
    pair.take(POWER, 0);
    pair.take(Event::Read(Picture::Transaction { pages: 1, picks: false }), 600);
    assert_eq!(pair.state(), DeviceState::Transaction { page: 1, pages: 1 });
    assert!(!pair.is_dark(600));
}

#[test]
fn the_next_deadline() {
    let mut pair = Pair::number_shown();
    assert_eq!(Device::<Mock>::OFF.poll_timeout(), None);
    assert_eq!(pair.poll_timeout(), Some(15));
    pair.take(TIME, 15);
    assert_eq!(pair.poll_timeout(), Some(90), "dark already");
    pair.take(LEFT, 88);
    assert_eq!(pair.poll_timeout(), Some(90));
    assert!(pair.is_dark(90), "nothing is shown past the limit, noticed or not");
    let mut menu = Pair::off(0);
    menu.take(MENU, 0);
    menu.take(TIME, 15);
    assert_eq!(menu.poll_timeout(), None);
}

#[test]
fn one_token_code_leaves_nothing_to_choose() {
    let mut pair = Pair::off(1);
    pair.take_all(&[MENU, RIGHT, LEFT]);
    assert_eq!(pair.state(), DeviceState::TokenInfo { selected: 0, of: 1 });
}

#[test]
fn the_end_of_time_is_an_end() {
    let last = u64::MAX;
    let mut pair = Pair::number_shown();
    pair.take(RIGHT, last);
    assert_eq!((pair.state(), pair.host.alive()), (DeviceState::Off, 0));
    pair.take(POWER, last);
    assert!(pair.is_dark(last));
}

#[test]
fn debug_tells_the_screen_alone() {
    let pair = Pair::number_shown();
    let text = std::format!("{:?} {:?}", pair.device, pair.device.current());
    let expected = "Device { state: ActivationNumber, dims: Some(Uptime(15)), \
                    ends: Some(Uptime(90)) } ActivationNumber";
    assert_eq!(text, expected);
}

fn any_event() -> impl Strategy<Value = Event> {
    let transaction = (1_u8..4, any::<bool>())
        .prop_map(|(pages, picks)| Event::Read(Picture::Transaction { pages, picks }));
    let all: Vec<_> = table::EVENTS.map(|(_, event, _)| event).into();
    prop_oneof![6 => Just(RIGHT), 2 => Just(LEFT), 2 => transaction, 5 => proptest::sample::select(all)]
}

/// What the host may be asked for by `event` in `before`, whatever else happens.
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
        "keep" => Some(DeviceState::Activated),
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
                DeviceState::Activated,
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
