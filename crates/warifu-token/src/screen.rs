use warifu_core::{Code, TokenCode, UnixTime};
use warifu_lifecycle::device::{DeviceState, Prompt};
use warifu_sign::{KanaText, Language, Page};

use crate::flash::Flash;
use crate::pending::Pending;
use crate::token::Token;

/// What stands on the screen. A renderer shows all of it and nothing else.
#[derive(Debug)]
pub struct Screen<'a> {
    /// Words, screen code and captions. Of a dark screen: nothing.
    pub prompt: Prompt,
    /// What goes with the words.
    pub content: Content<'a>,
    /// Whether the screen is dark: switched off, or 15 seconds without operation.
    pub dark: bool,
}

/// What goes with the words on a screen.
#[derive(Debug)]
pub enum Content<'a> {
    /// Words only.
    Nothing,
    /// What the camera sees.
    Camera,
    /// 12 digits of a registration, or 8 of an activation or a confirmed transaction.
    Digits(&'a Code),
    /// One page of a transaction. The bank's name belongs on the screen with it: a device that serves several banks says which
    /// one asks.
    Page {
        /// The page.
        page: Page<'a>,
        /// The bank's name, as its activation message gave it.
        bank: &'a KanaText,
    },
    /// The entries of the menu; the first is selected.
    Menu(&'static [&'static str]),
    /// One of the activations.
    TokenInfo {
        /// Its token code.
        token_code: &'a TokenCode,
        /// The bank's name.
        bank: &'a KanaText,
    },
}

impl Screen<'_> {
    /// The digits, if there are any.
    pub const fn digits(&self) -> Option<&Code> {
        match &self.content {
            Content::Digits(code) => Some(code),
            Content::Nothing
            | Content::Camera
            | Content::Page { .. }
            | Content::Menu(_)
            | Content::TokenInfo { .. } => None,
        }
    }
}

impl<F: Flash> Token<F> {
    /// What stands on the screen at `now`.
    pub fn screen(&self, language: Language, now: UnixTime) -> Screen<'_> {
        if self.device.is_dark(now) {
            let prompt = DeviceState::Off.prompt(language);
            return Screen { prompt, content: Content::Nothing, dark: true };
        }
        let state = self.device.state();
        Screen { prompt: state.prompt(language), content: self.content(state), dark: false }
    }

    fn content(&self, state: DeviceState) -> Content<'_> {
        match (state, &self.pending) {
            (DeviceState::Scanning(_), _) => Content::Camera,
            (DeviceState::DeviceCode, Pending::Registration(registration)) => {
                Content::Digits(&registration.code)
            }
            (DeviceState::ActivationNumber, Pending::Activation { number, .. })
            | (DeviceState::TransactionNumber, Pending::Number(number)) => Content::Digits(number),
            (DeviceState::Transaction { .. }, Pending::Transaction { key, viewing }) => {
                self.image.opening(*key).map_or(Content::Nothing, |instance| Content::Page {
                    page: viewing.page(),
                    bank: &instance.bank,
                })
            }
            (DeviceState::Menu, _) => Content::Menu(&DeviceState::MENU),
            (DeviceState::TokenInfo { selected, .. }, _) => {
                self.image.instances().nth(selected).map_or(Content::Nothing, |instance| {
                    Content::TokenInfo { token_code: &instance.token_code, bank: &instance.bank }
                })
            }
            _ => Content::Nothing,
        }
    }
}
