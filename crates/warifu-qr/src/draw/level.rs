use qrcode::EcLevel;

/// How much of a symbol may be lost before it cannot be read: the error correction levels of ISO/IEC 18004.
///
/// Messages to a device are drawn at [`CorrectionLevel::M`], as `docs/wire.md` says. A higher level needs a larger
/// symbol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum CorrectionLevel {
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

impl From<CorrectionLevel> for EcLevel {
    fn from(level: CorrectionLevel) -> Self {
        match level {
            CorrectionLevel::L => Self::L,
            CorrectionLevel::M => Self::M,
            CorrectionLevel::Q => Self::Q,
            CorrectionLevel::H => Self::H,
        }
    }
}
