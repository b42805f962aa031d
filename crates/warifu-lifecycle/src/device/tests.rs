use super::mock::{Mock, Picture};
use super::pair::{LEFT, MENU, POWER, Pair, RIGHT, TIME, pending};
use super::table::{self, Event};
use super::{Device, DeviceState, Refusal};

#[test]
fn every_state_and_event_is_as_in_the_table() {
    let rows = table::rows();
    let mut used = 0;
    for named in table::STATES {
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
        assert!(pair.is_dark(0), "dark until it is lit, at any time of the clock");
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
