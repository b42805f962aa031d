//! The camera token in a person's hand: its states, buttons, timers and words. No keys, no flash, no picture.
//!
//! The machine says what stands on the screen and what the token must do ([`Action`]); the token does it. So the rules
//! that a bank relies on can be read, and run, in one place:
//!
//! - an activation is kept only on Yes to \[DP011\], at most 40 seconds after Done, which comes at most 90 seconds after
//!   the 8-digit number appeared;
//! - a transaction is confirmed only on its last page;
//! - switching off discards whatever was not kept.
//!
//! ```
//! use warifu_core::UnixTime;
//! use warifu_lifecycle::device::{Action, Button, Device, DeviceEvent, DeviceState, Expecting, Scan};
//!
//! let now = UnixTime::new(1_800_000_000);
//! let activated = 1;
//! let (device, _) = Device::OFF.handle(DeviceEvent::PowerHeld, now, activated);
//! assert_eq!(device.state(), DeviceState::Scanning(Expecting::Transaction));
//!
//! let two_pages = DeviceEvent::Scanned(Scan::Transaction { pages: 2 });
//! let (device, _) = device.handle(two_pages, now, activated);
//! let right = DeviceEvent::Pressed(Button::Right);
//! let (device, action) = device.handle(right, now, activated);
//! assert_eq!(action, Some(Action::TurnPage), "not confirmed before everything was shown");
//! let (_, action) = device.handle(right, now, activated);
//! assert_eq!(action, Some(Action::Confirm));
//! ```
#![doc = include_str!("states.md")]

mod event;
mod machine;
mod screen;
mod state;

#[cfg(test)]
mod table;
#[cfg(test)]
mod tests;

pub use event::{Action, Button, DeviceEvent, Scan};
pub use machine::{Device, T_ACKNOWLEDGE, T_DIM, T_NUMBER};
pub use screen::Prompt;
pub use state::{DeviceState, Expecting, Refusal};
