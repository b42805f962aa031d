use core::fmt;
use std::io;

/// Why no text came out of a picture. It never names the file: the caller knows which it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScanError {
    /// The file could not be read.
    Unreadable(io::ErrorKind),
    /// The file is not a PNG or JPEG picture.
    NotAPicture,
    /// The picture is damaged, or of a form that its format does not allow.
    Damaged,
    /// More than [`MAX_PIXELS`](super::MAX_PIXELS) pixels or [`MAX_FILE`](super::MAX_FILE) bytes.
    TooLarge,
    /// The number of grey values is not width times height.
    WrongLength,
    /// No QR symbol was found, or none that can be read.
    NoSymbol,
}

impl fmt::Display for ScanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(kind) => write!(f, "the file cannot be read: {kind}"),
            Self::NotAPicture => f.write_str("the file is not a PNG or JPEG picture"),
            Self::Damaged => f.write_str("the picture is damaged"),
            Self::TooLarge => f.write_str("the picture is larger than 40 megapixels or 64 MiB"),
            Self::WrongLength => {
                f.write_str("the number of grey values is not the picture's width times height")
            }
            Self::NoSymbol => f.write_str("the picture shows no readable QR symbol"),
        }
    }
}

impl core::error::Error for ScanError {}

#[cfg(test)]
mod tests {
    use std::string::ToString;

    use super::*;

    #[test]
    fn texts() {
        let texts = [
            (
                ScanError::Unreadable(io::ErrorKind::NotFound),
                "the file cannot be read: entity not found",
            ),
            (ScanError::NotAPicture, "the file is not a PNG or JPEG picture"),
            (ScanError::Damaged, "the picture is damaged"),
            (ScanError::TooLarge, "the picture is larger than 40 megapixels or 64 MiB"),
            (
                ScanError::WrongLength,
                "the number of grey values is not the picture's width times height",
            ),
            (ScanError::NoSymbol, "the picture shows no readable QR symbol"),
        ];
        for (error, text) in texts {
            assert_eq!(error.to_string(), text);
        }
    }
}
