//! Every text that the crate's errors have.

use std::io::ErrorKind;

use warifu_scan::ScanError;

#[test]
fn pictures_without_a_text() {
    let texts = [
        (ScanError::Unreadable(ErrorKind::NotFound), "the file cannot be read: entity not found"),
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
