use core::fmt;

/// Why bytes from outside were refused, and at which of them.
///
/// It never carries the bytes themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DecodeError {
    /// What was wrong.
    pub kind: DecodeErrorKind,
    /// Byte offset in the input that was decoded (for QR text: character offset).
    pub offset: usize,
}

/// What was wrong with bytes from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecodeErrorKind {
    /// The input ends before the value does.
    Truncated,
    /// The value ends before the input does.
    TrailingBytes,
    /// The whole has a length that no message has.
    WrongLength,
    /// A format version that this release does not know.
    UnknownVersion,
    /// A message kind that this release does not know, or not the one expected here.
    UnknownKind,
    /// An operation number that is not in the registry.
    UnknownOperation,
    /// A field label that is not in the registry or not part of the operation.
    UnknownField,
    /// A field that stands twice, out of order, or is missing.
    FieldOrder,
    /// An integer or text that has a shorter encoding.
    NotMinimal,
    /// A value outside its range.
    OutOfRange,
    /// A character outside the repertoire.
    Character,
    /// Padding other than the one the format prescribes.
    Padding,
}

impl fmt::Display for DecodeErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Truncated => "the input is too short",
            Self::TrailingBytes => "bytes follow the end",
            Self::WrongLength => "no message has this length",
            Self::UnknownVersion => "unknown format version",
            Self::UnknownKind => "unknown or unexpected message kind",
            Self::UnknownOperation => "unknown operation",
            Self::UnknownField => "a field that the operation does not have",
            Self::FieldOrder => "a field is missing, repeated or out of order",
            Self::NotMinimal => "the encoding is not the shortest one",
            Self::OutOfRange => "the value is out of range",
            Self::Character => "a character outside the repertoire",
            Self::Padding => "the padding is not the prescribed one",
        })
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at offset {}", self.kind, self.offset)
    }
}

impl core::error::Error for DecodeError {}

/// Why a value could not be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EncodeError {
    /// The message does not fit the largest form it may take.
    NoRoom,
    /// A text or integer is longer than its length field can say.
    TooLong,
    /// A time or number lies outside what the message can express.
    OutOfRange,
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoRoom => "the message does not fit",
            Self::TooLong => "a value is too long",
            Self::OutOfRange => "a value is out of range",
        })
    }
}

impl core::error::Error for EncodeError {}
