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

    /// Bytes as they are.
    ///
    /// # Errors
    ///
    /// [`EncodeError::NoRoom`].
    pub fn bytes(&mut self, bytes: &[u8]) -> Result<(), EncodeError> {
        let end = self.length.saturating_add(bytes.len());
        let room = self.output.get_mut(self.length..end).ok_or(EncodeError::NoRoom)?;
        room.copy_from_slice(bytes);
        self.length = end;
        Ok(())
    }

    /// This many zero bytes.
    ///
    /// # Errors
    ///
    /// [`EncodeError::NoRoom`].
    pub fn zeros(&mut self, count: usize) -> Result<(), EncodeError> {
        let end = self.length.checked_add(count).ok_or(EncodeError::NoRoom)?;
        self.output.get_mut(self.length..end).ok_or(EncodeError::NoRoom)?.fill(0);
        self.length = end;
        Ok(())
    }

    /// One byte.
    ///
    /// # Errors
    ///
    /// [`EncodeError::NoRoom`].
    pub fn u8(&mut self, value: u8) -> Result<(), EncodeError> {
        self.bytes(&[value])
    }

    /// Two bytes, big-endian.
    ///
    /// # Errors
    ///
    /// [`EncodeError::NoRoom`].
    pub fn u16(&mut self, value: u16) -> Result<(), EncodeError> {
        self.bytes(&value.to_be_bytes())
    }

    /// Four bytes, big-endian.
    ///
    /// # Errors
    ///
    /// [`EncodeError::NoRoom`].
    pub fn u32(&mut self, value: u32) -> Result<(), EncodeError> {
        self.bytes(&value.to_be_bytes())
    }

    /// Eight bytes, big-endian.
    ///
    /// # Errors
    ///
    /// [`EncodeError::NoRoom`].
    pub fn u64(&mut self, value: u64) -> Result<(), EncodeError> {
        self.bytes(&value.to_be_bytes())
    }

    /// A length byte and the bytes.
    ///
    /// # Errors
    ///
    /// [`EncodeError::TooLong`] above 255 bytes, [`EncodeError::NoRoom`].
    pub fn short_bytes(&mut self, bytes: &[u8]) -> Result<(), EncodeError> {
        let length = u8::try_from(bytes.len()).map_err(|_| EncodeError::TooLong)?;
        let start = self.length;
        self.u8(length)?;
        self.bytes(bytes).inspect_err(|_| self.length = start)
    }

    /// A length byte of 0 to 8 and the integer's big-endian bytes without leading zeros.
    ///
    /// # Errors
    ///
    /// [`EncodeError::NoRoom`].
    pub fn minimal_uint(&mut self, value: u64) -> Result<(), EncodeError> {
        let bytes = value.to_be_bytes();
        let start = bytes.iter().position(|&byte| byte != 0).unwrap_or(bytes.len());
        self.short_bytes(bytes.get(start..).unwrap_or_default())
    }
}
