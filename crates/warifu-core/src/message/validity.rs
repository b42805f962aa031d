use crate::codec::{Decode, DecodeError, DecodeErrorKind, Encode, EncodeError, Reader, Writer};
use crate::{Seconds, UnixTime};

/// The time for which a message counts, and its place among the messages of its instance. The first ten bytes of every
/// sealed plaintext.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Validity {
    sequence: u32,
    issued: UnixTime,
    lifetime: Seconds,
}

impl Validity {
    /// The validity of a message that the bank makes at `issued` and that expires `lifetime` later.
    ///
    /// The high 12 bits of `sequence` are the server epoch, the low 20 the running number.
    ///
    /// # Errors
    ///
    /// [`EncodeError::OutOfRange`] for an `issued` of 2^32 seconds or more (from 7 February 2106 on), and for a `lifetime` that
    /// is not 1 to 65,535 seconds (18 hours and 12 minutes). The error is the same for both. With a clock that is right it is
    /// the lifetime.
    pub fn new(sequence: u32, issued: UnixTime, lifetime: Seconds) -> Result<Self, EncodeError> {
        let expressible = u32::try_from(issued.value()).is_ok()
            && u16::try_from(lifetime.value()).is_ok()
            && lifetime.value() > 0;
        if expressible {
            Ok(Self { sequence, issued, lifetime })
        } else {
            Err(EncodeError::OutOfRange)
        }
    }

    /// The sequence number: the place among the messages of the instance.
    pub const fn sequence(&self) -> u32 {
        self.sequence
    }

    /// When the bank made the message.
    pub const fn issued(&self) -> UnixTime {
        self.issued
    }

    /// The first moment at which the message no longer counts.
    #[expect(clippy::expect_used, reason = "issued has 32 bits and lifetime 16: `Validity::new`")]
    #[expect(clippy::missing_panics_doc, reason = "it does not panic")]
    pub fn expires(&self) -> UnixTime {
        self.issued.checked_add(self.lifetime).expect("64 bits hold the sum")
    }

    /// Length of the encoding, in bytes.
    pub(super) const ENCODED: usize = 10;
}

impl Encode for Validity {
    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        writer.u32(self.sequence)?;
        writer.u32(u32::try_from(self.issued.value()).map_err(|_| EncodeError::OutOfRange)?)?;
        writer.u16(u16::try_from(self.lifetime.value()).map_err(|_| EncodeError::OutOfRange)?)
    }
}

impl Decode for Validity {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let sequence = reader.u32()?;
        let issued = UnixTime::new(u64::from(reader.u32()?));
        reader.checked(DecodeErrorKind::OutOfRange, |lifetime: u16| {
            Self::new(sequence, issued, Seconds::new(u32::from(lifetime))).ok()
        })
    }
}
