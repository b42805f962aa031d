//! The stored bytes of every kind of record, part by part: a store that was written before has to stay readable.

use std::fmt::Debug;

use warifu_core::codec::Decode;
use warifu_core::keys::{Activation, RegistrationNonce};
use warifu_core::{
    Counter, DecodeError, DecodeErrorKind, Digits, IssuerId, Seconds, UnixTime, Version,
};
use warifu_lifecycle::{AttemptLimits, CameraToken, HardwareOtpToken};
use warifu_otp::{HashAlgorithm, TimeStep, TotpParameters};
use warifu_sign::RegistrationMessage;

use super::*;

fn stored_as<R: SubjectRecord + Debug + PartialEq>(record: &R, parts: &[&str]) -> Vec<u8> {
    let stored = record.to_bytes().unwrap();
    assert_eq!(hex::encode(&stored), parts.concat());
    assert_eq!(R::from_bytes(&stored).as_ref(), Ok(record));
    for length in 0..stored.len() {
        assert!(R::from_bytes(&stored[..length]).is_err(), "cut to {length} bytes");
    }
    stored
}

fn refused<R: SubjectRecord + Debug>(stored: &[u8]) -> (DecodeErrorKind, usize) {
    let error = R::from_bytes(stored).unwrap_err();
    (error.kind(), error.offset())
}

fn pending<T: Decode>(bytes: &str) -> T {
    let read: Result<T, DecodeError> = T::decode_whole(&hex::decode(bytes).unwrap());
    read.unwrap()
}

fn camera() -> CameraRecord {
    let (attempts, _) =
        CameraToken::NEW.attempts.failed(UnixTime::new(86_400 * 4), &AttemptLimits::DEFAULT);
    let activation = Activation {
        issuer: IssuerId::new(138),
        registration: RegistrationNonce([7; 16]),
        counter: Counter::new(3),
        token_code: "FDT7306594-1".parse().unwrap(),
        key_epoch: 2,
    };
    let instance = InstanceRecord { activation, messages: pending(MESSAGES) };
    let login = "taro".parse().unwrap();
    CameraRecord {
        token: CameraToken { attempts, ..CameraToken::NEW },
        wrapped_key: vec![0xaa, 0xbb],
        counter: Counter::new(5),
        seen: UnixTime::new(6),
        key_epoch: 9,
        version: Version::ONE,
        activating: Some(ActivatingRecord {
            login,
            instance: instance.clone(),
            pending: Some(pending(&PENDING_ACTIVATION.concat())),
        }),
        instance: Some(instance),
        users: vec![login, "b2".parse().unwrap()],
        open: vec![(login, pending(&PENDING_TRANSACTION.concat()))],
    }
}

fn hardware_otp(last_step: Option<TimeStep>) -> HardwareOtpRecord {
    HardwareOtpRecord {
        token: HardwareOtpToken::NEW,
        wrapped_key: vec![0xcc],
        parameters: TotpParameters {
            algorithm: HashAlgorithm::Sha256,
            digits: Digits::SIX,
            step: Seconds::new(30),
            t0: UnixTime::new(1),
        },
        last_step,
        drift: -2,
        seen: UnixTime::new(6),
        users: vec!["taro".parse().unwrap()],
    }
}

#[test]
fn a_camera_token() {
    let (daily, instance) = (["01", &"00".repeat(29)].concat(), INSTANCE.concat());
    let (activating, open) = (PENDING_ACTIVATION.concat(), PENDING_TRANSACTION.concat());
    let parts = [
        "01",                                     // a camera token
        "00",                                     // unregistered
        "01",                                     // one wrong number in a row
        "00000004",                               // on day 4
        &daily,                                   // and on no other day
        "02aabb",                                 // the wrapped key
        "0000000000000005",                       // the activation counter
        "0000000000000006",                       // when it was seen
        "0009",                                   // the key epoch
        "01",                                     // the format version
        "01",                                     // a registration waits,
        &["047461726f", &instance].concat(),      // that of taro,
        &["01", &activating].concat(),            // for its number
        &["01", &instance].concat(),              // the instance in use
        &["02", "047461726f", "026232"].concat(), // two users
        &["01", "047461726f", &open].concat(),    // one challenge
    ];
    let stored = stored_as(&camera(), &parts);
    // Where there may be one, a number of two is refused at its byte.
    let place = parts[..10].concat().len() / 2;
    let two = [&stored[..place], &[2], &stored[place..]].concat();
    assert_eq!(refused::<CameraRecord>(&two), (DecodeErrorKind::OutOfRange, place));
    assert_eq!(refused::<HardwareOtpRecord>(&stored), (DecodeErrorKind::UnknownKind, 0));
}

#[test]
fn a_camera_token_in_the_inventory() {
    let new = CameraRecord {
        token: CameraToken::NEW,
        activating: None,
        instance: None,
        users: Vec::new(),
        open: Vec::new(),
        ..camera()
    };
    let attempts = "00".repeat(36);
    let numbers = ["0000000000000005", "0000000000000006", "0009", "01"].concat();
    stored_as(&new, &["01", &attempts, "02aabb", &numbers, "00", "00", "00", "00"]);
}

#[test]
fn a_hardware_otp_token() {
    let attempts = "00".repeat(36);
    for (last_step, bytes) in [(None, "00"), (Some(0), "0101"), (Some(0xffff), "03010000")] {
        let record = hardware_otp(last_step.map(TimeStep::new));
        let parts = [
            "02",               // a hardware OTP token
            &attempts,          // unregistered, no wrong password
            "01cc",             // the wrapped key
            "02",               // SHA-256
            "06",               // digits
            "0000001e",         // the time step
            "0000000000000001", // where the steps start
            bytes,              // one more than the last step that was used
            "fffffffe",         // the drift
            "0000000000000006", // when it was seen
            "01047461726f",     // one user
        ];
        stored_as(&record, &parts);
    }
}

/// It would be stored as an earlier step, and the password of this one would count again.
#[test]
fn a_last_step_that_cannot_be_stored_is_an_error() {
    let record = hardware_otp(Some(TimeStep::new(u64::MAX)));
    assert_eq!(record.to_bytes(), Err(EncodeError::OutOfRange));
}

#[test]
fn a_registration() {
    let (issuer, nonce) = (IssuerId::new(138), RegistrationNonce([7; 16]));
    let message = RegistrationMessage { issuer, nonce, issued: UnixTime::new(8) };
    let open = RegistrationRecord { open: Some(message), wrong: 4 };
    let nonce = "07".repeat(16);
    let mut stored = stored_as(&open, &["03", "04", "19", "11", "0000008a", &nonce, "00000008"]);
    stored_as(&RegistrationRecord { open: None, wrong: 10 }, &["03", "0a", "00"]);
    // What is wrong with the message is an error of the record, at the message.
    stored[3] = 0x12;
    assert_eq!(refused::<RegistrationRecord>(&stored), (DecodeErrorKind::OutOfRange, 2));
}

const MESSAGES: &str = "000000020000000101010101010101010101010101010101";
const INSTANCE: [&str; 6] = [
    "0000008a",
    "07070707070707070707070707070707",
    "0000000000000003",
    "0c464454373330363539342d31",
    "0002",
    MESSAGES,
];
/// Header, nonce, question, expiry, wrong numbers.
const PENDING_ACTIVATION: [&str; 5] = [
    "12",
    "0a0a0a0a0a0a0a0a0a0a0a0a",
    "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
    "0000000000000064",
    "01",
];
/// The same, with issuer and digest of the order before the expiry.
const PENDING_TRANSACTION: [&str; 7] = [
    "13",
    "0c0c0c0c0c0c0c0c0c0c0c0c",
    "0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d",
    "0000008a",
    "0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e",
    "0000000000000065",
    "02",
];
