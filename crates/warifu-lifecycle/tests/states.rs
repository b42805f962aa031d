//! The tables of `docs/states.md`, row by row: every state with every event.
#![cfg(test)]

use warifu_core::codec::{Decode, Encode};
use warifu_core::keys::{InstanceKey, RandomBytes, RegistrationKey, RegistrationNonce};
use warifu_core::{
    AuthenticatedMessage, Counter, DecodeError, DecodeErrorKind, IssuerId, Kind, Message, Seconds,
    Secret, UnixTime, Validity,
};
use warifu_lifecycle::{
    AttemptLimits, Attempts, CameraEvent, CameraState, CameraToken, HardwareOtpEvent,
    HardwareOtpState, HardwareOtpToken, InitialisationPermission, Operator, ReleasePermission,
    Role,
};
use warifu_otp::{Accepted, Totp, TotpParameters, Window};
use warifu_sign::{
    ActivationMessage, Approved, Checked, Confirmation, DeviceRecognised, DisplayProfile, KanaText,
    Operation, Pending, RegistrationMessage, Review, Transaction, device_code, issue,
    verify_device_code,
};

const NOW: UnixTime = UnixTime::new(1_800_000_000);
const STATES: &str = include_str!("../../../docs/states.md");

/// The rows of the table under `heading`: its head, then each state with its cells.
fn table(heading: &str) -> (Vec<&'static str>, Vec<Vec<&'static str>>) {
    let section =
        STATES.split(&format!("\n## {heading}\n")).nth(1).expect("the document has the heading");
    let section = section.split("\n## ").next().unwrap_or(section);
    let mut rows = section
        .lines()
        .filter(|line| line.starts_with("| "))
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect::<Vec<_>>());
    let head = rows.next().expect("the table has a head");
    (head, rows.collect())
}

fn recognised() -> DeviceRecognised {
    let (key, serial) = (RegistrationKey::new([1; 32]), "1012345674".parse().unwrap());
    let message = RegistrationMessage {
        issuer: IssuerId::new(1),
        nonce: RegistrationNonce([1; 16]),
        issued: NOW,
    };
    let code = device_code(&key, &message, &serial, Counter::new(1)).unwrap();
    verify_device_code(&key, &message, &serial, Counter::default(), code.expose()).unwrap()
}

fn approved(kind: Kind) -> Approved {
    let instance = InstanceKey::new([2; 32]);
    let (keys, key) = (instance.message_keys(), instance.signing_key());
    let (random, profile) = (RandomBytes([3; 16]), DisplayProfile::CAMERA_TOKEN);
    let (login, issuer) = ("a1".parse().unwrap(), IssuerId::new(1));
    let validity = Validity::new(1, NOW, Seconds::minutes(5)).unwrap();
    let (message, pending) = if kind == Kind::Activation {
        let token_code = "FDT7306594-1".parse().unwrap();
        let bank = KanaText::parse("ﾜﾘﾌ").unwrap();
        let body = ActivationMessage { token_code, login, bank, key_epoch: 1 };
        let message =
            Message::compose(kind, &keys, &random, &[], validity, |writer| body.encode(writer));
        let message = message.unwrap();
        let pending = Pending::from_activation(&message).unwrap();
        (message, pending)
    } else {
        let order = Transaction::new(login, Operation::TokenSharing, &[]).unwrap();
        let challenge = issue(issuer, &order, &keys, &random, validity, profile).unwrap();
        (challenge.message, challenge.pending)
    };
    let message = AuthenticatedMessage::danger_assume_authenticated(message);
    let Ok(Review::LastPage(page)) = Review::begin(message, profile) else { panic!("one page") };
    let Confirmation::Confirmed(confirmed) = page.confirm() else { panic!("nothing to pick") };
    match pending.check(confirmed.sign(&key).expose(), &key, NOW) {
        Checked::Approved(approved) => approved,
        Checked::Open(..) | Checked::Void(_) => panic!("the number is right"),
    }
}

fn permission() -> ReleasePermission {
    Operator { login: "boss1".parse().unwrap(), role: Role::Master }.permit_release(&[]).unwrap()
}

fn initialisation() -> InitialisationPermission {
    let administrator = Operator { login: "boss1".parse().unwrap(), role: Role::Administrator };
    administrator.permit_initialisation().unwrap()
}

fn accepted() -> Accepted {
    let token = Totp::new(&Secret::new(&[5; 20]).unwrap(), TotpParameters::default()).unwrap();
    let code = token.generate(NOW).unwrap();
    token.verify(code.expose(), NOW, Window::EXACT, 0, None).unwrap()
}

/// Attempts one below the limit.
fn nearly_exhausted() -> Attempts {
    (0..4).fold(Attempts::NONE, |attempts, _| attempts.failed(NOW, &AttemptLimits::DEFAULT).0)
}

#[test]
fn camera_token() {
    let (head, rows) = table("Camera token");
    assert_eq!(rows.len(), CameraState::ALL.len(), "every state has its row");
    for row in rows {
        let state =
            CameraState::ALL.into_iter().find(|state| state.name() == row[0]).expect(row[0]);
        for (&name, &expected) in head.iter().zip(&row).skip(1) {
            let event = match name {
                "recognised" => CameraEvent::DeviceRecognised(&recognised()),
                "activation approved" => {
                    CameraEvent::ActivationApproved(&approved(Kind::Activation))
                }
                "activation refused" => CameraEvent::ActivationRefused,
                "number approved" => CameraEvent::NumberApproved(&approved(Kind::Transaction)),
                "number refused" | "last refused" => CameraEvent::NumberRefused,
                "released" => CameraEvent::Released(&permission()),
                "initialised" => CameraEvent::Initialised(&initialisation()),
                other => panic!("unknown event {other}"),
            };
            let attempts = if name == "last refused" && expected != "–" {
                nearly_exhausted()
            } else {
                Attempts::NONE
            };
            let next = CameraToken { state, attempts }.step(event, NOW, &AttemptLimits::DEFAULT);
            match next {
                Ok(transition) => {
                    assert_eq!(transition.record.state.name(), expected, "{} + {name}", row[0]);
                }
                Err(rejected) => {
                    assert_eq!(expected, "–", "{} + {name}", row[0]);
                    assert_eq!(rejected.state(), state);
                }
            }
        }
    }
}

#[test]
fn hardware_otp_token() {
    let (head, rows) = table("Hardware OTP token");
    assert_eq!(rows.len(), HardwareOtpState::ALL.len(), "every state has its row");
    for row in rows {
        let state =
            HardwareOtpState::ALL.into_iter().find(|state| state.name() == row[0]).expect(row[0]);
        for (&name, &expected) in head.iter().zip(&row).skip(1) {
            let event = match name {
                "password accepted" => HardwareOtpEvent::PasswordAccepted(&accepted()),
                "password refused" | "last refused" => HardwareOtpEvent::PasswordRefused,
                "released" => HardwareOtpEvent::Released(&permission()),
                other => panic!("unknown event {other}"),
            };
            let attempts = if name == "last refused" && expected != "–" {
                nearly_exhausted()
            } else {
                Attempts::NONE
            };
            let next =
                HardwareOtpToken { state, attempts }.step(event, NOW, &AttemptLimits::DEFAULT);
            match next {
                Ok(transition) => {
                    assert_eq!(transition.record.state.name(), expected, "{} + {name}", row[0]);
                }
                Err(rejected) => {
                    assert_eq!(expected, "–", "{} + {name}", row[0]);
                    assert_eq!(rejected.state(), state);
                }
            }
        }
    }
}

/// A right number of the wrong kind moves nothing: neither may stand in for the other.
#[test]
fn an_approval_of_another_kind_is_rejected() {
    for state in CameraState::ALL {
        let token = CameraToken { state, attempts: Attempts::NONE };
        let crossed = [
            CameraEvent::ActivationApproved(&approved(Kind::Transaction)),
            CameraEvent::NumberApproved(&approved(Kind::Activation)),
        ];
        for event in crossed {
            assert!(token.step(event, NOW, &AttemptLimits::DEFAULT).is_err(), "{state:?}");
        }
    }
}

#[test]
fn release_forgives_the_row_and_not_the_thirty_days() {
    let state = CameraState::ALL[5];
    let attempts = nearly_exhausted().failed(NOW, &AttemptLimits::DEFAULT).0;
    let token = CameraToken { state, attempts };
    let released =
        token.step(CameraEvent::Released(&permission()), NOW, &AttemptLimits::DEFAULT).unwrap();
    assert_eq!(released.record.attempts.consecutive(), 0);
    assert_eq!(released.record.attempts.in_thirty_days(), 5);
}

/// What is written is read back, and a state that no release wrote is refused.
fn survives_the_codec<T>(record: T, unknown: u8)
where
    T: Encode + Decode + Copy + PartialEq + std::fmt::Debug,
{
    let mut bytes = record.encoded::<64>().unwrap().as_slice().to_vec();
    assert_eq!(bytes.len(), 36);
    assert_eq!(T::decode_whole(&bytes), Ok(record));
    bytes[0] = unknown;
    let refused = DecodeError::new(DecodeErrorKind::OutOfRange, 0);
    assert_eq!(T::decode_whole(&bytes), Err(refused));
}

#[test]
fn records_survive_the_codec_and_nothing_else_is_read() {
    for state in CameraState::ALL {
        survives_the_codec(CameraToken { state, attempts: nearly_exhausted() }, 7);
    }
    for state in HardwareOtpState::ALL {
        survives_the_codec(HardwareOtpToken { state, attempts: nearly_exhausted() }, 4);
    }
}
