use warifu_core::{Code, TokenCode, Uptime};
use warifu_lifecycle::device::{
    ActivationStep, Choice, DeviceState, Idle, Prompt, RegistrationStep, State,
};
use warifu_sign::{KanaText, Language, LastDigits, Page};

use crate::flash::Flash;
use crate::token::Token;
use crate::vault::Vault;

/// What is on the screen. A renderer shows all of it and nothing else.
#[derive(Debug)]
pub struct Screen<'a> {
    /// Words, screen code and captions. Of a dark screen: nothing.
    pub prompt: Prompt,
    /// What is below the words: a code, a page, choices.
    pub content: ScreenContent<'a>,
    /// Whether the screen is dark: switched off, or 15 seconds without operation.
    pub dark: bool,
}

/// What is on a screen apart from the words.
#[derive(Debug)]
pub enum ScreenContent<'a> {
    /// Words only.
    Nothing,
    /// What the camera sees.
    Camera,
    /// 12 digits of a registration, or 8 of an activation or a confirmed transaction.
    Digits(&'a Code),
    /// One page of an activation or a transaction. The bank's name belongs on the screen with it: a device that serves
    /// several banks says which one asks.
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
            ScreenContent::Digits(code) => Some(code),
            ScreenContent::Nothing
            | ScreenContent::Camera
            | ScreenContent::Page { .. }
            | ScreenContent::Pick { .. }
            | ScreenContent::Menu(_)
            | ScreenContent::TokenInfo { .. } => None,
        }
    }
}

impl<F: Flash> Token<F> {
    /// What is on the screen at `now`.
    pub fn screen(&self, language: Language, now: Uptime) -> Screen<'_> {
        // Asked with the time of this call: nothing is shown past a limit, even before `handle_time` was called.
        if self.device.is_dark(now) {
            let prompt = DeviceState::Off.prompt(language);
            return Screen { prompt, content: ScreenContent::Nothing, dark: true };
        }
        let prompt = self.device.state().prompt(language);
        Screen { prompt, content: content(self.device.current(), language), dark: false }
    }
}

/// Made of the state alone, so that the screen shows a code only while its state owns it.
fn content<F: Flash>(state: &State<Vault<F>>, language: Language) -> ScreenContent<'_> {
    match state {
        State::Idle(idle) => idle_content(idle),
        State::Registering(RegistrationStep::DeviceCode, registration) => {
            ScreenContent::Digits(&registration.code)
        }
        State::Registering(RegistrationStep::Scanning, _) => ScreenContent::Camera,
        State::ActivationReview(shown) => {
            ScreenContent::Page { page: shown.review.page(), bank: &shown.instance.bank }
        }
        State::Activating(ActivationStep::Number, activated) => {
            ScreenContent::Digits(&activated.number)
        }
        State::TransactionReview(shown) => {
            ScreenContent::Page { page: shown.review.page(), bank: &shown.bank }
        }
        State::Pick(selected, pick) => ScreenContent::Pick {
            choices: &pick.choices,
            none_of_these: Choice::none_of_these(language),
            selected: *selected,
            bank: &pick.bank,
        },
        State::TransactionNumber(number) => ScreenContent::Digits(number),
        State::Offered(_)
        | State::Registering(
            RegistrationStep::AskDeviceCode
            | RegistrationStep::ScanActivation
            | RegistrationStep::Refused(_),
            _,
        )
        | State::Activating(ActivationStep::Ask, _) => ScreenContent::Nothing,
    }
}

fn idle_content<F: Flash>(idle: &Idle<Vault<F>>) -> ScreenContent<'_> {
    match idle {
        Idle::Scanning(_) => ScreenContent::Camera,
        Idle::Menu => ScreenContent::Menu(&DeviceState::MENU),
        Idle::TokenInfo { shown, .. } => {
            ScreenContent::TokenInfo { token_code: &shown.token_code, bank: &shown.bank }
        }
        Idle::Off | Idle::Plain(_) | Idle::Refused(..) => ScreenContent::Nothing,
    }
}
