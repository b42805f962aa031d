use core::fmt;

use warifu_core::keys::SigningKey;
use warifu_core::{Code, DecodeError, DecodeErrorKind, Kind, Opened, Validity};

use crate::display::{Content, DisplayProfile, DoesNotFit, Layout, Page};
use crate::number::question;
use crate::ocra;
use crate::transaction::Body;

/// A transaction whose message was authenticated, not yet shown.
///
/// The device's way to a number has one direction, and each step consumes the one before it:
/// [`Authenticated`] → [`Showing`] (once per page) → [`Shown`] → [`Confirmed`] → [`Code`]. Dropping any of them is
/// cancelling: nothing was changed by it.
///
/// No number before the person has confirmed:
///
/// ```compile_fail
/// # use warifu_sign::*; use warifu_core::keys::SigningKey;
/// fn too_early(authenticated: Authenticated, key: &SigningKey) {
///     authenticated.sign(key);
/// }
/// ```
///
/// None before all of it was shown:
///
/// ```compile_fail
/// # use warifu_sign::*;
/// fn unread(showing: Showing) -> Confirmed {
///     showing.confirm()
/// }
/// ```
///
/// None that is shown and not confirmed:
///
/// ```compile_fail
/// # use warifu_sign::*; use warifu_core::keys::SigningKey;
/// fn unconfirmed(shown: Shown, key: &SigningKey) {
///     shown.sign(key);
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
/// None for a message that nobody has authenticated:
///
/// ```compile_fail
/// # use warifu_sign::*; use warifu_core::Message;
/// fn unopened(message: Message) {
///     let _ = Authenticated::decode(message);
/// }
/// ```
///
/// And no step can be made up:
///
/// ```compile_fail
/// # use warifu_sign::*; use warifu_core::Opened;
/// fn forged(opened: Opened) -> Confirmed {
///     Confirmed { opened }
/// }
/// ```
pub struct Authenticated {
    opened: Opened,
}

impl Authenticated {
    /// Reads the transaction of an opened message.
    ///
    /// # Errors
    ///
    /// [`DecodeErrorKind::UnknownKind`] for a message that is not a transaction, otherwise those of
    /// [`Transaction::decode`](crate::Transaction::decode).
    #[inline(never)] // for the stack of firmware
    pub fn decode(opened: Opened) -> Result<Self, DecodeError> {
        if opened.message().kind() != Kind::Transaction {
            return Err(DecodeError { kind: DecodeErrorKind::UnknownKind, offset: 0 });
        }
        Body::decode(opened.message().body())?;
        Ok(Self { opened })
    }

    fn content(&self) -> Content<'_> {
        Content::Transaction(Body::decode_again(self.opened.message().body()))
    }

    /// Begins to show it, page by page.
    ///
    /// # Errors
    ///
    /// [`DoesNotFit`]: what cannot be shown in full is not shown at all.
    #[inline(never)] // for the stack of firmware
    pub fn show(self, profile: DisplayProfile) -> Result<Viewing, DoesNotFit> {
        let layout = profile.layout(&self.content())?;
        Ok(Showing { of: self, profile, layout, index: 0 }.settle())
    }
}

/// What stands on the screen after a page was turned.
#[derive(Debug)]
#[must_use = "dropping it is cancelling"]
pub enum Viewing {
    /// A page that others follow.
    More(Showing),
    /// The last page.
    Last(Shown),
}

impl Viewing {
    /// The page on the screen.
    pub fn page(&self) -> Page<'_> {
        match self {
            Self::More(showing) => showing.page(),
            Self::Last(shown) => shown.page(),
        }
    }
}

/// A page that others follow.
pub struct Showing {
    of: Authenticated,
    profile: DisplayProfile,
    layout: Layout,
    index: u8,
}

impl Showing {
    /// The page on the screen.
    pub fn page(&self) -> Page<'_> {
        Page::new(self.of.content(), self.profile, self.layout, self.index)
    }

    /// The person has read this page: on to the next.
    pub fn turn(self) -> Viewing {
        Self { index: self.index.saturating_add(1), ..self }.settle()
    }

    fn settle(self) -> Viewing {
        if self.index.saturating_add(1) < self.layout.pages() {
            Viewing::More(self)
        } else {
            Viewing::Last(Shown(self))
        }
    }
}

/// The last page is on the screen: everything was shown.
pub struct Shown(Showing);

impl Shown {
    /// The page on the screen.
    pub fn page(&self) -> Page<'_> {
        self.0.page()
    }

    /// The person presses the button that approves what was shown.
    pub fn confirm(self) -> Confirmed {
        Confirmed { opened: self.0.of.opened }
    }
}

/// Shown in full and confirmed.
#[must_use = "a number is computed by `sign`"]
pub struct Confirmed {
    opened: Opened,
}

impl Confirmed {
    /// When the message counts, and its sequence number, which the device stores as used before it shows the number.
    pub const fn validity(&self) -> &Validity {
        self.opened.message().validity()
    }

    /// The 8-digit transaction authentication number.
    ///
    /// # Security
    ///
    /// `key` is the signing key of the instance whose message key opened the message. Under any other the number is wrong, and
    /// costs the person an attempt.
    pub fn sign(self, key: &SigningKey) -> Code {
        ocra::respond(key, &question(self.opened.message()))
    }
}

macro_rules! named_only {
    ($($step:ty),*) => {$(
        impl fmt::Debug for $step {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(stringify!($step))
            }
        }
    )*};
}

named_only!(Authenticated, Showing, Shown, Confirmed);
