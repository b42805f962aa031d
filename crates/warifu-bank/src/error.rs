use thiserror::Error;
use warifu_core::{DecodeError, EncodeError, EntropyError, Serial};
use warifu_lifecycle::PermissionError;
use warifu_otp::ParametersError;
use warifu_pskc::ImportError;
use warifu_qr::SealError;
use warifu_sign::IssueError;

use crate::KeyError;
use crate::store::StoreError;

/// Why a request was not granted.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum BankError {
    /// The one answer to wrong, used, expired, suspended and unknown alike. The reason is in the audit log.
    #[error("refused")]
    Refused,
    /// The person may not do this to this token.
    #[error(transparent)]
    NotPermitted(#[from] PermissionError),
    /// The transaction cannot be shown or carried.
    #[error(transparent)]
    Issue(#[from] IssueError),
    /// The message cannot be sealed; a lack of random bytes is [`BankError::Entropy`].
    #[error(transparent)]
    Seal(SealError),
    /// A value cannot be expressed in a message.
    #[error(transparent)]
    Encode(#[from] EncodeError),
    /// A key file has a fault.
    #[error(transparent)]
    KeyFile(#[from] ImportError),
    /// A key package cannot become a token.
    #[error("the key package of {}: {reason}", .serial.as_deref().unwrap_or(UNNAMED))]
    KeyPackage {
        /// The package's serial number, with what cannot be seen escaped; `None` where the file has none.
        serial: Option<String>,
        /// What is wrong with it.
        reason: KeyPackageError,
    },
    /// The token had 65,535 activation messages, which is all that its key epochs can tell apart.
    #[error("the token has no key epoch left")]
    KeyEpochsExhausted,
    /// Others kept changing the same record; nothing was changed here.
    #[error("the record is being changed by others; try again")]
    Busy,
    /// A record in the store is not what this release writes.
    #[error("a stored record cannot be read")]
    Record(#[source] DecodeError),
    /// A key at rest cannot be read.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// No random bytes.
    #[error(transparent)]
    Entropy(#[from] EntropyError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why a key package cannot become a token here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum KeyPackageError {
    /// Missing, or not 1 to 32 printable ASCII characters.
    #[error("its serial number is missing or not 1 to 32 printable ASCII characters")]
    Serial,
    /// An algorithm that this bank has no token for.
    #[error("its algorithm is neither TOTP nor the issuer device key of a camera token")]
    Algorithm,
    /// A secret of the wrong length.
    #[error("its secret does not have the length that the algorithm asks for")]
    Secret,
    /// Missing or impossible TOTP parameters; none is filled in.
    #[error("its number of digits or time step is missing or out of range")]
    Parameters,
    /// Fewer digits than the policy for passwords was made for.
    #[error("its codes are easier to guess than the bank's policy allows")]
    TooEasyToGuess,
    /// Check digits, a limited number of uses, or a PIN that the bank would have to check.
    #[error("its key comes with a condition that this bank does not keep")]
    Condition,
    /// Outside the dates between which the key may be used.
    #[error("its key may not be used yet, or not any more")]
    Dates,
    /// The bank holds another key for this token.
    #[error("the bank holds another key for this serial number already")]
    Known,
    /// Two packages of the file have this serial number.
    #[error("its serial number is in the file twice")]
    Twice,
}

impl From<SealError> for BankError {
    fn from(why: SealError) -> Self {
        match why {
            SealError::Entropy(failure) => Self::Entropy(failure),
            SealError::OtherKey
            | SealError::TooLong
            | SealError::InstanceExhausted
            | SealError::Epoch
            | SealError::EpochExhausted
            | SealError::EpochWentBack
            | SealError::StuckEntropy => Self::Seal(why),
        }
    }
}

impl From<ParametersError> for KeyPackageError {
    fn from(invalid: ParametersError) -> Self {
        match invalid {
            ParametersError::ShortSecret => Self::Secret,
            ParametersError::FewerThanPolicy | ParametersError::TooEasyToGuess { .. } => {
                Self::TooEasyToGuess
            }
            ParametersError::Digits { .. } | ParametersError::Step | _ => Self::Parameters,
        }
    }
}

impl BankError {
    pub(crate) fn package(
        serial: Option<&Serial>,
        raw: Option<&str>,
        reason: KeyPackageError,
    ) -> Self {
        let serial = serial
            .map(ToString::to_string)
            .or_else(|| raw.map(|raw| raw.escape_debug().to_string()));
        Self::KeyPackage { serial, reason }
    }
}

/// A device in the text of an error, where the file has no serial number of it.
const UNNAMED: &str = "a device without serial number";
