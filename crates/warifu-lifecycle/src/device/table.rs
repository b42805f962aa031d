//! `states.md`, read as it is, and every state and event that it can name.

use std::vec::Vec;

use warifu_sign::PickChoice;

use super::mock::{Mock, Picture};
use super::{
    ActivationStep, Button, Camera, Choice, DeviceEvent, DeviceState, Idle, PlainScreen, Refusal,
    RegistrationStep, State,
};

/// A state of the table, and how many activations the device keeps.
pub(super) struct Named {
    pub(super) name: &'static str,
    pub(super) activated: usize,
    make: fn(&Mock) -> State<Mock>,
}

impl Named {
    pub(super) fn host(&self) -> Mock {
        Mock::with(self.activated)
    }

    pub(super) fn state(&self, host: &Mock) -> State<Mock> {
        (self.make)(host)
    }

    pub(super) fn screen(&self) -> DeviceState {
        self.state(&self.host()).name()
    }
}

/// One row: state, event, next, what the host is asked for.
pub(super) fn rows() -> Vec<[&'static str; 4]> {
    let rows: Vec<_> = include_str!("states.md")
        .lines()
        .filter_map(|line| line.strip_prefix('|')?.strip_suffix('|'))
        .map(|line| {
            let cells: Vec<_> = line.split('|').map(str::trim).collect();
            <[&str; 4]>::try_from(cells).unwrap()
        })
        .skip(2)
        .collect();
    assert!(rows.len() > 60, "the table was found");
    rows
}

pub(super) fn screen(name: &str) -> DeviceState {
    if name == "off" {
        return DeviceState::Off;
    }
    let named = STATES.iter().find(|named| named.name == name);
    named.unwrap_or_else(|| panic!("unknown state {name:?}")).screen()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Event {
    By(DeviceEvent),
    Read(Picture),
}

/// The names of events in the table; its two timers are run by tests of their own. Whether the host refuses what it is
/// asked for is the last part.
pub(super) const EVENTS: [(&str, Event, bool); 12] = [
    ("left", Event::By(DeviceEvent::Pressed(Button::Left)), false),
    ("centre", Event::By(DeviceEvent::Pressed(Button::Centre)), false),
    ("right", Event::By(DeviceEvent::Pressed(Button::Right)), false),
    ("right, fails", Event::By(DeviceEvent::Pressed(Button::Right)), true),
    ("power held", Event::By(DeviceEvent::PowerHeld), false),
    ("menu held", Event::By(DeviceEvent::MenuHeld), false),
    ("registration read", Event::Read(Picture::Registration), false),
    ("registration read, fails", Event::Read(Picture::Registration), true),
    ("activation read", Event::Read(Picture::Activation), false),
    ("transaction read", Event::Read(Picture::Transaction { pages: 2, picks: false }), false),
    ("unusable read", Event::Read(Picture::Unusable), false),
    ("time", Event::By(DeviceEvent::TimePassed), false),
];

const fn named(name: &'static str, make: fn(&Mock) -> State<Mock>) -> Named {
    Named { name, activated: 2, make }
}

const fn none_activated(name: &'static str, make: fn(&Mock) -> State<Mock>) -> Named {
    Named { name, activated: 0, make }
}

fn idle(idle: Idle<Mock>) -> State<Mock> {
    State::Idle(idle)
}

fn plain(screen: PlainScreen) -> State<Mock> {
    idle(Idle::Plain(screen))
}

fn registering(step: RegistrationStep, host: &Mock) -> State<Mock> {
    State::Registering(step, host.pending())
}

fn pick(selected: Option<Choice>, host: &Mock) -> State<Mock> {
    State::Pick(selected, host.pending())
}

#[expect(clippy::unnecessary_wraps, reason = "as the other selections")]
fn account(choice: PickChoice) -> Option<Choice> {
    Some(Choice::Account(choice))
}

fn token_info(selected: usize) -> State<Mock> {
    idle(Idle::TokenInfo { shown: selected, selected, of: 2 })
}

const WHY: Refusal = Refusal::Unusable;

#[rustfmt::skip] // a table
pub(super) const STATES: &[Named] = &[
    named("off, some activated", |_| State::OFF),
    none_activated("off, none activated", |_| State::OFF),
    none_activated("not activated", |_| plain(PlainScreen::NotActivated)),
    named("scanning, registration", |_| State::scanning(Camera::Registration)),
    named("scanning, activation", |host| registering(RegistrationStep::Scanning, host)),
    named("scanning, transaction", |_| State::scanning(Camera::Transaction)),
    named("ask registration", |host| State::Offered(host.pending())),
    named("device code", |host| registering(RegistrationStep::DeviceCode, host)),
    named("ask device code", |host| registering(RegistrationStep::AskDeviceCode, host)),
    named("scan activation", |host| registering(RegistrationStep::ScanActivation, host)),
    named("activation, first page", |host| State::ActivationReview(host.review(1, 2, false))),
    named("activation, last page", |host| State::ActivationReview(host.review(2, 2, false))),
    named("activation number", |host| State::Activating(ActivationStep::Number, host.pending())),
    named("ask activation", |host| State::Activating(ActivationStep::Ask, host.pending())),
    named("activated", |_| plain(PlainScreen::Activated)),
    named("cancelled", |_| plain(PlainScreen::Cancelled)),
    named("transaction, first page", |host| State::TransactionReview(host.review(1, 2, false))),
    named("transaction, last page", |host| State::TransactionReview(host.review(2, 2, false))),
    named("transaction to pick, last page", |host| State::TransactionReview(host.review(2, 2, true))),
    named("pick", |host| pick(None, host)),
    named("pick, first", |host| pick(account(PickChoice::First), host)),
    named("pick, second", |host| pick(account(PickChoice::Second), host)),
    named("pick, third", |host| pick(account(PickChoice::Third), host)),
    named("pick, none of these", |host| pick(Some(Choice::NoneOfThese), host)),
    named("transaction number", |host| State::TransactionNumber(host.pending())),
    named("refused, registration", |_| State::refused(WHY, Camera::Registration)),
    named("refused, activation", |host| registering(RegistrationStep::Refused(WHY), host)),
    named("refused, transaction", |_| State::refused(WHY, Camera::Transaction)),
    none_activated("menu, none activated", |_| idle(Idle::Menu)),
    named("menu, some activated", |_| idle(Idle::Menu)),
    named("token info, first", |_| token_info(0)),
    named("token info, second", |_| token_info(1)),
    none_activated("no token info", |_| plain(PlainScreen::NoTokenInfo)),
    named("transaction to pick, first page", |host| State::TransactionReview(host.review(1, 2, true))),
];
