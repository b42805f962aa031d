//! Every error text of the crate.

use warifu_core::{UnixTime, ValueError};
use warifu_lifecycle::{AttemptLimits, CameraEvent, CameraToken, PermissionError, SerialError};

#[test]
fn texts() {
    let now = UnixTime::new(1_800_000_000);
    let refused = CameraToken::NEW.step(CameraEvent::NumberRefused, now, &AttemptLimits::DEFAULT);
    let texts = [
        (SerialError::Different.to_string(), "the two entries of the serial number differ"),
        (
            SerialError::Box { number: 2 }.to_string(),
            "box 2 of the serial number does not have its 2, 7 or 1 digits",
        ),
        (SerialError::from(ValueError::Serial).to_string(), &ValueError::Serial.to_string()),
        (
            PermissionError::Role.to_string(),
            "only a master or administrator may do this to a token",
        ),
        (
            PermissionError::OwnToken.to_string(),
            "a person may not release a token that they use themselves",
        ),
        (refused.unwrap_err().to_string(), "not possible while the token is Unregistered"),
    ];
    for (text, expected) in texts {
        assert_eq!(text, expected);
    }
}
