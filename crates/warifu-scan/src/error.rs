use std::io;

use thiserror::Error;

/// Why no text came out of a picture. It never names the file: the caller knows which one it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ScanError {
    /// The file could not be read.
    #[error("the file cannot be read: {0}")]
    Unreadable(io::ErrorKind),
    /// The file is not a PNG or JPEG picture.
    #[error("the file is not a PNG or JPEG picture")]
    NotAPicture,
    /// The picture is damaged, or of a form that its format does not allow.
    #[error("the picture is damaged")]
    Damaged,
    /// More than [`MAX_PIXELS`](super::MAX_PIXELS) pixels or [`MAX_FILE`](super::MAX_FILE) bytes.
    #[error("the picture is larger than 40 megapixels or 64 MiB")]
    TooLarge,
    /// The number of grey values is not width times height.
    #[error("the number of grey values is not the picture's width times height")]
    WrongLength,
    /// No QR symbol was found, or none that can be read.
    #[error("the picture shows no readable QR symbol")]
    NoSymbol,
}
