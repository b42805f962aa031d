use thiserror::Error;

/// Why bytes from outside were refused, and at which of them.
///
/// It never carries the bytes themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("{kind} at offset {offset}")]
pub struct DecodeError {
    kind: DecodeErrorKind,
    offset: usize,
}

impl DecodeError {
    /// The error of a value that begins at `offset`.
    pub const fn new(kind: DecodeErrorKind, offset: usize) -> Self {
        Self { kind, offset }
    }

    /// What was wrong.
    pub const fn kind(&self) -> DecodeErrorKind {
        self.kind
    }

    /// Byte offset in the input that was decoded (for QR text and base32: character offset).
    pub const fn offset(&self) -> usize {
        self.offset
    }
}

/// What was wrong with bytes from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum DecodeErrorKind {
    /// The input ends before the value does.
    #[error("the input is too short")]
    Truncated,
    /// The value ends before the input does.
    #[error("bytes follow the end")]
    TrailingBytes,
    /// The whole has a length that no message has.
    #[error("no message has this length")]
    WrongLength,
    /// A format version that this release does not know.
    #[error("unknown format version")]
    UnknownVersion,
    /// A message kind that this release does not know, or not the one expected here.
    #[error("unknown or unexpected message kind")]
    UnknownKind,
    /// An operation number that is not in the registry.
    #[error("unknown operation")]
    UnknownOperation,
    /// A field label that is not in the registry or not part of the operation.
    #[error("a field that the operation does not have")]
    UnknownField,
    /// A field that is repeated, out of order, or missing.
    #[error("a field is missing, repeated or out of order")]
    FieldOrder,
    /// An integer or text that has a shorter encoding.
    #[error("the encoding is not the shortest one")]
    NotMinimal,
    /// A value outside its range.
    #[error("the value is out of range")]
    OutOfRange,
    /// A character outside the repertoire.
    #[error("a character outside the repertoire")]
    Character,
    /// Padding other than the one the format prescribes.
    #[error("the padding is not the prescribed one")]
    Padding,
}

/// Why a value was refused while [`Reader::value`](super::Reader::value) was reading it. `?` makes it from a
/// [`DecodeErrorKind`], which is then placed at the start of the value, or from a [`DecodeError`], which keeps its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ReadValueError {
    /// The value as a whole is refused.
    #[error(transparent)]
    AtStart(#[from] DecodeErrorKind),
    /// A part of it is refused, at the offset of that part.
    #[error(transparent)]
    Inside(#[from] DecodeError),
}

/// Why a value could not be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum EncodeError {
    /// The encoding is longer than the buffer, or than the largest form that a message may take.
    #[error("the encoded value does not fit")]
    NoRoom,
    /// A text, list or integer is longer than its length field can say.
    #[error("a value is too long")]
    TooLong,
    /// A time or number lies outside what the encoding can express.
    #[error("a value is out of range")]
    OutOfRange,
}
