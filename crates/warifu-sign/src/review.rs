use core::fmt;

use thiserror::Error;
use warifu_core::{AuthenticatedMessage, DecodeError, kind};

use crate::confirmed::Confirmed;
use crate::display::{DisplayError, DisplayProfile, Layout, Page, PageContent};
use crate::pick::{self, AccountPick};
use crate::reviewed::Reviewed;

/// What a person reads before there is a number: a transaction, or the registration that an activation ends.
///
/// The device's way to a number has one direction, and each step consumes the one before it:
/// [`Review`] ([`ReviewPage`] as often as there are pages, then [`ReviewLastPage`]) → [`Confirmation`], perhaps an
/// [`AccountPick`] → [`Confirmed`] → [`Code`](warifu_core::Code). Dropping any of them cancels, and changes nothing.
///
/// Nothing is kept in decoded form: each page is read from the bytes that were authenticated.
///
/// No number before all of it was shown:
///
/// ```compile_fail
/// # use warifu_sign::*; use warifu_core::kind;
/// fn unread(page: ReviewPage<kind::Transaction>) -> Confirmation {
///     page.confirm()
/// }
/// ```
///
/// None that is shown and not confirmed:
///
/// ```compile_fail
/// # use warifu_sign::*; use warifu_core::{keys::SigningKey, kind};
/// fn unconfirmed(shown: ReviewLastPage<kind::Transaction>, key: &SigningKey) {
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
/// # use warifu_sign::*; use warifu_core::{keys::SigningKey, kind};
/// fn twice(confirmed: Confirmed<kind::Transaction>, key: &SigningKey) {
///     confirmed.sign(key);
///     confirmed.sign(key);
/// }
/// ```
///
/// None for a message that was not authenticated:
///
/// ```compile_fail
/// # use warifu_sign::*; use warifu_core::{Message, kind};
/// fn unopened(message: Message<kind::Transaction>) {
///     let _ = Review::begin(message, DisplayProfile::CAMERA_TOKEN);
/// }
/// ```
///
/// None for an order from the review of an activation:
///
/// ```compile_fail
/// # use warifu_sign::*; use warifu_core::{AuthenticatedMessage, kind};
/// fn crossed(activation: AuthenticatedMessage<kind::Activation>) -> Option<Review<kind::Transaction>> {
///     Review::begin(activation, DisplayProfile::CAMERA_TOKEN).ok()
/// }
/// ```
///
/// And no step can be made up:
///
/// ```compile_fail
/// # use warifu_sign::*; use warifu_core::{AuthenticatedMessage, kind};
/// fn forged(message: AuthenticatedMessage<kind::Transaction>) -> Confirmed<kind::Transaction> {
///     Confirmed { message }
/// }
/// ```
#[derive(Debug)]
#[must_use = "dropping it is cancelling"]
pub enum Review<K> {
    /// A page that is not the last.
    Page(ReviewPage<K>),
    /// The last page.
    LastPage(ReviewLastPage<K>),
}

impl<K: Reviewed> Review<K> {
    /// Reads an authenticated message and begins to show it.
    ///
    /// # Errors
    ///
    /// [`ReviewError::Decode`] for a body that is not canonical; [`ReviewError::DoesNotFit`] for what cannot be shown in
    /// full, which is not shown at all.
    pub fn begin(
        message: AuthenticatedMessage<K>,
        profile: DisplayProfile,
    ) -> Result<Self, ReviewError> {
        let layout = profile.layout(&K::content(message.message().body())?)?;
        Ok(ReviewPage { message, profile, layout, number: 1 }.settle())
    }

    /// The page on the screen.
    pub fn page(&self) -> Page<'_> {
        self.on_screen().page()
    }

    /// Its number, from 1; [`Page::number`] without reading the page.
    pub const fn number(&self) -> u8 {
        self.on_screen().number
    }

    /// How many pages there are.
    pub const fn pages(&self) -> u8 {
        self.on_screen().layout.pages()
    }

    const fn on_screen(&self) -> &ReviewPage<K> {
        match self {
            Self::Page(page) | Self::LastPage(ReviewLastPage(page)) => page,
        }
    }
}

/// A page that is not the last is on the screen: the person turns to the next one.
pub struct ReviewPage<K> {
    message: AuthenticatedMessage<K>,
    profile: DisplayProfile,
    layout: Layout,
    /// Of the page on the screen, from 1; at most the number of pages.
    number: u8,
}

impl<K: Reviewed> ReviewPage<K> {
    /// The page on the screen.
    pub fn page(&self) -> Page<'_> {
        let content = K::content(self.message.message().body());
        page_again(content, self.profile, self.layout, self.number)
    }

    /// The person has read this page: on to the next.
    #[expect(clippy::expect_used, reason = "`settle` makes no `ReviewPage` of the last page")]
    #[expect(clippy::missing_panics_doc, reason = "it does not panic")]
    pub fn turn(self) -> Review<K> {
        let number = self.number.checked_add(1).expect("there are fewer pages than 256");
        Self { number, ..self }.settle()
    }

    fn settle(self) -> Review<K> {
        // Equal, and not "at least": from a number past the last page nothing could be confirmed.
        if self.number == self.layout.pages() {
            Review::LastPage(ReviewLastPage(self))
        } else {
            Review::Page(self)
        }
    }
}

/// Compiled once for both kinds.
#[inline(never)] // for the flash of firmware
#[expect(clippy::expect_used, reason = "`Review::begin` has read the same bytes")]
fn page_again(
    content: Result<PageContent<'_>, DecodeError>,
    profile: DisplayProfile,
    layout: Layout,
    number: u8,
) -> Page<'_> {
    Page::new(content.expect("it was read when the review began"), profile, layout, number)
}

/// The last page is on the screen: everything was shown.
///
/// Its `confirm` returns [`Confirmed`] for an activation and [`Confirmation`] for a transaction.
pub struct ReviewLastPage<K>(ReviewPage<K>);

impl<K: Reviewed> ReviewLastPage<K> {
    /// The page on the screen.
    pub fn page(&self) -> Page<'_> {
        self.0.page()
    }
}

impl ReviewLastPage<kind::Activation> {
    /// The person presses the button that approves the registration that was shown.
    ///
    /// An activation is confirmed at once: the number can be computed. Of a transaction, the same step returns a
    /// [`Confirmation`].
    pub fn confirm(self) -> Confirmed<kind::Activation> {
        Confirmed::new(self.0.message)
    }
}

impl ReviewLastPage<kind::Transaction> {
    /// The person presses the button that approves the transaction that was shown.
    ///
    /// What follows depends on the transaction: of a first payment, the account is picked first. Of an activation, the same
    /// step returns [`Confirmed`] at once.
    pub fn confirm(self) -> Confirmation {
        let message = self.0.message;
        // A first payment to a payee is confirmed by picking the account, so that the person looks at it once more.
        match pick::last_digits_of(message.message()) {
            Some(digits) => Confirmation::Pick(AccountPick::new(message, digits)),
            None => Confirmation::Confirmed(Confirmed::new(message)),
        }
    }
}

/// What follows from the button under a transaction.
#[derive(Debug)]
#[must_use = "dropping it is cancelling"]
pub enum Confirmation {
    /// Nothing is missing.
    Confirmed(Confirmed<kind::Transaction>),
    /// The person picks the account's last digits first.
    Pick(AccountPick),
}

/// Why a message is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ReviewError {
    /// Its body is not one that a bank would have sent.
    #[error(transparent)]
    Decode(#[from] DecodeError),
    /// The device cannot show all of it.
    #[error(transparent)]
    DoesNotFit(#[from] DisplayError),
}

macro_rules! named_only {
    ($($step:ident),*) => {$(
        impl<K> fmt::Debug for $step<K> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(stringify!($step))
            }
        }
    )*};
}

named_only!(ReviewPage, ReviewLastPage);
