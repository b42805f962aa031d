use core::fmt;

use warifu_core::codec::{
    Decode, DecodeError, DecodeErrorKind, Encode, EncodeError, Reader, Writer,
};
use warifu_core::keys::RandomBytes;
use warifu_core::{Entropy, SecretBuf};

use crate::{SealError, ServerEpoch};

/// What one message is sealed with, in addition to its key. For that message only.
#[derive(Debug)]
pub struct SealParameters {
    /// The sequence number: above those of all earlier messages of the instance.
    pub sequence: u32,
    /// Makes the nonce, together with sequence number and plaintext
    /// ([`Message::compose`](warifu_core::Message::compose)).
    pub random: RandomBytes,
}

/// What a bank remembers of the messages that it sealed for one instance: the counterpart of the device's
/// [`ReplayWindow`](crate::ReplayWindow).
///
/// It belongs to one activation, by key epoch and activation counter: the next activation has new keys and a new
/// counter. The activation's own message is the first. An instance has at most [`MessageCounter::CAP`] messages;
/// registering the device again gives it another instance.
///
/// # Security
///
/// Store the counter durably before the message leaves. A nonce is made of random bytes and not of the count alone: a
/// database that was restored counts some messages twice.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct MessageCounter {
    sequence: u32,
    sealed: u32,
    /// Of the last message; zeros before the first.
    random: [u8; 16],
}

impl fmt::Debug for MessageCounter {
    /// Without the random bytes, of which nonces are made.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { sequence, sealed, random: _ } = self;
        write!(f, "MessageCounter({sealed} sealed, the last as {sequence})")
    }
}

impl MessageCounter {
    /// The counter of an instance for which nothing has been sealed yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The sequence number of the last message; 0 before the first.
    pub const fn sequence(&self) -> u32 {
        self.sequence
    }

    /// How many messages were sealed for the instance, 0 to [`MessageCounter::CAP`].
    pub const fn sealed(&self) -> u32 {
        self.sealed
    }

    /// Sequence number and random bytes for the next message.
    ///
    /// # Errors
    ///
    /// With the counter unchanged: [`SealError::InstanceExhausted`] after [`MessageCounter::CAP`] messages;
    /// [`SealError::EpochWentBack`] or [`SealError::EpochExhausted`] for a server epoch that has no further number;
    /// [`SealError::Entropy`] or [`SealError::StuckEntropy`] for a source that gives nothing or repeats itself.
    pub fn next(
        &mut self,
        epoch: ServerEpoch,
        entropy: &mut impl Entropy,
    ) -> Result<SealParameters, SealError> {
        // Each further message makes it likelier that two nonces of 96 bits are the same.
        let sealed = match self.sealed.checked_add(1) {
            Some(sealed) if sealed <= Self::CAP => sealed,
            _ => return Err(SealError::InstanceExhausted),
        };
        let sequence = self.next_sequence(epoch)?;
        let mut random = [0; 16];
        entropy.fill(&mut random)?;
        // A source that gives the same bytes again, or leaves the buffer as it was, gives no randomness at all.
        if random == self.random || random == [0; 16] {
            return Err(SealError::StuckEntropy);
        }
        *self = Self { sequence, sealed, random };
        Ok(SealParameters { sequence, random: RandomBytes(random) })
    }

    fn next_sequence(&self, epoch: ServerEpoch) -> Result<u32, SealError> {
        // The device has seen numbers of the later epoch, and refuses everything below them.
        if ServerEpoch::from_sequence(self.sequence) > epoch {
            return Err(SealError::EpochWentBack);
        }
        let next = self.sequence.checked_add(1).ok_or(SealError::EpochExhausted)?;
        let next = next.max(epoch.first_sequence());
        // A number of the next epoch would be used a second time after a restore.
        if ServerEpoch::from_sequence(next) > epoch {
            Err(SealError::EpochExhausted)
        } else {
            Ok(next)
        }
    }

    /// The most messages that one instance has: 2^20.
    ///
    /// In five years that is 574 a day. SP 800-38D §8.3 would allow 2^32; at 2^20 two nonces of 96 random bits are the
    /// same with a probability of 2^-57.
    pub const CAP: u32 = 1 << 20;

    /// Length of the encoding, in bytes.
    pub const ENCODED: usize = 24;
}

/// Sequence number (4 bytes), how many were sealed (4) and the last random bytes (16). If they do not all fit, nothing
/// is written.
impl Encode for MessageCounter {
    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        let whole = SecretBuf::<{ Self::ENCODED }>::written(|writer| {
            writer.u32(self.sequence)?;
            writer.u32(self.sealed)?;
            writer.bytes(&self.random)
        })?;
        writer.bytes(whole.as_slice())
    }
}

/// A state that no counter can have is refused as [`DecodeErrorKind::OutOfRange`].
impl Decode for MessageCounter {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.value(|reader| {
            let (sequence, sealed, random) = (reader.u32()?, reader.u32()?, reader.read()?);
            let read = Self { sequence, sealed, random };
            // Each message has a different number, and no instance has more than the cap.
            let fits = sealed <= Self::CAP && sealed <= sequence;
            // Without the last random bytes a source that repeats itself would not be noticed.
            let counts = sealed > 0 && fits && random != [0; 16];
            if counts || read == Self::new() {
                Ok(read)
            } else {
                Err(DecodeErrorKind::OutOfRange.into())
            }
        })
    }
}

#[cfg(test)]
mod tests;
