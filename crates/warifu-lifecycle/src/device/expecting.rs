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

/// A camera that needs nothing pending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Camera {
    /// For the first picture of a registration.
    Registration,
    /// For transactions; or for the first picture of a further registration.
    Transaction,
}

impl Camera {
    pub(super) const fn expecting(self) -> Expecting {
        match self {
            Self::Registration => Expecting::Registration,
            Self::Transaction => Expecting::Transaction,
        }
    }
}
