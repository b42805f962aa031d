/// What happens to a device, apart from a picture that its camera reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeviceEvent {
    /// A button was pressed, shorter than 2 seconds.
    Pressed(Button),
    /// The centre button was held for 2 seconds.
    PowerHeld,
    /// The left and the centre button were held together for 2 seconds.
    MenuHeld,
    /// Time went by, and no button was pressed.
    TimePassed,
}

/// The three buttons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Button {
    /// No, Cancel, Next choice.
    Left,
    /// Power, when held.
    Centre,
    /// Continue, Done, Yes, OK, Next page, Confirm.
    Right,
}
