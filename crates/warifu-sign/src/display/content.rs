use core::fmt;

use warifu_core::{LoginId, TokenCode};

use super::profile::DisplayPart;
use crate::transaction::{
    Body, Field, Fields, KanaText, LOGIN, Label, Language, Speak, Words, show_displayed,
};

/// What a person reads before they confirm.
#[derive(Debug, Clone, Copy)]
pub enum PageContent<'a> {
    /// A transaction, in the bytes that were authenticated.
    Transaction(Body<'a>),
    /// The registration that an activation ends.
    Activation(ActivationContent),
}

/// For whom a token is about to be used.
#[derive(Clone, Copy)]
pub struct ActivationContent {
    pub(crate) bank: KanaText,
    pub(crate) login: LoginId,
    pub(crate) token_code: TokenCode,
}

impl fmt::Debug for ActivationContent {
    /// Without what it says about people.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ActivationContent(redacted)")
    }
}

impl<'a> PageContent<'a> {
    /// What is asked.
    pub(super) const fn title(&self, language: Language) -> &'static str {
        match self {
            Self::Transaction(body) => body.operation().text(language),
            Self::Activation(_) => ACTIVATION.text(language),
        }
    }

    /// What is said about it, in the order in which it is shown.
    pub(super) fn values(&self) -> Values<'a> {
        match self {
            Self::Transaction(body) => {
                // Cautions are read before anything else, the login ID included. Their label is the lowest.
                let is_cautioned = body.operation().fields().first() == Some(&Label::Cautions);
                Values::Transaction {
                    before_login: u8::from(is_cautioned),
                    login: Some(*body.login()),
                    fields: body.fields(),
                }
            }
            Self::Activation(registration) => Values::Activation {
                bank: Some(registration.bank),
                login: Some(registration.login),
                token_code: Some(registration.token_code),
            },
        }
    }
}

/// Each value in turn.
#[derive(Clone)]
pub(super) enum Values<'a> {
    Transaction { before_login: u8, login: Option<LoginId>, fields: Fields<'a> },
    Activation { bank: Option<KanaText>, login: Option<LoginId>, token_code: Option<TokenCode> },
}

impl Iterator for Values<'_> {
    type Item = Value;

    fn next(&mut self) -> Option<Value> {
        match self {
            Self::Transaction { before_login, login, fields } => {
                let fields_first = before_login.checked_sub(1);
                if let Some(left) = fields_first {
                    *before_login = left;
                    return fields.next().map(Value::Field);
                }
                login.take().map(Value::Login).or_else(|| fields.next().map(Value::Field))
            }
            Self::Activation { bank, login, token_code } => bank
                .take()
                .map(Value::Bank)
                .or_else(|| login.take().map(Value::Login))
                .or_else(|| token_code.take().map(Value::TokenCode)),
        }
    }
}

/// One thing that a person reads.
#[derive(Clone, Copy)]
pub(super) enum Value {
    Login(LoginId),
    Field(Field),
    Bank(KanaText),
    TokenCode(TokenCode),
}

impl Value {
    pub(super) const fn part(&self) -> DisplayPart {
        match self {
            Self::Login(_) => DisplayPart::Login,
            Self::Field(field) => DisplayPart::Field(field.label()),
            Self::Bank(_) => DisplayPart::Bank,
            Self::TokenCode(_) => DisplayPart::TokenCode,
        }
    }

    pub(super) const fn label(&self, language: Language) -> &'static str {
        match self {
            Self::Login(_) => LOGIN.text(language),
            Self::Field(field) => field.label().text(language),
            Self::Bank(_) => BANK.text(language),
            Self::TokenCode(_) => TOKEN_CODE.text(language),
        }
    }

    /// In lines separated by `\n`.
    pub(super) fn show(&self, language: Language, to: &mut dyn fmt::Write) -> fmt::Result {
        match self {
            Self::Login(login) => to.write_str(login.as_str()),
            Self::Field(field) => field.show(language, to),
            Self::Bank(bank) => show_displayed(bank, to),
            Self::TokenCode(code) => to.write_str(code.as_str()),
        }
    }

    pub(super) fn speak(&self, language: Language, to: &mut dyn fmt::Write) -> fmt::Result {
        match self {
            Self::Login(login) => login.speak(language, to),
            Self::Field(field) => field.speak(language, to),
            Self::Bank(bank) => bank.speak(language, to),
            Self::TokenCode(code) => code.speak(language, to),
        }
    }
}

const ACTIVATION: Words = Words { english: "Activation", japanese: "利用開始登録" };
const BANK: Words = Words { english: "Bank", japanese: "銀行" };
const TOKEN_CODE: Words = Words { english: "Token code", japanese: "トークンコード" };
