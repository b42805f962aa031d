//! The camera token over a real SQLite file: registration, transfers, refusals, suspension, release.
#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, reason = "tests")]

mod common;

use common::{
    CAMERA, Device, NOW, bank, events, later, login, person, registered, serial, stocked,
    token_code, transfer, wrong,
};
use warifu_bank::BankError;
use warifu_bank::store::TokenKind;
use warifu_core::Nonce;
use warifu_lifecycle::{Notice, Operator, PermissionError, Role};
use warifu_sign::MismatchError;

const USER: &str = "I7000156KANR";

fn master(login: &str) -> Operator {
    Operator { login: login.parse().unwrap(), role: Role::Master }
}

#[test]
fn a_transfer_is_approved_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut bank = stocked(&folder.path().join("bank.sqlite"));
    let device = registered(&mut bank, USER);
    let (user, order) = (person(USER), transfer(USER, 125_000));
    let out = bank.issue_challenge(&user, &order, NOW).unwrap();
    assert_eq!(out.picture.len(), 100, "a typical transfer fits the smallest picture");
    let number = device.answer_challenge(&out.picture);
    let approved = bank.answer_challenge(&user, out.challenge, &number, later(60)).unwrap();
    assert_eq!(approved.authorises(&order), Ok(()));
    assert_eq!(approved.authorises(&transfer(USER, 1_125_000)), Err(MismatchError));
    assert_eq!(
        bank.answer_challenge(&user, out.challenge, &number, later(61)),
        Err(BankError::Refused)
    );
    assert_eq!(
        events(&bank, "token:1012345674"),
        [
            "imported",
            "device recognised",
            "activated",
            "challenge issued",
            "first used",
            "number refused no such challenge"
        ]
    );
    assert!(bank.verify_audit().is_ok());
}

#[test]
fn a_registration_survives_a_restart_at_every_step() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bank.sqlite");
    let (mut device, user) = (Device::example(), person(USER));
    let first = stocked(&file).start_registration(&user, NOW).unwrap();
    let typed = device.answer_registration(&first);
    let second =
        bank(&file).recognise_device(&user, &serial(CAMERA), &typed, token_code(), NOW).unwrap();
    let typed = device.answer_activation(&second);
    bank(&file).confirm_activation(&user, &serial(CAMERA), &typed, NOW).unwrap();
    let out = bank(&file).issue_challenge(&user, &transfer(USER, 1), NOW).unwrap();
    let number = device.answer_challenge(&out.picture);
    bank(&file).answer_challenge(&user, out.challenge, &number, NOW).unwrap();
}

#[test]
fn registration_refuses_wrong_and_late_answers() {
    let folder = tempfile::tempdir().unwrap();
    let mut bank = stocked(&folder.path().join("bank.sqlite"));
    let (mut device, user) = (Device::example(), person(USER));
    let first = bank.start_registration(&user, NOW).unwrap();
    let typed = device.answer_registration(&first);
    let camera = serial(CAMERA);
    let refused = Err(BankError::Refused);
    assert_eq!(bank.recognise_device(&user, &camera, &wrong(&typed), token_code(), NOW), refused);
    assert_eq!(
        bank.recognise_device(&user, &serial("1012345675"), &typed, token_code(), NOW),
        refused
    );
    assert_eq!(
        bank.recognise_device(&user, &serial(common::HARDWARE_OTP), &typed, token_code(), NOW),
        refused
    );
    assert_eq!(
        bank.recognise_device(&person("other1"), &camera, &typed, token_code(), NOW),
        refused
    );
    assert_eq!(bank.recognise_device(&user, &camera, &typed, token_code(), later(600)), refused);
    let second = bank.recognise_device(&user, &camera, &typed, token_code(), later(599)).unwrap();
    assert_eq!(
        bank.recognise_device(&user, &camera, &typed, token_code(), later(599)),
        refused,
        "used"
    );
    let number = device.answer_activation(&second);
    assert_eq!(
        bank.confirm_activation(&person("other1"), &camera, &number, later(599)),
        Err(BankError::Refused)
    );
    for _ in 0..3 {
        assert_eq!(
            bank.confirm_activation(&user, &camera, &wrong(&number), later(599)),
            Err(BankError::Refused)
        );
    }
    assert_eq!(
        bank.confirm_activation(&user, &camera, &number, later(599)),
        Err(BankError::Refused),
        "void"
    );

    // The way out: read two new pictures.
    let first = bank.start_registration(&user, later(700)).unwrap();
    let typed = device.answer_registration(&first);
    let second = bank.recognise_device(&user, &camera, &typed, token_code(), later(700)).unwrap();
    let number = device.answer_activation(&second);
    bank.confirm_activation(&user, &camera, &number, later(700)).unwrap();
    assert_eq!(bank.start_registration(&user, later(701)), refused, "has a token");
}

#[test]
fn ten_wrong_device_codes_void_the_registration() {
    let folder = tempfile::tempdir().unwrap();
    let mut bank = stocked(&folder.path().join("bank.sqlite"));
    let (mut device, user, camera) = (Device::example(), person(USER), serial(CAMERA));
    let typed = device.answer_registration(&bank.start_registration(&user, NOW).unwrap());
    for _ in 0..10 {
        assert!(bank.recognise_device(&user, &camera, &wrong(&typed), token_code(), NOW).is_err());
    }
    assert_eq!(
        bank.recognise_device(&user, &camera, &typed, token_code(), NOW),
        Err(BankError::Refused)
    );
}

/// Pictures that malware recorded earlier: the device's counter has moved on.
#[test]
fn an_old_device_code_never_fits_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut bank = stocked(&folder.path().join("bank.sqlite"));
    let (mut device, user, camera) = (Device::example(), person(USER), serial(CAMERA));
    let first = bank.start_registration(&user, NOW).unwrap();
    let old = device.answer_registration(&first);
    let new = device.answer_registration(&first);
    bank.recognise_device(&user, &camera, &new, token_code(), NOW).unwrap();
    bank.start_registration(&user, NOW).unwrap();
    assert_eq!(
        bank.recognise_device(&user, &camera, &old, token_code(), NOW),
        Err(BankError::Refused)
    );
}

#[test]
fn five_wrong_numbers_suspend_and_another_person_releases() {
    let folder = tempfile::tempdir().unwrap();
    let mut bank = stocked(&folder.path().join("bank.sqlite"));
    let device = registered(&mut bank, USER);
    let (user, order) = (person(USER), transfer(USER, 5));
    for round in 0..2 {
        let out = bank.issue_challenge(&user, &order, NOW).unwrap();
        let right = device.answer_challenge(&out.picture);
        let tries = if round == 0 { 3 } else { 2 };
        for _ in 0..tries {
            assert_eq!(
                bank.answer_challenge(&user, out.challenge, &wrong(&right), NOW),
                Err(BankError::Refused)
            );
        }
        assert_eq!(
            bank.answer_challenge(&user, out.challenge, &right, NOW),
            Err(BankError::Refused),
            "round {round}"
        );
    }
    assert_eq!(bank.issue_challenge(&user, &order, NOW), Err(BankError::Refused), "suspended");
    assert_eq!(bank.take_notices(), [(*user.login(), Notice::Suspended)]);

    let kind = TokenKind::Camera;
    let general = Operator { role: Role::General, ..master("boss1") };
    assert_eq!(
        bank.release(&general, user.login(), kind, NOW),
        Err(BankError::NotPermitted(PermissionError::Role))
    );
    assert_eq!(
        bank.release(&master(USER), user.login(), kind, NOW),
        Err(BankError::NotPermitted(PermissionError::OwnToken))
    );
    assert_eq!(
        bank.release(&master("boss1"), &login("stranger"), kind, NOW),
        Err(BankError::Refused)
    );
    bank.release(&master("boss1"), user.login(), kind, NOW).unwrap();
    assert_eq!(bank.take_notices(), [(*user.login(), Notice::Released)]);
    assert_eq!(
        bank.release(&master("boss1"), user.login(), kind, NOW),
        Err(BankError::Refused),
        "not suspended"
    );

    let out = bank.issue_challenge(&user, &order, NOW).unwrap();
    let right = device.answer_challenge(&out.picture);
    bank.answer_challenge(&user, out.challenge, &right, NOW).unwrap();
    assert!(events(&bank, "token:1012345674").contains(&"suspended wrong".to_owned()));
}

#[test]
fn malformed_numbers_and_unknown_challenges_suspend_no_token() {
    let folder = tempfile::tempdir().unwrap();
    let mut bank = stocked(&folder.path().join("bank.sqlite"));
    let device = registered(&mut bank, USER);
    let (user, order) = (person(USER), transfer(USER, 5));
    let out = bank.issue_challenge(&user, &order, NOW).unwrap();
    for typed in ["", "1", "1234567", "123456789", "\u{ff11}\u{ff12}34", "12 45678"] {
        assert_eq!(
            bank.answer_challenge(&user, out.challenge, typed, NOW),
            Err(BankError::Refused)
        );
        assert_eq!(
            bank.answer_challenge(&user, Nonce([0; 12]), "12345678", NOW),
            Err(BankError::Refused)
        );
    }
    let number = device.answer_challenge(&out.picture);
    bank.answer_challenge(&user, out.challenge, &number, NOW).unwrap();
}

#[test]
fn a_late_number_and_a_replaced_challenge_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut bank = stocked(&folder.path().join("bank.sqlite"));
    let device = registered(&mut bank, USER);
    let user = person(USER);
    let out = bank.issue_challenge(&user, &transfer(USER, 5), NOW).unwrap();
    let number = device.answer_challenge(&out.picture);
    assert_eq!(
        bank.answer_challenge(&user, out.challenge, &number, later(300)),
        Err(BankError::Refused)
    );
    // Time does not go back for this token, even if the host's clock does.
    let out = bank.issue_challenge(&user, &transfer(USER, 5), NOW).unwrap();
    let number = device.answer_challenge(&out.picture);
    bank.answer_challenge(&user, out.challenge, &number, later(599)).unwrap();

    let first = bank.issue_challenge(&user, &transfer(USER, 5), later(600)).unwrap();
    let second = bank.issue_challenge(&user, &transfer(USER, 6), later(600)).unwrap();
    let number = device.answer_challenge(&first.picture);
    assert_eq!(
        bank.answer_challenge(&user, first.challenge, &number, later(600)),
        Err(BankError::Refused)
    );
    let number = device.answer_challenge(&second.picture);
    bank.answer_challenge(&user, second.challenge, &number, later(600)).unwrap();
}

#[test]
fn only_the_user_of_the_token_is_asked_in_their_own_name() {
    let folder = tempfile::tempdir().unwrap();
    let mut bank = stocked(&folder.path().join("bank.sqlite"));
    registered(&mut bank, USER);
    assert_eq!(
        bank.issue_challenge(&person("other1"), &transfer("other1", 5), NOW),
        Err(BankError::Refused)
    );
    assert_eq!(
        bank.issue_challenge(&person(USER), &transfer("other1", 5), NOW),
        Err(BankError::Refused)
    );
}

/// A person has one camera token, and a token code is one token's: what is taken is refused, and nothing changes.
#[test]
fn what_is_taken_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut bank = bank(&folder.path().join("bank.sqlite"));
    let mut doubled = common::packages();
    doubled.truncate(1);
    bank.import(&doubled, NOW).unwrap();
    doubled[0].device.serial = Some("1012345675".to_owned());
    bank.import(&doubled, NOW).unwrap();

    let (mut first, mut second) = (Device::example(), Device::example());
    second.serial = serial("1012345675");
    let (user, other) = (person(USER), person("other1"));
    let pictures = [
        bank.start_registration(&user, NOW).unwrap(),
        bank.start_registration(&other, NOW).unwrap(),
    ];
    let [first_code, second_code] =
        [first.answer_registration(&pictures[0]), second.answer_registration(&pictures[1])];
    let picture =
        bank.recognise_device(&user, &first.serial, &first_code, token_code(), NOW).unwrap();
    let taken = bank.recognise_device(&other, &second.serial, &second_code, token_code(), NOW);
    assert_eq!(taken, Err(BankError::Refused), "the token code is the first token's");

    // The same person begins a second registration while the first one is under way.
    let number = first.answer_activation(&picture);
    let again = bank.start_registration(&user, NOW).unwrap();
    let code = second.answer_registration(&again);
    let another = "FDT7304586-1".parse().unwrap();
    let picture = bank.recognise_device(&user, &second.serial, &code, another, NOW).unwrap();
    let second_number = second.answer_activation(&picture);
    bank.confirm_activation(&user, &first.serial, &number, NOW).unwrap();
    let taken = bank.confirm_activation(&user, &second.serial, &second_number, NOW);
    assert_eq!(taken, Err(BankError::Refused), "the person has a camera token");
    assert!(bank.verify_audit().is_ok());
}

/// The bank accepted the registration, the device gave it up: initialise, and register again.
#[test]
fn a_registration_that_the_device_gave_up_is_initialised() {
    let folder = tempfile::tempdir().unwrap();
    let mut bank = stocked(&folder.path().join("bank.sqlite"));
    let mut device = registered(&mut bank, USER);
    let (user, camera) = (person(USER), serial(CAMERA));
    device.forget();
    let general = Operator { role: Role::General, ..master(USER) };
    assert_eq!(
        bank.initialise(&general, &camera, NOW),
        Err(BankError::NotPermitted(PermissionError::Role))
    );
    assert_eq!(bank.initialise(&master(USER), &serial("99999999"), NOW), Err(BankError::Refused));
    assert_eq!(
        bank.initialise(&master(USER), &serial(common::HARDWARE_OTP), NOW),
        Err(BankError::Refused)
    );
    bank.initialise(&master(USER), &camera, NOW).unwrap();
    assert_eq!(bank.take_notices(), [(*user.login(), Notice::Initialised)]);
    assert_eq!(
        bank.issue_challenge(&user, &transfer(USER, 1), NOW),
        Err(BankError::Refused),
        "detached"
    );
    assert_eq!(bank.initialise(&master(USER), &camera, NOW), Err(BankError::Refused), "once");

    let code = device.answer_registration(&bank.start_registration(&user, NOW).unwrap());
    let picture = bank.recognise_device(&user, &camera, &code, token_code(), NOW).unwrap();
    let number = device.answer_activation(&picture);
    bank.confirm_activation(&user, &camera, &number, NOW).unwrap();
    let out = bank.issue_challenge(&user, &transfer(USER, 1), NOW).unwrap();
    bank.answer_challenge(&user, out.challenge, &device.answer_challenge(&out.picture), NOW)
        .unwrap();
    assert_eq!(bank.initialise(&master(USER), &camera, NOW), Err(BankError::Refused), "in service");
    assert!(bank.verify_audit().is_ok());
}

/// The bank follows the device's activation counter, however often a registration is started again.
#[test]
fn a_device_is_recognised_after_many_registrations() {
    let folder = tempfile::tempdir().unwrap();
    let mut bank = stocked(&folder.path().join("bank.sqlite"));
    let (mut device, user, camera) = (Device::example(), person(USER), serial(CAMERA));
    for round in 0..40 {
        let code = device.answer_registration(&bank.start_registration(&user, NOW).unwrap());
        let picture = bank.recognise_device(&user, &camera, &code, token_code(), NOW);
        assert!(picture.is_ok(), "registration {round}");
    }
}

/// A registration picture that malware shows again and again to a device only raises its counter: the bank follows.
#[test]
fn a_device_that_answered_thousands_of_pictures_is_recognised() {
    let folder = tempfile::tempdir().unwrap();
    let mut bank = stocked(&folder.path().join("bank.sqlite"));
    let (mut device, user, camera) = (Device::example(), person(USER), serial(CAMERA));
    let first = bank.start_registration(&user, NOW).unwrap();
    for _ in 0..4_095 {
        device.answer_registration(&first);
    }
    let typed = device.answer_registration(&first);
    assert!(bank.recognise_device(&user, &camera, &typed, token_code(), NOW).is_ok());
}

/// A serial number that was brought to a later version is never activated with an earlier one. None is defined yet, so it is
/// planted in the record.
#[test]
fn a_device_is_never_taken_back_to_an_earlier_version() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bank.sqlite");
    drop(stocked(&file));
    let connection = rusqlite::Connection::open(&file).unwrap();
    let query = "SELECT body FROM record WHERE subject = 'token:1012345674'";
    let mut body: Vec<u8> = connection.query_row(query, [], |row| row.get(0)).unwrap();
    // Tag, token, wrapped key, counter, time, key epoch.
    let version = 1 + 36 + 1 + usize::from(body[37]) + 8 + 8 + 2;
    assert_eq!(body[version], 1);
    body[version] = 2;
    let update = "UPDATE record SET body = ?1 WHERE subject = 'token:1012345674'";
    connection.execute(update, [&body]).unwrap();
    let (mut bank, mut device, user) = (bank(&file), Device::example(), person(USER));
    let typed = device.answer_registration(&bank.start_registration(&user, NOW).unwrap());
    let activated = bank.recognise_device(&user, &serial(CAMERA), &typed, token_code(), NOW);
    assert_eq!(activated, Err(BankError::Refused));
    let told = events(&bank, "token:1012345674");
    assert_eq!(told.last().unwrap(), "device refused earlier version");
}
