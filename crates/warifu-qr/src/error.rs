use thiserror::Error;
use warifu_core::EntropyError;
use warifu_core::codec::DecodeError;

/// Why the bank cannot seal a message.
///
/// A bank keeps the reason in its audit log, so every new reason needs a name there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SealError {
    /// The message names another key than the one given.
    #[error("the message names another key")]
    OtherKey,
    /// The message does not fit the largest bucket. No message of `warifu-core` is that long.
    #[error("the message is too long to be sealed")]
    TooLong,
    /// The instance has had its last message. Registering the device again gives it another instance.
    #[error("the token's activation has had its last message; register the token again")]
    InstanceExhausted,
    /// A number above 4095 is no server epoch.
    #[error("a server epoch is 0 to 4095")]
    Epoch,
    /// The server epoch has no sequence number left.
    #[error("the server epoch has no sequence number left")]
    EpochExhausted,
    /// The instance has had messages of a later server epoch.
    #[error("the token has had messages of a later server epoch")]
    EpochWentBack,
    /// The source of randomness gave nothing.
    #[error(transparent)]
    Entropy(#[from] EntropyError),
    /// The source of randomness gave the bytes of the last message again, or zeros.
    #[error("the source of randomness repeats itself")]
    StuckEntropy,
}

/// Why a sequence number is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SequenceError {
    /// It was used before, or is too old to tell.
    #[error("the message was used before, or is too old to tell")]
    Used,
    /// Its server epoch is more than [`ServerEpoch::MAX_JUMP`](crate::ServerEpoch::MAX_JUMP) ahead.
    #[error("the message is too far ahead of the last one that was used")]
    OutOfReach,
}

/// The device refuses this picture.
///
/// # Security
///
/// There is only one such error, without a `source`: the reason would only help a person who tries pictures on a device
/// that is not theirs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the picture cannot be used on this device")]
pub struct OpenError;

impl From<DecodeError> for OpenError {
    fn from(_: DecodeError) -> Self {
        Self
    }
}

impl From<SequenceError> for OpenError {
    fn from(_: SequenceError) -> Self {
        Self
    }
}
