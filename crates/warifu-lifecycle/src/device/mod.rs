//! The camera token in a person's hand: its states, buttons, timers and words. No keys, no flash, no picture.
//!
//! The machine says which screen is up. A [`Host`] does the work behind it: it reads a picture, answers a registration,
//! confirms and keeps. What the host gives back is pending, and belongs to the state that shows it. So the rules that a bank
//! relies on can be read, and run, in one place:
//!
//! - a registration picture raises the activation counter only where a person has asked for a registration;
//! - an activation is shown, and its number is not computed before Confirm;
//! - it is kept only on Yes to \[DP011\], at most 40 seconds after Done, which comes at most 90 seconds after the 8-digit
//!   number appeared;
//! - a transaction is confirmed only on its last page, and where an account has to be picked, there is one pick, and a
//!   wrong one gives no number;
//! - switching off discards everything that was not kept.
//!
//! Timers run on the time since power came ([`Clock::uptime`](warifu_core::Clock)): setting the device's clock does not change
//! them.
//!
//! ```
//! use warifu_core::{Clock, Uptime};
//! use warifu_lifecycle::device::*;
//!
//! /// Reads every picture as a transaction of two pages, whose number is a number.
//! struct Bare;
//! struct Page(u8);
//! # enum Never {}
//! # impl Pages for Never {
//! #     fn number(&self) -> u8 { match *self {} }
//! #     fn pages(&self) -> u8 { match *self {} }
//! #     fn turn(self) -> Self { self }
//! # }
//!
//! impl Pages for Page {
//!     fn number(&self) -> u8 { self.0 }
//!     fn pages(&self) -> u8 { 2 }
//!     fn turn(self) -> Self { Page(2) }
//! }
//!
//! impl Host for Bare {
//!     type Picture = str;
//!     type TransactionReview = Page;
//!     type Number = u32;
//!     fn read_transaction(&self, _: &str, _: Clock) -> Result<Scanned<Self>, Refusal> {
//!         Ok(Scanned::Transaction(Page(1)))
//!     }
//!     fn confirm_transaction(&mut self, _: Page, _: Clock) -> Result<ConfirmOutcome<Self>, Refusal> {
//!         Ok(ConfirmOutcome::Number(12_345_678))
//!     }
//!     fn activated(&self) -> usize { 1 }
//!     // and the rest
//! #     type Offer = Never;
//! #     type Registration = Never;
//! #     type ActivationReview = Never;
//! #     type Activation = Never;
//! #     type Pick = Never;
//! #     type TokenInfo = Never;
//! #     fn read_registration(&self, _: &str) -> Result<Never, Refusal> { Err(Refusal::Unusable) }
//! #     fn read_activation(&self, _: &str, _: &Never, _: Clock) -> Result<Never, Refusal> { Err(Refusal::Unusable) }
//! #     fn answer(&mut self, _: &Never) -> Result<Never, Refusal> { Err(Refusal::Unusable) }
//! #     fn confirm_activation(&mut self, _: Never, _: Clock) -> Result<Never, Refusal> { Err(Refusal::Unusable) }
//! #     fn keep(&mut self, _: &Never) -> Result<(), Refusal> { Err(Refusal::Unusable) }
//! #     fn pick(&mut self, _: Never, _: warifu_sign::PickChoice, _: Clock) -> Result<u32, Refusal> { Err(Refusal::Unusable) }
//! #     fn token_info(&self, _: usize) -> Option<Never> { None }
//! }
//!
//! let clock = Clock { uptime: Uptime::new(1), wall: None };
//! let (mut device, mut host) = (Device::OFF, Bare);
//! device.handle(DeviceEvent::PowerHeld, clock, &mut host);
//! assert_eq!(device.state(), DeviceState::Scanning(Expecting::Transaction));
//!
//! device.handle_picture("a picture", clock, &mut host);
//! let right = DeviceEvent::Pressed(Button::Right);
//! device.handle(right, clock, &mut host);
//! let last_page = DeviceState::Transaction { page: 2, pages: 2 };
//! assert_eq!(device.state(), last_page, "not confirmed before everything was shown");
//! device.handle(right, clock, &mut host);
//! assert!(matches!(device.current(), State::TransactionNumber(12_345_678)));
//! ```
#![doc = include_str!("states.md")]

mod choice;
mod event;
mod expecting;
mod host;
mod machine;
mod plain;
mod prompt;
mod refusal;
mod screen;
mod screen_row;
mod state;
mod timers;
mod transitions;
mod words;

#[cfg(test)]
mod mock;
#[cfg(test)]
mod pair;
#[cfg(test)]
mod table;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod walk;

pub use choice::Choice;
pub use event::{Button, DeviceEvent};
pub use expecting::{Camera, Expecting};
pub use host::{ConfirmOutcome, Host, Pages, Scanned};
pub use machine::Device;
pub use plain::PlainScreen;
pub use prompt::Prompt;
pub use refusal::Refusal;
pub use screen::DeviceState;
pub use state::{ActivationStep, Idle, RegistrationStep, State};
pub use timers::{T_ACKNOWLEDGE, T_DIM, T_NUMBER};
