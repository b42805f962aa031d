//! What is pending: in memory only. Each value wipes its keys and codes when it is dropped.

use warifu_core::keys::IssuerDeviceKey;
use warifu_core::{Code, Counter, TokenCode, kind};
use warifu_lifecycle::device::Pages;
use warifu_sign::{AccountPick, KanaText, LastDigits, RegistrationMessage, Review, Reviewed};

use crate::instance::Instance;

/// An answered registration picture.
pub(crate) struct AnsweredRegistration {
    pub(crate) message: RegistrationMessage,
    /// The device's counter when it answered.
    pub(crate) counter: Counter,
    pub(crate) key: IssuerDeviceKey,
    pub(crate) code: Code,
}

/// An activation on the screen. Its instance can be kept; its number is not computed yet.
pub(crate) struct ActivationReview {
    pub(crate) instance: Instance,
    pub(crate) review: Review<kind::Activation>,
}

/// A confirmed activation, to be kept on Yes.
pub(crate) struct ConfirmedActivation {
    pub(crate) instance: Instance,
    pub(crate) number: Code,
}

/// A transaction on the screen.
pub(crate) struct TransactionReview {
    /// The place in the image of the instance that it is for. No instance moves while a transaction is shown.
    pub(crate) place: usize,
    pub(crate) bank: KanaText,
    pub(crate) review: Review<kind::Transaction>,
}

/// A confirmed transaction that waits for the pick of an account.
pub(crate) struct PendingPick {
    pub(crate) place: usize,
    pub(crate) bank: KanaText,
    pub(crate) choices: [LastDigits; 3],
    pub(crate) pick: AccountPick,
}

/// A kept activation in the menu.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TokenInfo {
    pub(crate) token_code: TokenCode,
    pub(crate) bank: KanaText,
}

impl Pages for ActivationReview {
    fn number(&self) -> u8 {
        self.review.number()
    }

    fn pages(&self) -> u8 {
        self.review.pages()
    }

    fn turn(self) -> Self {
        Self { review: turned(self.review), ..self }
    }
}

impl Pages for TransactionReview {
    fn number(&self) -> u8 {
        self.review.number()
    }

    fn pages(&self) -> u8 {
        self.review.pages()
    }

    fn turn(self) -> Self {
        Self { review: turned(self.review), ..self }
    }
}

#[inline(never)] // for the flash of firmware: both kinds share it
fn turned<K: Reviewed>(review: Review<K>) -> Review<K> {
    match review {
        Review::Page(page) => page.turn(),
        Review::LastPage(_) => review,
    }
}
