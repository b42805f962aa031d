//! `states.md`, read as it stands, and every state and event that it can name.

use std::vec::Vec;

use super::{Action, Button, DeviceEvent, DeviceState, Expecting, Refusal, Scan};

/// A state of the table, and how many activations the device keeps meanwhile.
pub(super) struct Named {
    pub(super) name: &'static str,
    pub(super) state: DeviceState,
    pub(super) activated: usize,
}

/// One row: state, event, next, action.
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
    assert!(rows.len() > 30, "the table was found");
    rows
}

pub(super) fn state(name: &str) -> DeviceState {
    if name == "off" {
        return DeviceState::Off;
    }
    let named = STATES.iter().find(|named| named.name == name);
    named.unwrap_or_else(|| panic!("unknown state {name:?}")).state
}

pub(super) fn action(name: &str) -> Option<Action> {
    match name {
        "" => None,
        "discard" => Some(Action::DiscardPending),
        "persist" => Some(Action::PersistActivation),
        "turn" => Some(Action::TurnPage),
        "confirm" => Some(Action::Confirm),
        other => panic!("unknown action {other:?}"),
    }
}

/// The names of events in the table; its two timers are run by tests of their own.
pub(super) const EVENTS: [(&str, DeviceEvent); 11] = [
    ("left", DeviceEvent::Pressed(Button::Left)),
    ("centre", DeviceEvent::Pressed(Button::Centre)),
    ("right", DeviceEvent::Pressed(Button::Right)),
    ("power held", DeviceEvent::PowerHeld),
    ("menu held", DeviceEvent::MenuHeld),
    ("registration read", DeviceEvent::Scanned(Scan::Registration)),
    ("activation read", DeviceEvent::Scanned(Scan::Activation)),
    ("transaction read", DeviceEvent::Scanned(Scan::Transaction { pages: 2 })),
    ("unusable read", DeviceEvent::Scanned(Scan::Unusable(Refusal::Unusable))),
    ("action failed", DeviceEvent::ActionFailed(Refusal::Unusable)),
    ("time", DeviceEvent::TimePassed),
];

const fn named(name: &'static str, state: DeviceState) -> Named {
    Named { name, state, activated: 2 }
}

const fn scanning(name: &'static str, expecting: Expecting) -> Named {
    named(name, DeviceState::Scanning(expecting))
}

const fn refused(name: &'static str, back: Expecting) -> Named {
    named(name, DeviceState::Refused { why: Refusal::Unusable, back })
}

pub(super) const STATES: [Named; 24] = [
    named("off, some activated", DeviceState::Off),
    Named { name: "off, none activated", state: DeviceState::Off, activated: 0 },
    named("not activated", DeviceState::NotActivated),
    scanning("scanning, registration", Expecting::Registration),
    scanning("scanning, activation", Expecting::Activation),
    scanning("scanning, transaction", Expecting::Transaction),
    named("device code", DeviceState::DeviceCode),
    named("ask device code", DeviceState::AskDeviceCode),
    named("scan activation", DeviceState::ScanActivation),
    named("activation number", DeviceState::ActivationNumber),
    named("ask activation", DeviceState::AskActivation),
    named("activated", DeviceState::Activated),
    named("cancelled", DeviceState::Cancelled),
    named("transaction, first page", DeviceState::Transaction { page: 1, pages: 2 }),
    named("transaction, last page", DeviceState::Transaction { page: 2, pages: 2 }),
    named("transaction number", DeviceState::TransactionNumber),
    refused("refused, registration", Expecting::Registration),
    refused("refused, activation", Expecting::Activation),
    refused("refused, transaction", Expecting::Transaction),
    Named { name: "menu, none activated", state: DeviceState::Menu, activated: 0 },
    named("menu, some activated", DeviceState::Menu),
    named("token info, first", DeviceState::TokenInfo { selected: 0, of: 2 }),
    named("token info, second", DeviceState::TokenInfo { selected: 1, of: 2 }),
    named("no token info", DeviceState::NoTokenInfo),
];
