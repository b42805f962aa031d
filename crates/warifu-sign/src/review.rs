use core::fmt;

use thiserror::Error;
use warifu_core::keys::SigningKey;
use warifu_core::{
    AuthenticatedMessage, Code, DecodeError, DecodeErrorKind, Kind, Message, Validity,
};

use crate::activation::ActivationMessage;
use crate::display::{Content, DisplayProfile, DoesNotFit, Layout, Page};
use crate::number::question;
use crate::pick::{self, AccountPick};
use crate::suite;
use crate::transaction::Body;

/// What a person reads before there is a number: a transaction, or the registration that an activation ends.
///
/// The device's way to a number has one direction, and each step consumes the one before it:
/// [`Review`] ([`ReviewPage`] as often as there are pages, then [`ReviewLastPage`]) → [`Confirmation`], perhaps an
/// [`AccountPick`] → [`Confirmed`] → [`Code`]. Dropping any of them is cancelling: nothing was changed by it.
///
/// Nothing is held decoded: each page is read from the bytes that were authenticated.
///
/// No number before all of it was shown:
///
/// ```compile_fail
/// # use warifu_sign::*;
/// fn unread(page: ReviewPage) -> Confirmation {
///     page.confirm()
/// }
/// ```
///
/// None that is shown and not confirmed:
///
/// ```compile_fail
/// # use warifu_sign::*; use warifu_core::keys::SigningKey;
/// fn unconfirmed(shown: ReviewLastPage, key: &SigningKey) {
///     shown.sign(key);
/// }
/// ```
///
/// None for a first payment before the account was picked:
///
/// ```compile_fail
/// # use warifu_sign::*; use warifu_core::keys::SigningKey;
/// fn unpicked(pick: AccountPick, key: &SigningKey) {
///     pick.sign(key);
/// }
/// ```
///
/// One number for one confirmation:
///
/// ```compile_fail
/// # use warifu_sign::*; use warifu_core::keys::SigningKey;
/// fn twice(confirmed: Confirmed, key: &SigningKey) {
///     confirmed.sign(key);
///     confirmed.sign(key);
/// }
/// ```
///
/// None for a message that was not authenticated:
///
/// ```compile_fail
/// # use warifu_sign::*; use warifu_core::Message;
/// fn unopened(message: Message) {
///     let _ = Review::begin(message, DisplayProfile::CAMERA_TOKEN);
/// }
/// ```
///
/// And no step can be made up:
///
/// ```compile_fail
/// # use warifu_sign::*; use warifu_core::AuthenticatedMessage;
/// fn forged(message: AuthenticatedMessage) -> Confirmed {
///     Confirmed { message }
/// }
/// ```
#[derive(Debug)]
#[must_use = "dropping it is cancelling"]
pub enum Review {
    /// A page that others follow.
    Page(ReviewPage),
    /// The last page.
    LastPage(ReviewLastPage),
}

impl Review {
    /// Reads an authenticated message and begins to show it.
    ///
    /// # Errors
    ///
    /// [`ReviewError::Decode`] for a body that is not canonical, and with [`DecodeErrorKind::UnknownKind`] for a
    /// registration message; [`ReviewError::DoesNotFit`] for what cannot be shown in full, which is not shown at all.
    pub fn begin(
        message: AuthenticatedMessage,
        profile: DisplayProfile,
    ) -> Result<Self, ReviewError> {
        let layout = profile.layout(&content(message.message())?)?;
        Ok(ReviewPage { message, profile, layout, index: 0 }.settle())
    }

    /// The page on the screen.
    pub fn page(&self) -> Page<'_> {
        self.on_screen().page()
    }

    /// Its number, from 1; [`Page::number`] without reading the page.
    pub const fn number(&self) -> u8 {
        self.on_screen().index.saturating_add(1)
    }

    /// How many pages there are.
    pub const fn pages(&self) -> u8 {
        self.on_screen().layout.pages()
    }

    const fn on_screen(&self) -> &ReviewPage {
        match self {
            Self::Page(page) | Self::LastPage(ReviewLastPage(page)) => page,
        }
    }
}

/// A page that others follow.
pub struct ReviewPage {
    message: AuthenticatedMessage,
    profile: DisplayProfile,
    layout: Layout,
    /// Of the page on the screen, from zero; below the number of pages.
    index: u8,
}

impl ReviewPage {
    /// The page on the screen.
    #[expect(clippy::expect_used, reason = "`Review::begin` has read the same bytes")]
    #[expect(clippy::missing_panics_doc, reason = "it does not panic")]
    pub fn page(&self) -> Page<'_> {
        let content = content(self.message.message()).expect("it was read when the review began");
        Page::new(content, self.profile, self.layout, self.index)
    }

    /// The person has read this page: on to the next.
    #[expect(clippy::expect_used, reason = "`settle` makes no `ReviewPage` of the last page")]
    #[expect(clippy::missing_panics_doc, reason = "it does not panic")]
    pub fn turn(self) -> Review {
        let index = self.index.checked_add(1).expect("there are fewer pages than 256");
        Self { index, ..self }.settle()
    }

    /// The last page is told from the others by what follows it, nothing.
    fn settle(self) -> Review {
        match self.layout.pages().checked_sub(self.index) {
            Some(1) => Review::LastPage(ReviewLastPage(self)),
            // A place behind the last page is none from which anything can be confirmed.
            Some(_) | None => Review::Page(self),
        }
    }
}

/// The last page is on the screen: everything was shown.
pub struct ReviewLastPage(ReviewPage);

impl ReviewLastPage {
    /// The page on the screen.
    pub fn page(&self) -> Page<'_> {
        self.0.page()
    }

    /// The person presses the button that approves what was shown.
    pub fn confirm(self) -> Confirmation {
        let message = self.0.message;
        // A first payment to a payee is confirmed by picking the account, so that the person looks at it once more.
        match pick::last_digits_of(message.message()) {
            Some(digits) => Confirmation::Pick(AccountPick::new(message, digits)),
            None => Confirmation::Confirmed(Confirmed { message }),
        }
    }
}

/// What follows from the button.
#[derive(Debug)]
#[must_use = "dropping it is cancelling"]
pub enum Confirmation {
    /// Nothing is missing.
    Confirmed(Confirmed),
    /// The person picks the account's last digits first.
    Pick(AccountPick),
}

/// Shown in full and confirmed.
#[must_use = "a number is computed by `sign`"]
pub struct Confirmed {
    message: AuthenticatedMessage,
}

impl Confirmed {
    pub(crate) const fn picked(message: AuthenticatedMessage) -> Self {
        Self { message }
    }

    /// What was confirmed: an activation, or a transaction.
    pub const fn kind(&self) -> Kind {
        self.message.message().kind()
    }

    /// When the message counts, and its sequence number, which the device stores as used before it shows the number of a
    /// transaction.
    pub const fn validity(&self) -> &Validity {
        self.message.message().validity()
    }

    /// What an activation told the device.
    ///
    /// # Errors
    ///
    /// [`DecodeErrorKind::UnknownKind`] when a transaction was confirmed.
    pub fn activation(&self) -> Result<ActivationMessage, DecodeError> {
        match self.kind() {
            Kind::Activation => ActivationMessage::decode(self.message.message().body()),
            Kind::Registration | Kind::Transaction => Err(UNKNOWN_KIND),
        }
    }

    /// The 8-digit number: the transaction authentication number, or the one that ends a registration.
    ///
    /// # Security
    ///
    /// `key` is the signing key of the instance whose message key opened the message, or which the activation makes. Under any
    /// other the number is wrong, and costs the person an attempt.
    pub fn sign(self, key: &SigningKey) -> Code {
        suite::respond(key, &question(self.message.message()))
    }
}

/// Why a message is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ReviewError {
    /// Its body is not one that a bank would have sent.
    #[error(transparent)]
    Decode(#[from] DecodeError),
    /// The device cannot show all of it.
    #[error(transparent)]
    DoesNotFit(#[from] DoesNotFit),
}

fn content(message: &Message) -> Result<Content<'_>, DecodeError> {
    match message.kind() {
        Kind::Transaction => Body::decode(message.body()).map(Content::Transaction),
        Kind::Activation => {
            ActivationMessage::decode(message.body()).map(|body| Content::Activation(body.shown()))
        }
        Kind::Registration => Err(UNKNOWN_KIND),
    }
}

const UNKNOWN_KIND: DecodeError = DecodeError::new(DecodeErrorKind::UnknownKind, 0);

macro_rules! named_only {
    ($($step:ty),*) => {$(
        impl fmt::Debug for $step {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(stringify!($step))
            }
        }
    )*};
}

named_only!(ReviewPage, ReviewLastPage, Confirmed);
