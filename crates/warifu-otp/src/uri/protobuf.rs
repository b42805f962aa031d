//! As much of the protocol buffers' wire format as one export needs, read strictly.

use super::{UriError, UriErrorKind};

/// A field of a message: its number and its value.
pub(super) struct WireField<'a> {
    pub(super) number: u64,
    pub(super) value: WireValue<'a>,
}

pub(super) enum WireValue<'a> {
    Number(u64),
    /// With where they start in the whole data.
    Bytes(&'a [u8], usize),
    /// Four or eight bytes, which no field that is read here has.
    Fixed,
}

impl<'a> WireValue<'a> {
    pub(super) const fn number(&self) -> Option<u64> {
        match *self {
            Self::Number(number) => Some(number),
            Self::Bytes(..) | Self::Fixed => None,
        }
    }

    pub(super) const fn bytes(&self) -> Option<(&'a [u8], usize)> {
        match *self {
            Self::Bytes(bytes, offset) => Some((bytes, offset)),
            Self::Number(_) | Self::Fixed => None,
        }
    }
}

/// The fields of one message, until the first that is malformed.
pub(super) struct WireFields<'a> {
    rest: &'a [u8],
    offset: usize,
}

impl<'a> WireFields<'a> {
    /// The fields of `message`, which starts at `offset` in the whole data.
    pub(super) const fn new(message: &'a [u8], offset: usize) -> Self {
        Self { rest: message, offset }
    }

    fn field(&mut self) -> Option<WireField<'a>> {
        let tag = self.varint()?;
        let value = match tag & 7 {
            0 => WireValue::Number(self.varint()?),
            1 => self.take(8).map(|_| WireValue::Fixed)?,
            2 => {
                let length = usize::try_from(self.varint()?).ok()?;
                let start = self.offset;
                WireValue::Bytes(self.take(length)?, start)
            }
            5 => self.take(4).map(|_| WireValue::Fixed)?,
            _ => return None,
        };
        let number = tag >> 3;
        (1..=LARGEST_NUMBER).contains(&number).then_some(WireField { number, value })
    }

    /// At most ten bytes and 64 bits.
    fn varint(&mut self) -> Option<u64> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = *self.take(1)?.first()?;
            let bits = u64::from(byte & 0x7f);
            let shifted = bits.checked_shl(shift)?;
            if shifted.checked_shr(shift)? != bits {
                return None;
            }
            value |= shifted;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(length)?;
        self.offset = self.offset.checked_add(length)?;
        self.rest = rest;
        Some(taken)
    }
}

impl<'a> Iterator for WireFields<'a> {
    /// A field, or where a malformed one starts; nothing comes after that.
    type Item = Result<WireField<'a>, UriError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let start = self.offset;
        let field = self.field().ok_or(UriError::at(UriErrorKind::MalformedExport, start));
        if field.is_err() {
            self.rest = &[];
        }
        Some(field)
    }
}

/// "Field numbers […] between 1 and 536,870,911".
const LARGEST_NUMBER: u64 = 536_870_911;

#[cfg(test)]
mod tests {
    use std::vec::Vec;

    use super::*;

    fn numbers(message: &[u8]) -> Result<Vec<(u64, u64)>, UriError> {
        let number = |field: WireField<'_>| match field.value {
            WireValue::Number(value) => (field.number, value),
            WireValue::Bytes(bytes, _) => (field.number, bytes.len().try_into().unwrap()),
            WireValue::Fixed => (field.number, 0),
        };
        WireFields::new(message, 0).map(|field| field.map(number)).collect()
    }

    #[test]
    fn fields() {
        assert_eq!(numbers(&[]), Ok(Vec::new()));
        let message = [8, 150, 1, 18, 2, 7, 7, 25, 0, 0, 0, 0, 0, 0, 0, 0, 37, 0, 0, 0, 0];
        assert_eq!(numbers(&message), Ok([(1, 150), (2, 2), (3, 0), (4, 0)].into()));
        let largest = [8, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1];
        assert_eq!(numbers(&largest), Ok([(1, u64::MAX)].into()));
    }

    #[test]
    fn what_is_malformed_and_where() {
        let malformed: [(&[u8], usize); 10] = [
            (&[8], 0),
            (&[8, 1, 8], 2),
            (&[8, 128], 0),
            (&[18, 2, 7], 0),
            (&[18, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1], 0),
            (&[8, 255, 255, 255, 255, 255, 255, 255, 255, 255, 2], 0),
            (&[8, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 1], 0),
            (&[11], 0),
            (&[0, 1], 0),
            (&[128, 128, 128, 128, 16, 1], 0),
        ];
        for (message, offset) in malformed {
            assert_eq!(numbers(message).unwrap_err().offset(), Some(offset), "{message:?}");
        }
    }
}
