use warifu_core::{Seconds, UnixTime};

use super::{Action, DeviceEvent, DeviceState};

/// A device: plain data that [`Device::handle`] turns into the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Device {
    state: DeviceState,
    /// When the screen goes dark; nothing once it has.
    dims: Option<UnixTime>,
    /// When a state with a limit ends by itself.
    ends: Option<UnixTime>,
}

impl Device {
    /// A device that is switched off.
    pub const OFF: Self = Self { state: DeviceState::Off, dims: None, ends: None };

    /// The state.
    pub const fn state(&self) -> DeviceState {
        self.state
    }

    /// What `event` makes of the device, and what the token must do. `activated` is how many activations it keeps.
    ///
    /// Total: an event that means nothing in the state changes nothing. A limit that has passed ends the state before
    /// anything else is looked at, and on a dark screen a button does nothing but light it, holding the power button
    /// included.
    pub fn handle(
        self,
        event: DeviceEvent,
        now: UnixTime,
        activated: usize,
    ) -> (Self, Option<Action>) {
        if self.is_over(now) {
            return (Self::OFF, Some(Action::DiscardPending));
        }
        let by_hand = match event {
            DeviceEvent::Pressed(_) | DeviceEvent::PowerHeld | DeviceEvent::MenuHeld => true,
            DeviceEvent::Scanned(_) | DeviceEvent::ActionFailed(_) | DeviceEvent::TimePassed => {
                false
            }
        };
        if self.is_dim(now) && by_hand {
            return (self.lit(now), None);
        }
        match self.state.after(event, activated) {
            Some((state, action)) => (Self::entering(state, now), action),
            None if by_hand => (self.lit(now), None),
            None if self.is_dim(now) => (Self { dims: None, ..self }, None),
            None => (self, None),
        }
    }

    /// The next moment at which [`DeviceEvent::TimePassed`] changes something.
    pub fn poll_timeout(&self) -> Option<UnixTime> {
        self.dims.into_iter().chain(self.ends).min()
    }

    /// Whether the screen shows nothing: switched off, over, or 15 seconds without operation.
    pub fn is_dark(&self, now: UnixTime) -> bool {
        self.state == DeviceState::Off || self.is_over(now) || self.is_dim(now)
    }

    /// A device in `state`, its screen dark.
    #[cfg(test)]
    pub(super) const fn in_state(state: DeviceState) -> Self {
        Self { state, dims: None, ends: None }
    }

    fn is_dim(&self, now: UnixTime) -> bool {
        self.state != DeviceState::Off && self.dims.is_none_or(|at| now >= at)
    }

    fn is_over(&self, now: UnixTime) -> bool {
        self.ends.is_some_and(|at| now >= at)
    }

    fn entering(state: DeviceState, now: UnixTime) -> Self {
        let ends = state.limit().map(|limit| now.checked_add(limit).unwrap_or(now));
        Self { state, dims: None, ends }.lit(now)
    }

    fn lit(self, now: UnixTime) -> Self {
        let dims = (self.state != DeviceState::Off).then(|| now.checked_add(T_DIM).unwrap_or(now));
        Self { dims, ..self }
    }
}

/// Without operation for so long the screen goes dark. The other timers keep running.
pub const T_DIM: Seconds = Seconds::new(15);

/// From the 8-digit number of an activation until Done.
pub const T_NUMBER: Seconds = Seconds::new(90);

/// From \[DP011\] until Yes.
pub const T_ACKNOWLEDGE: Seconds = Seconds::new(40);
