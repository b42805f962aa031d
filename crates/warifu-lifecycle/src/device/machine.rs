use core::fmt;

use warifu_core::{Clock, Seconds, Uptime};

use super::timers::T_DIM;
use super::transitions::Effect;
use super::{Button, DeviceEvent, DeviceState, Host, Idle, State};

/// A device: a [`State`] and its two timers.
pub struct Device<H: Host> {
    state: State<H>,
    /// When the screen goes dark; `None` once it has.
    dims: Option<Uptime>,
    /// When the state ends, if it has a limit.
    ends: Option<Uptime>,
}

impl<H: Host> Device<H> {
    /// A device that is switched off.
    pub const OFF: Self = Self { state: State::OFF, dims: None, ends: None };

    /// The name of the screen.
    pub fn state(&self) -> DeviceState {
        self.state.name()
    }

    /// The state, with what is pending in it.
    pub const fn current(&self) -> &State<H> {
        &self.state
    }

    /// Takes an event; `host` does the work that follows from it.
    ///
    /// An event that means nothing in the state changes nothing. A limit that has passed ends the state before anything else
    /// is looked at. On a dark screen a button, the held power button included, only lights it.
    pub fn handle(&mut self, event: DeviceEvent, clock: Clock, host: &mut H) {
        let now = clock.uptime;
        // First, because the host may call late: a press after the limit must not count as one within it.
        if self.is_over(now) {
            return self.switch_off();
        }
        if event == DeviceEvent::TimePassed {
            return self.settle(now);
        }
        // A press in the dark answers a question that the person did not see.
        if self.is_dim(now) {
            return self.light(now);
        }
        let effect = match event {
            DeviceEvent::Pressed(Button::Right) => self.state.right(clock, host),
            DeviceEvent::Pressed(Button::Left) => self.state.left(host),
            DeviceEvent::PowerHeld => self.state.power(host),
            DeviceEvent::MenuHeld => self.state.menu(),
            // The button that is held for power: a short press of it is a slip, and confirms nothing.
            DeviceEvent::Pressed(Button::Centre) | DeviceEvent::TimePassed => Effect::Ignored,
        };
        match effect {
            Effect::Entered => self.enter(now),
            Effect::Ignored => self.light(now),
        }
    }

    /// The camera has read a picture. Ignored while it is off; it is on while the screen is dark.
    pub fn handle_picture(&mut self, picture: &H::Picture, clock: Clock, host: &mut H) {
        let now = clock.uptime;
        // As in `handle`: what is pending is over, and no picture continues it.
        if self.is_over(now) {
            return self.switch_off();
        }
        match self.state.picture(picture, clock, host) {
            Effect::Entered => self.enter(now),
            Effect::Ignored => self.settle(now),
        }
    }

    /// The next moment at which [`DeviceEvent::TimePassed`] changes something.
    pub fn poll_timeout(&self) -> Option<Uptime> {
        self.dims.into_iter().chain(self.ends).min()
    }

    /// Whether the screen shows nothing: switched off, over, or 15 seconds without operation.
    pub fn is_dark(&self, now: Uptime) -> bool {
        self.is_off() || self.is_over(now) || self.is_dim(now)
    }

    /// A device in `state`, its screen dark.
    #[cfg(test)]
    pub(super) const fn in_state(state: State<H>) -> Self {
        Self { state, dims: None, ends: None }
    }

    const fn is_off(&self) -> bool {
        matches!(self.state, State::Idle(Idle::Off))
    }

    fn is_dim(&self, now: Uptime) -> bool {
        !self.is_off() && self.dims.is_none_or(|at| now >= at)
    }

    fn is_over(&self, now: Uptime) -> bool {
        self.ends.is_some_and(|at| now >= at)
    }

    /// Drops what is pending, which wipes it.
    fn switch_off(&mut self) {
        self.state = State::OFF;
        (self.dims, self.ends) = (None, None);
    }

    fn enter(&mut self, now: Uptime) {
        self.ends = self.state().limit().map(|limit| after(now, limit));
        self.light(now);
    }

    fn light(&mut self, now: Uptime) {
        self.dims = (!self.is_off()).then(|| after(now, T_DIM));
    }

    /// Once dark, dark until it is lit.
    fn settle(&mut self, now: Uptime) {
        if self.is_dim(now) {
            self.dims = None;
        }
    }
}

/// The end of a limit that begins now. One that the uptime cannot count to is over at once: the device switches off,
/// instead of leaving a number on the screen for ever.
fn after(now: Uptime, limit: Seconds) -> Uptime {
    now.checked_add(limit).unwrap_or(now)
}

/// State and timers; what is pending is secret.
impl<H: Host> fmt::Debug for Device<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut device = f.debug_struct("Device");
        device.field("state", &self.state()).field("dims", &self.dims).field("ends", &self.ends);
        device.finish()
    }
}
