//! A device and its host, for tests.
#![expect(clippy::wildcard_enum_match_arm, reason = "most states have nothing pending")]

use warifu_core::{Clock, Uptime};

use super::mock::{Mock, Picture};
use super::table::{self, Event};
use super::{Button, Device, DeviceEvent, DeviceState, Expecting};

pub(super) const RIGHT: Event = Event::By(DeviceEvent::Pressed(Button::Right));
pub(super) const LEFT: Event = Event::By(DeviceEvent::Pressed(Button::Left));
pub(super) const POWER: Event = Event::By(DeviceEvent::PowerHeld);
pub(super) const MENU: Event = Event::By(DeviceEvent::MenuHeld);
pub(super) const TIME: Event = Event::By(DeviceEvent::TimePassed);

fn at(seconds: u64) -> Clock {
    Clock { uptime: Uptime::new(seconds), wall: None }
}

/// A device and its host.
pub(super) struct Pair {
    pub(super) device: Device<Mock>,
    pub(super) host: Mock,
}

impl Pair {
    pub(super) fn off(activated: usize) -> Self {
        Self { device: Device::OFF, host: Mock::with(activated) }
    }

    /// A device in a state of the table, entered at second 0.
    pub(super) fn entered(named: &table::Named) -> Self {
        let host = named.host();
        let device = Device::in_state(named.state(&host));
        let mut pair = Self { device, host };
        // The first press only lights the screen.
        pair.take(Event::By(DeviceEvent::Pressed(Button::Centre)), 0);
        pair
    }

    /// Up to the 8-digit number of an activation, at second 0.
    pub(super) fn number_shown() -> Self {
        let mut pair = Self::off(0);
        let (registration, activation) =
            (Event::Read(Picture::Registration), Event::Read(Picture::Activation));
        let events = [POWER, RIGHT, registration, RIGHT, RIGHT, RIGHT, activation, RIGHT, RIGHT];
        pair.take_all(&events);
        assert_eq!(pair.state(), DeviceState::ActivationNumber);
        pair
    }

    pub(super) fn take(&mut self, event: Event, seconds: u64) {
        match event {
            Event::By(event) => self.device.handle(event, at(seconds), &mut self.host),
            Event::Read(picture) => {
                self.device.handle_picture(&picture, at(seconds), &mut self.host);
            }
        }
    }

    /// All at second 0.
    pub(super) fn take_all(&mut self, events: &[Event]) {
        for &event in events {
            self.take(event, 0);
        }
    }

    pub(super) fn state(&self) -> DeviceState {
        self.device.state()
    }

    pub(super) fn is_dark(&self, seconds: u64) -> bool {
        self.device.is_dark(Uptime::new(seconds))
    }

    pub(super) fn poll_timeout(&self) -> Option<u64> {
        self.device.poll_timeout().map(Uptime::value)
    }
}

/// How many things are pending in a state of this name.
pub(super) fn pending(state: DeviceState) -> usize {
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
