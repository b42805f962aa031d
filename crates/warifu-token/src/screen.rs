use warifu_core::{Code, TokenCode, Uptime};
use warifu_lifecycle::device::{Activating, Choice, DeviceState, Idle, Prompt, Registering, State};
use warifu_sign::{KanaText, Language, LastDigits, Page};

use crate::flash::Flash;
use crate::token::Token;
use crate::vault::Vault;

/// What is on the screen. A renderer shows all of it and nothing else.
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
    /// One page of an activation or a transaction. The bank's name belongs on the screen with it: a device that serves several banks says which
    /// one asks.
    Page {
        /// The page.
        page: Page<'a>,
        /// The bank's name, as its activation message gave it.
        bank: &'a KanaText,
    },
    /// The choices of an account, by the last digits of its number, one below the other, and "None of these" below them.
    Pick {
        /// The digits, from the top.
        choices: &'a [LastDigits; 3],
        /// The words of the last choice.
        none_of_these: &'static str,
        /// What is selected; nothing at first.
        selected: Option<Choice>,
        /// The bank's name.
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
            | Content::Pick { .. }
            | Content::Menu(_)
            | Content::TokenInfo { .. } => None,
        }
    }
}

impl<F: Flash> Token<F> {
    /// What is on the screen at `now`.
    pub fn screen(&self, language: Language, now: Uptime) -> Screen<'_> {
        if self.device.is_dark(now) {
            let prompt = DeviceState::Off.prompt(language);
            return Screen { prompt, content: Content::Nothing, dark: true };
        }
        let prompt = self.device.state().prompt(language);
        Screen { prompt, content: content(self.device.current(), language), dark: false }
    }
}

/// Of the state alone: it has all that its screen shows.
fn content<F: Flash>(state: &State<Vault<F>>, language: Language) -> Content<'_> {
    match state {
        State::Idle(idle) => idle_content(idle),
        State::Registering(Registering::DeviceCode, registration) => {
            Content::Digits(&registration.code)
        }
        State::Registering(Registering::Scanning, _) => Content::Camera,
        State::ActivationReview(shown) => {
            Content::Page { page: shown.review.page(), bank: &shown.instance.bank }
        }
        State::Activating(Activating::Number, activated) => Content::Digits(&activated.number),
        State::TransactionReview(shown) => {
            Content::Page { page: shown.review.page(), bank: &shown.bank }
        }
        State::Pick(selected, pick) => Content::Pick {
            choices: &pick.choices,
            none_of_these: Choice::none_of_these(language),
            selected: *selected,
            bank: &pick.bank,
        },
        State::TransactionNumber(number) => Content::Digits(number),
        State::Offered(_)
        | State::Registering(
            Registering::AskDeviceCode | Registering::ScanActivation | Registering::Refused(_),
            _,
        )
        | State::Activating(Activating::Ask, _) => Content::Nothing,
    }
}

fn idle_content<F: Flash>(idle: &Idle<Vault<F>>) -> Content<'_> {
    match idle {
        Idle::Scanning(_) => Content::Camera,
        Idle::Menu => Content::Menu(&DeviceState::MENU),
        Idle::TokenInfo { shown, .. } => {
            Content::TokenInfo { token_code: &shown.token_code, bank: &shown.bank }
        }
        Idle::Off
        | Idle::NotActivated
        | Idle::Activated
        | Idle::Cancelled
        | Idle::Refused(..)
        | Idle::NoTokenInfo => Content::Nothing,
    }
}
