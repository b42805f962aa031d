use crate::SealError;

/// Counts the restores and failovers of the bank's database: 0 to 4095. It is the high 12 bits of every sequence
/// number.
///
/// A bank raises it by one after each of them. A restored database has forgotten the numbers that were given last: it
/// would give them again, and devices would refuse messages with numbers that they have seen already. The epoch never
/// goes back: once an instance has had a message of one epoch, the bank seals none of an earlier epoch for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct ServerEpoch(u16);

impl ServerEpoch {
    /// The epoch of a database that was never restored.
    pub const FIRST: Self = Self(0);

    /// The most by which a message's epoch may be above that of the highest sequence number used so far: 1,024.
    ///
    /// # Security
    ///
    /// Without this limit, one picture with the last sequence number would use up all that could follow, and the
    /// instance would be useless.
    pub const MAX_JUMP: u16 = 1_024;

    /// The epoch with this number.
    ///
    /// # Errors
    ///
    /// [`SealError::Epoch`] above 4095.
    pub const fn new(value: u16) -> Result<Self, SealError> {
        if value > LAST_EPOCH { Err(SealError::Epoch) } else { Ok(Self(value)) }
    }

    /// The epoch of a sequence number.
    pub const fn from_sequence(sequence: u32) -> Self {
        let [_, _, high, low] = (sequence >> RUNNING_BITS).to_be_bytes();
        Self(u16::from_be_bytes([high, low]))
    }

    /// The number, 0 to 4095.
    pub const fn value(self) -> u16 {
        self.0
    }

    /// Whether `later` is more than [`Self::MAX_JUMP`] ahead.
    pub(crate) const fn is_out_of_reach(self, later: Self) -> bool {
        match later.0.checked_sub(self.0) {
            Some(jump) => jump > Self::MAX_JUMP,
            None => false,
        }
    }

    pub(crate) fn first_sequence(self) -> u32 {
        u32::from(self.0) << RUNNING_BITS
    }
}

const LAST_EPOCH: u16 = 4095;
/// The low bits of a sequence number, which run within an epoch.
const RUNNING_BITS: u32 = 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_high_bits_of_a_sequence_number() {
        let epoch = |value| ServerEpoch::new(value).unwrap();
        assert_eq!(ServerEpoch::new(4096), Err(SealError::Epoch));
        assert_eq!(ServerEpoch::from_sequence(u32::MAX), epoch(4095));
        assert_eq!(ServerEpoch::from_sequence(0x000f_ffff), ServerEpoch::FIRST);
        assert_eq!(ServerEpoch::from_sequence(0x0010_0000).value(), 1);
        assert_eq!(epoch(4095).first_sequence(), 0xfff0_0000);
    }
}
