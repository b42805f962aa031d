use hmac::{Hmac, Mac};
use sha2::Sha256;
use subtle::{ConditionallySelectable, ConstantTimeEq};
use thiserror::Error;
use warifu_core::codec::{Decode, Encode, Reader, Writer};
use warifu_core::keys::{RegistrationKey, RegistrationNonce};
use warifu_core::{
    Code, Counter, DecodeError, DecodeErrorKind, Digits, EncodeError, Header, IssuerId, Kind,
    Serial, UnixTime,
};

use crate::length_byte::length_byte;
use crate::suite::keyed;

/// The message that opens a registration: header byte, issuer, 16 random bytes, issue time. 25 bytes, in clear.
///
/// It cannot be sealed, since the bank does not know yet which device will read it. What a device answers to it is
/// bound to all of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RegistrationMessage {
    /// The bank that asks.
    pub issuer: IssuerId,
    /// Fresh for each registration.
    pub nonce: RegistrationNonce,
    /// When the bank made the message, in whole seconds up to 2106.
    pub issued: UnixTime,
}

impl RegistrationMessage {
    /// Its length in bytes.
    pub const LENGTH: usize = 25;
}

impl Encode for RegistrationMessage {
    /// # Errors
    ///
    /// [`EncodeError::NoRoom`], or [`EncodeError::OutOfRange`] for an issue time past 2106.
    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        Header::new(Kind::Registration).encode(writer)?;
        self.issuer.encode(writer)?;
        self.nonce.encode(writer)?;
        writer.u32(u32::try_from(self.issued.value()).map_err(|_| EncodeError::OutOfRange)?)
    }
}

impl Decode for RegistrationMessage {
    /// # Errors
    ///
    /// [`DecodeErrorKind::UnknownKind`] for another kind, and those of its header and parts.
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.checked(DecodeErrorKind::UnknownKind, |header: Header| {
            (header.kind() == Kind::Registration).then_some(())
        })?;
        Ok(Self {
            issuer: reader.read()?,
            nonce: reader.read()?,
            issued: UnixTime::new(u64::from(reader.u32()?)),
        })
    }
}

/// The 12-digit token authentication code that a device answers to a registration message.
///
/// HMAC-SHA-256 over purpose, registration message, serial number and activation counter; its first 8 bytes modulo
/// 10^12. (The truncation of RFC 4226 has 31 bits and cannot make 12 digits.)
///
/// # Errors
///
/// [`EncodeError::OutOfRange`] for an issue time past 2106, and for the activation counter 0: a device has raised it before
/// it answers.
pub fn device_code(
    key: &RegistrationKey,
    message: &RegistrationMessage,
    serial: &Serial,
    activation: Counter,
) -> Result<Code, EncodeError> {
    if activation == Counter::new(0) {
        return Err(EncodeError::OutOfRange);
    }
    Ok(code_at(&begun(key, message, serial)?, activation))
}

/// Finds the activation counter whose token authentication code was typed: one of the 4,096 above the last one known.
///
/// All of them are computed and compared, whichever 12 digits were typed.
///
/// # Errors
///
/// [`UnknownDeviceError`], also for text that is not 12 digits.
pub fn verify_device_code(
    key: &RegistrationKey,
    message: &RegistrationMessage,
    serial: &Serial,
    last: Counter,
    typed: &str,
) -> Result<DeviceRecognised, UnknownDeviceError> {
    let typed = Code::parse(typed, Digits::TWELVE).map_err(|_| UnknownDeviceError)?;
    let begun = begun(key, message, serial).map_err(|_| UnknownDeviceError)?;
    let mut matched = 0_u64;
    for ahead in 1..=ACTIVATION_WINDOW {
        let counter = last.checked_add(ahead).map_err(|_| UnknownDeviceError)?;
        matched.conditional_assign(&ahead, code_at(&begun, counter).ct_matches(&typed));
    }
    if bool::from(matched.ct_eq(&0)) {
        return Err(UnknownDeviceError);
    }
    let activation = last.checked_add(matched).map_err(|_| UnknownDeviceError)?;
    Ok(DeviceRecognised { activation })
}

/// The MAC over everything that comes before the counter.
fn begun(
    key: &RegistrationKey,
    message: &RegistrationMessage,
    serial: &Serial,
) -> Result<Hmac<Sha256>, EncodeError> {
    let message = message.encoded::<{ RegistrationMessage::LENGTH }>()?;
    let mut mac = keyed(key.expose());
    for part in [DEVICE_CODE.as_bytes(), message.as_slice(), serial.as_str().as_bytes()] {
        mac.update(&[length_byte(part)]);
        mac.update(part);
    }
    Ok(mac)
}

#[expect(clippy::expect_used, reason = "HMAC-SHA-256 has 32 bytes")]
fn code_at(begun: &Hmac<Sha256>, activation: Counter) -> Code {
    let mac = begun.clone().chain_update(activation.value().to_be_bytes());
    let tag = mac.finalize().into_bytes();
    let number = tag.first_chunk().expect("they begin with 8");
    Code::from_number(u64::from_be_bytes(*number), Digits::TWELVE)
}

/// How many activation counters above the last one known are tried: a device may answer this many registration pictures
/// that never reach the bank. A guess is right with a probability of 4 in 10^9.
pub const ACTIVATION_WINDOW: u64 = 4_096;

/// Proof that a device answered a registration message. Only [`verify_device_code`] makes one.
///
/// ```compile_fail
/// # use warifu_core::Counter;
/// let forged = warifu_sign::DeviceRecognised { activation: Counter::new(1) };
/// ```
#[derive(Debug, PartialEq, Eq)]
pub struct DeviceRecognised {
    activation: Counter,
}

impl DeviceRecognised {
    /// The device's activation counter: from now on the last one known.
    pub const fn activation(&self) -> Counter {
        self.activation
    }
}

/// The typed code is not this device's answer to this registration. It says nothing more, since a caller could learn from it
/// which code to try next. Its own type: nothing but a registration fails with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the token authentication code does not fit this registration")]
pub struct UnknownDeviceError;

const DEVICE_CODE: &str = "warifu/1 token authentication code";

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn message() -> RegistrationMessage {
        RegistrationMessage {
            issuer: IssuerId::new(138),
            nonce: RegistrationNonce([7; 16]),
            issued: UnixTime::new(1_800_000_000),
        }
    }

    fn encoded(message: &RegistrationMessage) -> [u8; RegistrationMessage::LENGTH] {
        let bytes = message.encoded::<{ RegistrationMessage::LENGTH }>().unwrap();
        bytes.as_slice().try_into().unwrap()
    }

    fn key() -> RegistrationKey {
        RegistrationKey::new([3; 32])
    }

    fn serial() -> Serial {
        "1012345674".parse().unwrap()
    }

    #[test]
    fn exactly_the_counters_ahead_are_accepted() {
        let last = Counter::new(5);
        for value in (1..12).chain(4_095..4_110) {
            let code = device_code(&key(), &message(), &serial(), Counter::new(value)).unwrap();
            let verdict = verify_device_code(&key(), &message(), &serial(), last, code.expose());
            assert_eq!(verdict.is_ok(), (6..=4_101).contains(&value), "counter {value}");
            if let Ok(recognised) = verdict {
                assert_eq!(recognised.activation(), Counter::new(value));
            }
        }
    }

    #[test]
    fn no_device_answers_before_its_counter_rose() {
        let code = device_code(&key(), &message(), &serial(), Counter::new(0));
        assert_eq!(code.unwrap_err(), EncodeError::OutOfRange);
    }

    #[test]
    fn everything_is_bound() {
        let code = device_code(&key(), &message(), &serial(), Counter::new(1)).unwrap();
        let other = |key: &RegistrationKey, message: &RegistrationMessage, serial: &Serial| {
            verify_device_code(key, message, serial, Counter::default(), code.expose()).is_ok()
        };
        let base = message();
        assert!(other(&key(), &base, &serial()));
        assert!(!other(&RegistrationKey::new([4; 32]), &base, &serial()));
        assert!(!other(
            &key(),
            &RegistrationMessage { issuer: IssuerId::new(139), ..base },
            &serial()
        ));
        assert!(!other(
            &key(),
            &RegistrationMessage { nonce: RegistrationNonce([8; 16]), ..base },
            &serial()
        ));
        assert!(!other(
            &key(),
            &RegistrationMessage { issued: UnixTime::new(1), ..base },
            &serial()
        ));
        assert!(!other(&key(), &base, &"1012345675".parse().unwrap()));
    }

    /// The message cannot be sealed; so with any change in it, the device's answer does not fit the bank's message.
    #[test]
    fn the_answer_to_a_changed_message_is_refused() {
        let bytes = encoded(&message());
        for bit in 0..bytes.len() * 8 {
            let mut flipped = bytes;
            flipped[bit / 8] ^= 1 << (bit % 8);
            if let Ok(changed) = RegistrationMessage::decode_whole(&flipped) {
                let code = device_code(&key(), &changed, &serial(), Counter::new(1)).unwrap();
                let verdict = verify_device_code(
                    &key(),
                    &message(),
                    &serial(),
                    Counter::default(),
                    code.expose(),
                );
                assert_eq!(verdict, Err(UnknownDeviceError), "bit {bit}");
            }
        }
    }

    #[test]
    fn other_input_is_refused() {
        for typed in ["", "1", "12345678901", "1234567890123", "12345678901a"] {
            let verdict =
                verify_device_code(&key(), &message(), &serial(), Counter::default(), typed);
            assert_eq!(verdict, Err(UnknownDeviceError), "{typed:?}");
        }
        let last = Counter::new(u64::MAX);
        assert!(verify_device_code(&key(), &message(), &serial(), last, "123456789012").is_err());
    }

    proptest! {
        #[test]
        fn messages_survive_the_codec(issuer: u32, nonce: [u8; 16], issued: u32) {
            let message = RegistrationMessage {
                issuer: IssuerId::new(issuer),
                nonce: RegistrationNonce(nonce),
                issued: UnixTime::new(u64::from(issued)),
            };
            prop_assert_eq!(RegistrationMessage::decode_whole(&encoded(&message)), Ok(message));
        }

        #[test]
        fn accepted_messages_are_canonical(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
            if let Ok(message) = RegistrationMessage::decode_whole(&bytes) {
                prop_assert_eq!(&encoded(&message)[..], &bytes[..]);
            }
        }
    }

    #[test]
    fn every_truncation_and_extension_is_refused() {
        let bytes = encoded(&message());
        for length in 0..bytes.len() {
            assert!(RegistrationMessage::decode_whole(&bytes[..length]).is_err());
        }
        let mut long = bytes.to_vec();
        long.push(0);
        assert!(RegistrationMessage::decode_whole(&long).is_err());
    }
}
