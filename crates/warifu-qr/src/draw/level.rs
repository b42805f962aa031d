use qrcode::EcLevel;

/// How much of a symbol may be lost before it cannot be read: the error correction levels of ISO/IEC 18004.
///
/// Messages to a device are drawn at [`Level::M`], as `docs/wire.md` says. A higher level needs a larger symbol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Level {
    /// About 7 % of the codewords.
    L,
    /// About 15 %.
    #[default]
    M,
    /// About 25 %.
    Q,
    /// About 30 %.
    H,
}

impl Level {
    pub(super) const fn of_crate(self) -> EcLevel {
        match self {
            Self::L => EcLevel::L,
            Self::M => EcLevel::M,
            Self::Q => EcLevel::Q,
            Self::H => EcLevel::H,
        }
    }
}
