use super::Refusal;

/// What happens to a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeviceEvent {
    /// A button was pressed, shorter than 2 seconds.
    Pressed(Button),
    /// The centre button was held for 2 seconds.
    PowerHeld,
    /// The left and the centre button were held together for 2 seconds.
    MenuHeld,
    /// The camera read a picture.
    Scanned(Scan),
    /// The token could not do what the last [`Action`] asked for.
    ActionFailed(Refusal),
    /// Nothing but that time went by.
    TimePassed,
}

/// The three buttons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Button {
    /// No, Cancel, Next.
    Left,
    /// Power, when held.
    Centre,
    /// Continue, Done, Yes, OK, Confirm.
    Right,
}

/// What the camera read, after the token has opened it. Nothing unopened gets this far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scan {
    /// The first picture of a registration; its 12-digit code can be shown.
    Registration,
    /// The second one; its 8-digit number can be shown.
    Activation,
    /// A transaction that can be shown in full on so many pages, at least one.
    Transaction {
        /// How many pages.
        pages: u8,
    },
    /// A picture that is of no use here.
    Unusable(Refusal),
}

/// What the token must do as the transition happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Wipe whatever is pending: registration, activation, transaction, number.
    DiscardPending,
    /// Keep the pending activation durably.
    PersistActivation,
    /// Show the transaction's next page.
    TurnPage,
    /// Take the transaction as confirmed: mark it as used, durably, then sign.
    Confirm,
}
