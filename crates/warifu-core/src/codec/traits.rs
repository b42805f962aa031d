use super::{DecodeError, DecodeErrorKind, EncodeError, Reader, Writer};
use crate::SecretBuf;

/// What can be written in the one encoding that it has.
pub trait Encode {
    /// Writes the value.
    ///
    /// # Errors
    ///
    /// [`EncodeError::NoRoom`] when the buffer is too small, and what the type itself refuses.
    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError>;

    /// The encoding, in a buffer that is wiped on drop.
    ///
    /// # Errors
    ///
    /// [`EncodeError::NoRoom`] above `N` bytes, and what the type itself refuses.
    fn encoded<const N: usize>(&self) -> Result<SecretBuf<N>, EncodeError> {
        SecretBuf::written(|writer| self.encode(writer))
    }
}

/// What can be read back. Total: any bytes give a value or an error, and each value has one encoding that is accepted.
pub trait Decode: Sized {
    /// Reads what [`Encode::encode`] writes, and leaves the reader behind it.
    ///
    /// # Errors
    ///
    /// [`DecodeErrorKind::Truncated`] when the input ends too early, and what the type itself refuses.
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError>;

    /// Reads a value that is all of `bytes`.
    ///
    /// # Errors
    ///
    /// Those of [`Decode::decode`], and [`DecodeErrorKind::TrailingBytes`] for more bytes than the value has.
    fn decode_whole(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes);
        let value = Self::decode(&mut reader)?;
        reader.finish()?;
        Ok(value)
    }
}

impl<T: Encode + ?Sized> Encode for &T {
    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        (**self).encode(writer)
    }
}

/// Numbers are big-endian and have all their bytes; those with a sign are in two's complement.
macro_rules! numbers {
    ($($number:ident),+) => {
        $(
            impl Encode for $number {
                fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
                    writer.$number(*self)
                }
            }

            impl Decode for $number {
                fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
                    reader.$number()
                }
            }
        )+
    };
}

numbers!(u8, u16, u32, u64, i32);

/// The bytes as they are: the type says how many.
impl<const N: usize> Encode for [u8; N] {
    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        writer.bytes(self)
    }
}

impl<const N: usize> Decode for [u8; N] {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.array()
    }
}

/// A byte with the number of items, and the items: see [`Writer::list`].
impl<T: Encode> Encode for [T] {
    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        writer.list(self.iter())
    }
}

/// As a list of up to 255 items.
#[cfg(feature = "alloc")]
impl<T: Encode> Encode for alloc::vec::Vec<T> {
    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        self.as_slice().encode(writer)
    }
}

#[cfg(feature = "alloc")]
impl<T: Decode> Decode for alloc::vec::Vec<T> {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let mut items = Self::new();
        reader.list(0..=u8::MAX, |item| {
            items.push(item);
            Ok(())
        })?;
        Ok(items)
    }
}

/// The byte 0; or the byte 1 and the value. The same as a list of at most one item.
impl<T: Encode> Encode for Option<T> {
    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        writer.list(self.iter())
    }
}

/// Any other first byte is [`DecodeErrorKind::OutOfRange`].
impl<T: Decode> Decode for Option<T> {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let is_some = reader.checked(DecodeErrorKind::OutOfRange, |byte: u8| match byte {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        })?;
        is_some.then(|| reader.read()).transpose()
    }
}

/// One after the other.
impl<A: Encode, B: Encode> Encode for (A, B) {
    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        self.0.encode(writer)?;
        self.1.encode(writer)
    }
}

impl<A: Decode, B: Decode> Decode for (A, B) {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok((reader.read()?, reader.read()?))
    }
}

/// A tuple struct of one value is written and read as that value, and takes every value that there is:
/// `codec_as!(Nonce: [u8; 12]);`
#[macro_export]
macro_rules! codec_as {
    ($($name:ident: $inner:ty),+ $(,)?) => {
        $(
            impl $crate::codec::Encode for $name {
                fn encode(
                    &self,
                    writer: &mut $crate::codec::Writer<'_>,
                ) -> Result<(), $crate::EncodeError> {
                    $crate::codec::Encode::encode(&self.0, writer)
                }
            }

            impl $crate::codec::Decode for $name {
                fn decode(
                    reader: &mut $crate::codec::Reader<'_>,
                ) -> Result<Self, $crate::DecodeError> {
                    <$inner as $crate::codec::Decode>::decode(reader).map(Self)
                }
            }
        )+
    };
}
