use warifu_core::{Kind, Seconds};

use super::machine::{T_ACKNOWLEDGE, T_NUMBER};
use super::{Action, Button, DeviceEvent, Scan};

/// Where a person stands with the device. Each lit state is one screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeviceState {
    /// Nothing is shown and nothing is pending.
    Off,
    /// Switched on without any activation \[DP002\].
    NotActivated,
    /// The camera is on.
    Scanning(Expecting),
    /// The 12-digit token authentication code is shown.
    DeviceCode,
    /// Was the 12-digit code accepted? \[DP007\]
    AskDeviceCode,
    /// The second picture is to be read \[DP008\].
    ScanActivation,
    /// The 8-digit number of the activation is shown, for 90 seconds at most.
    ActivationNumber,
    /// Was the 8-digit number accepted? \[DP011\] Asked for 40 seconds at most.
    AskActivation,
    /// The activation is kept.
    Activated,
    /// The person said No \[DP012\].
    Cancelled,
    /// One page of a transaction is shown.
    Transaction {
        /// This page, from 1.
        page: u8,
        /// How many there are.
        pages: u8,
    },
    /// The 8-digit number of a confirmed transaction is shown.
    TransactionNumber,
    /// A picture was of no use, or its outcome could not be kept.
    Refused {
        /// Why.
        why: Refusal,
        /// What the camera expects after Continue.
        back: Expecting,
    },
    /// The menu, with one entry.
    Menu,
    /// The token codes, one at a time.
    TokenInfo {
        /// Which one, from 0, in the order of activation.
        selected: usize,
        /// How many there are.
        of: usize,
    },
    /// There is no token code to show \[DP020\].
    NoTokenInfo,
}

/// What the camera is to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expecting {
    /// The first picture of a registration.
    Registration,
    /// The second one.
    Activation,
    /// A transaction; or the first picture of a further registration.
    Transaction,
}

/// Why the device goes no further. Says nothing that helps whoever made the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The picture is of no use here: not a message of this step, changed, made for another device or activation, too old,
    /// or confirmed before. One answer to all of it, as `docs/design.md` explains.
    Unusable,
    /// It grew too old while it was shown.
    Expired,
    /// It cannot be shown in full.
    DoesNotFit,
    /// The device holds as many activations as it can.
    Full,
    /// The device could not store what it must store first.
    NotStored,
}

impl Expecting {
    /// Whether a picture of this kind is of use here.
    pub const fn accepts(self, kind: Kind) -> bool {
        matches!(
            (self, kind),
            (Self::Registration | Self::Transaction, Kind::Registration)
                | (Self::Activation, Kind::Activation)
                | (Self::Transaction, Kind::Transaction)
        )
    }

    fn read(self, scan: Scan) -> DeviceState {
        let refused = |why| DeviceState::Refused { why, back: self };
        let (kind, next) = match scan {
            Scan::Registration => (Kind::Registration, DeviceState::DeviceCode),
            Scan::Activation => (Kind::Activation, DeviceState::ActivationNumber),
            Scan::Transaction { pages: 0 } => return refused(Refusal::DoesNotFit),
            Scan::Transaction { pages } => {
                (Kind::Transaction, DeviceState::Transaction { page: 1, pages })
            }
            Scan::Unusable(why) => return refused(why),
        };
        if self.accepts(kind) { next } else { refused(Refusal::Unusable) }
    }
}

type Next = Option<(DeviceState, Option<Action>)>;

impl DeviceState {
    /// How long the state may last, if it has a limit.
    pub(super) const fn limit(self) -> Option<Seconds> {
        if matches!(self, Self::ActivationNumber) {
            Some(T_NUMBER)
        } else if matches!(self, Self::AskActivation) {
            Some(T_ACKNOWLEDGE)
        } else {
            None
        }
    }

    /// The transition table, timers apart; nothing for an event that means nothing here.
    pub(super) fn after(self, event: DeviceEvent, activated: usize) -> Next {
        match event {
            DeviceEvent::Pressed(Button::Right) => self.right(activated),
            DeviceEvent::Pressed(Button::Left) => self.left(),
            DeviceEvent::PowerHeld => Some(self.power(activated)),
            DeviceEvent::MenuHeld => (self == Self::Off).then_some((Self::Menu, None)),
            DeviceEvent::Scanned(scan) => {
                let Self::Scanning(expecting) = self else { return None };
                to(expecting.read(scan))
            }
            DeviceEvent::ActionFailed(why) => self.failed(why),
            DeviceEvent::Pressed(Button::Centre) | DeviceEvent::TimePassed => None,
        }
    }

    const fn right(self, activated: usize) -> Next {
        match self {
            Self::NotActivated | Self::Cancelled => to(Self::Scanning(Expecting::Registration)),
            Self::DeviceCode => to(Self::AskDeviceCode),
            Self::AskDeviceCode => to(Self::ScanActivation),
            Self::ScanActivation => to(Self::Scanning(Expecting::Activation)),
            Self::ActivationNumber => to(Self::AskActivation),
            Self::AskActivation => Some((Self::Activated, Some(Action::PersistActivation))),
            Self::Transaction { page, pages } if page < pages => {
                let next = Self::Transaction { page: page.saturating_add(1), pages };
                Some((next, Some(Action::TurnPage)))
            }
            Self::Transaction { .. } => Some((Self::TransactionNumber, Some(Action::Confirm))),
            Self::TransactionNumber => discarding(Self::Scanning(Expecting::Transaction)),
            Self::Refused { back, .. } => to(Self::Scanning(back)),
            Self::Menu if activated == 0 => to(Self::NoTokenInfo),
            Self::Menu => to(Self::TokenInfo { selected: 0, of: activated }),
            Self::Off
            | Self::Scanning(_)
            | Self::Activated
            | Self::TokenInfo { .. }
            | Self::NoTokenInfo => None,
        }
    }

    const fn left(self) -> Next {
        match self {
            Self::AskDeviceCode | Self::AskActivation => discarding(Self::Cancelled),
            Self::Transaction { .. } => discarding(Self::Scanning(Expecting::Transaction)),
            Self::TokenInfo { selected, of } if of > 1 => {
                let next = selected.saturating_add(1);
                to(Self::TokenInfo { selected: if next < of { next } else { 0 }, of })
            }
            Self::Off
            | Self::NotActivated
            | Self::Scanning(_)
            | Self::DeviceCode
            | Self::ScanActivation
            | Self::ActivationNumber
            | Self::Activated
            | Self::Cancelled
            | Self::TransactionNumber
            | Self::Refused { .. }
            | Self::Menu
            | Self::TokenInfo { .. }
            | Self::NoTokenInfo => None,
        }
    }

    fn power(self, activated: usize) -> (Self, Option<Action>) {
        if self != Self::Off {
            (Self::Off, Some(Action::DiscardPending))
        } else if activated == 0 {
            (Self::NotActivated, None)
        } else {
            (Self::Scanning(Expecting::Transaction), None)
        }
    }

    fn failed(self, why: Refusal) -> Next {
        let back = if self == Self::Activated {
            Expecting::Registration
        } else if self == Self::TransactionNumber {
            Expecting::Transaction
        } else {
            return None;
        };
        discarding(Self::Refused { why, back })
    }
}

#[expect(clippy::unnecessary_wraps, reason = "the shape of every transition")]
const fn to(next: DeviceState) -> Next {
    Some((next, None))
}

#[expect(clippy::unnecessary_wraps, reason = "the shape of every transition")]
const fn discarding(next: DeviceState) -> Next {
    Some((next, Some(Action::DiscardPending)))
}
