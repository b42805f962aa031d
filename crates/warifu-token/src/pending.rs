use core::fmt;

use warifu_core::keys::IssuerDeviceKey;
use warifu_core::{Code, Counter, KeyId};
use warifu_sign::{Confirmed, RegistrationMessage, Viewing};

use crate::instance::Instance;

/// What the device holds in memory alone; every part wipes itself when it is dropped.
#[expect(clippy::large_enum_variant, reason = "there is one of them, and no heap to put it on")]
#[derive(Default)]
pub(crate) enum Pending {
    /// Nothing.
    #[default]
    Nothing,
    /// The first picture was answered.
    Registration(Registration),
    /// The second one was; the activation waits for Yes.
    Activation { instance: Instance, number: Code },
    /// A transaction stands on the screen.
    Transaction { key: KeyId, viewing: Viewing },
    /// It was confirmed.
    Number(Code),
}

/// An answered registration picture.
pub(crate) struct Registration {
    pub(crate) message: RegistrationMessage,
    /// The device's counter when it answered.
    pub(crate) counter: Counter,
    pub(crate) key: IssuerDeviceKey,
    pub(crate) code: Code,
}

impl Pending {
    /// Takes the transaction out, to be turned or confirmed; nothing if something else is pending, which stays.
    ///
    /// Only this moves: what holds keys or digits is dropped where it stands, so that no copy is left behind.
    pub(crate) fn take_transaction(&mut self) -> Option<(KeyId, Viewing)> {
        if !matches!(self, Self::Transaction { .. }) {
            return None;
        }
        match core::mem::take(self) {
            Self::Transaction { key, viewing } => Some((key, viewing)),
            Self::Nothing | Self::Registration(_) | Self::Activation { .. } | Self::Number(_) => {
                None
            }
        }
    }

    /// Takes the transaction out as confirmed; nothing unless its last page is on the screen.
    #[inline(never)] // for the stack of firmware
    pub(crate) fn take_confirmed(&mut self) -> Option<(KeyId, Confirmed)> {
        if !matches!(self, Self::Transaction { viewing: Viewing::Last(_), .. }) {
            return None;
        }
        match core::mem::take(self) {
            Self::Transaction { key, viewing: Viewing::Last(shown) } => {
                Some((key, shown.confirm()))
            }
            Self::Nothing
            | Self::Registration(_)
            | Self::Activation { .. }
            | Self::Transaction { .. }
            | Self::Number(_) => None,
        }
    }
}

impl fmt::Debug for Pending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Nothing => "Nothing",
            Self::Registration(_) => "Registration",
            Self::Activation { .. } => "Activation",
            Self::Transaction { .. } => "Transaction",
            Self::Number(_) => "Number",
        })
    }
}
