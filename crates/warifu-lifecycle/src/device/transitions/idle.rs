//! Steps without a message from the bank: the menu, screens of words, and the questions of a registration.

use super::effect::Effect::{self, Entered, Ignored};
use crate::device::state::{Idle, RegistrationStep};
use crate::device::{Camera, Host, PlainScreen};

impl<H: Host> Idle<H> {
    pub(super) fn right(&mut self, host: &H) -> Effect {
        *self = match self {
            // This press is the person's wish to register, which the camera for registrations relies on.
            Self::Plain(PlainScreen::NotActivated | PlainScreen::Cancelled) => {
                Self::Scanning(Camera::Registration)
            }
            // Back to the same camera: a refusal must not lead to one that takes more kinds of picture.
            Self::Refused(_, back) => Self::Scanning(*back),
            Self::Menu => match Self::token_info(0, host) {
                Some(first) => first,
                None => Self::Plain(PlainScreen::NoTokenInfo),
            },
            Self::Off
            | Self::Scanning(_)
            | Self::TokenInfo { .. }
            | Self::Plain(PlainScreen::Activated | PlainScreen::NoTokenInfo) => return Ignored,
        };
        Entered
    }

    pub(super) fn left(&mut self, host: &H) -> Effect {
        let Self::TokenInfo { selected, of: 2.., .. } = self else { return Ignored };
        let next = selected.checked_add(1).and_then(|place| Self::token_info(place, host));
        let Some(next) = next.or_else(|| Self::token_info(0, host)) else { return Ignored };
        *self = next;
        Entered
    }

    fn token_info(selected: usize, host: &H) -> Option<Self> {
        let shown = host.token_info(selected)?;
        Some(Self::TokenInfo { shown, selected, of: host.activated() })
    }
}

impl RegistrationStep {
    pub(super) fn right(&mut self) -> Effect {
        *self = match self {
            // Each step is a press of the person, who knows what the bank's page says. The device is not told.
            Self::DeviceCode => Self::AskDeviceCode,
            Self::AskDeviceCode => Self::ScanActivation,
            Self::ScanActivation | Self::Refused(_) => Self::Scanning,
            Self::Scanning => return Ignored,
        };
        Entered
    }
}
