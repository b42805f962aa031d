use super::EncodeError;

/// Writes values to the front of a buffer. A refused write leaves the buffer's length as it was.
#[derive(Debug)]
pub struct Writer<'a> {
    output: &'a mut [u8],
    length: usize,
}

impl<'a> Writer<'a> {
    /// A writer at the start of `output`.
    pub const fn new(output: &'a mut [u8]) -> Self {
        Self { output, length: 0 }
    }

    /// How many bytes were written.
    pub const fn length(&self) -> usize {
        self.length
    }

    /// What was written: the front of the buffer.
    #[expect(clippy::indexing_slicing, reason = "only `room` moves the end, and inside the buffer")]
    pub fn finish(self) -> &'a mut [u8] {
        &mut self.output[..self.length]
    }

    /// Bytes as they are.
    ///
    /// # Errors
    ///
    /// [`EncodeError::NoRoom`] when the buffer has less room left.
    pub fn bytes(&mut self, bytes: &[u8]) -> Result<(), EncodeError> {
        self.room(bytes.len())?.copy_from_slice(bytes);
        Ok(())
    }

    /// `count` zero bytes.
    ///
    /// # Errors
    ///
    /// [`EncodeError::NoRoom`] when the buffer has less room left.
    pub fn zeros(&mut self, count: usize) -> Result<(), EncodeError> {
        self.room(count)?.fill(0);
        Ok(())
    }

    /// One byte.
    ///
    /// # Errors
    ///
    /// [`EncodeError::NoRoom`] when the buffer is full.
    pub fn u8(&mut self, value: u8) -> Result<(), EncodeError> {
        self.bytes(&[value])
    }

    /// Two bytes, big-endian.
    ///
    /// # Errors
    ///
    /// [`EncodeError::NoRoom`] when the buffer has less room left.
    pub fn u16(&mut self, value: u16) -> Result<(), EncodeError> {
        self.bytes(&value.to_be_bytes())
    }

    /// Four bytes, big-endian.
    ///
    /// # Errors
    ///
    /// [`EncodeError::NoRoom`] when the buffer has less room left.
    pub fn u32(&mut self, value: u32) -> Result<(), EncodeError> {
        self.bytes(&value.to_be_bytes())
    }

    /// Eight bytes, big-endian.
    ///
    /// # Errors
    ///
    /// [`EncodeError::NoRoom`] when the buffer has less room left.
    pub fn u64(&mut self, value: u64) -> Result<(), EncodeError> {
        self.bytes(&value.to_be_bytes())
    }

    /// Four bytes, big-endian, in two's complement.
    ///
    /// # Errors
    ///
    /// [`EncodeError::NoRoom`] when the buffer has less room left.
    pub fn i32(&mut self, value: i32) -> Result<(), EncodeError> {
        self.bytes(&value.to_be_bytes())
    }

    /// A length byte and the bytes.
    ///
    /// # Errors
    ///
    /// [`EncodeError::TooLong`] above 255 bytes, [`EncodeError::NoRoom`] when the buffer has less room left.
    pub fn short_bytes(&mut self, bytes: &[u8]) -> Result<(), EncodeError> {
        let length = u8::try_from(bytes.len()).map_err(|_| EncodeError::TooLong)?;
        let count = bytes.len().checked_add(1).ok_or(EncodeError::NoRoom)?;
        // Both or neither: behind the end, the buffer stays as it was.
        if let Some((first, rest)) = self.room(count)?.split_first_mut() {
            *first = length;
            rest.copy_from_slice(bytes);
        }
        Ok(())
    }

    /// A length byte of 0 to 8 and the integer's big-endian bytes without leading zeros.
    ///
    /// # Errors
    ///
    /// [`EncodeError::NoRoom`] when the buffer has less room left.
    pub fn minimal_uint(&mut self, value: u64) -> Result<(), EncodeError> {
        let bytes = value.to_be_bytes();
        let mut minimal = bytes.as_slice();
        while let [0, rest @ ..] = minimal {
            minimal = rest;
        }
        self.short_bytes(minimal)
    }

    /// The next `count` bytes of the buffer, which count as written.
    fn room(&mut self, count: usize) -> Result<&mut [u8], EncodeError> {
        let end = self.length.checked_add(count).ok_or(EncodeError::NoRoom)?;
        let room = self.output.get_mut(self.length..end).ok_or(EncodeError::NoRoom)?;
        self.length = end;
        Ok(room)
    }
}
