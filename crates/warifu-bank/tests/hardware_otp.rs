//! The hardware OTP token: registration, single use, suspension, and many requests at once.
#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, reason = "tests")]

mod common;

use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use common::{
    HARDWARE_OTP, NOW, TestBank, bank, events, hardware_otp, later, login, person, serial, stocked,
    wrong,
};
use warifu_bank::store::TokenKind;
use warifu_bank::{BankError, FirstFactor};
use warifu_lifecycle::{Notice, Operator, Role};
use warifu_otp::Totp;

/// A person who registered the hardware OTP token with the password of `NOW`.
fn registered_otp(bank: &mut TestBank) -> (FirstFactor, Totp) {
    let (user, token) = (person("user01"), hardware_otp());
    let shown = token.generate(NOW).unwrap();
    bank.register_hardware_otp(&user, &serial(HARDWARE_OTP), shown.expose(), NOW).unwrap();
    (user, token)
}

#[test]
fn each_password_counts_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut bank = stocked(&folder.path().join("bank.sqlite"));
    let (user, token) = (person("user01"), hardware_otp());
    let shown = |seconds| token.generate(later(seconds)).unwrap();
    bank.register_hardware_otp(&user, &serial(HARDWARE_OTP), shown(0).expose(), NOW).unwrap();
    assert_eq!(
        bank.log_in(&user, shown(0).expose(), later(1)),
        Err(BankError::Refused),
        "used by the registration"
    );
    bank.log_in(&user, shown(60).expose(), later(60)).unwrap();
    assert_eq!(bank.log_in(&user, shown(60).expose(), later(61)), Err(BankError::Refused));
    assert_eq!(
        bank.log_in(&user, shown(0).expose(), later(61)),
        Err(BankError::Refused),
        "before the last used one"
    );
    bank.log_in(&user, shown(180).expose(), later(180)).unwrap();
    assert_eq!(
        events(&bank, "token:20123456789"),
        [
            "imported",
            "password registered",
            "password refused used",
            "password accepted",
            "password refused used",
            "password refused used",
            "password accepted",
        ]
    );
}

#[test]
fn two_people_with_one_token_cannot_both_use_one_password() {
    let folder = tempfile::tempdir().unwrap();
    let mut bank = stocked(&folder.path().join("bank.sqlite"));
    let (first, second, token) = (person("user01"), person("user02"), hardware_otp());
    let shown = |seconds| token.generate(later(seconds)).unwrap();
    bank.register_hardware_otp(&first, &serial(HARDWARE_OTP), shown(0).expose(), NOW).unwrap();
    assert!(
        bank.register_hardware_otp(&second, &serial(HARDWARE_OTP), shown(0).expose(), NOW).is_err()
    );
    bank.register_hardware_otp(&second, &serial(HARDWARE_OTP), shown(60).expose(), later(60))
        .unwrap();
    bank.log_in(&first, shown(120).expose(), later(120)).unwrap();
    assert_eq!(bank.log_in(&second, shown(120).expose(), later(120)), Err(BankError::Refused));
    bank.log_in(&second, shown(180).expose(), later(180)).unwrap();
}

#[test]
fn a_clock_that_goes_back_opens_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut bank = stocked(&folder.path().join("bank.sqlite"));
    let (user, token) = registered_otp(&mut bank);
    let unused = token.generate(later(120)).unwrap();
    assert!(bank.log_in(&user, "000000", later(3_600)).is_err());
    assert_eq!(bank.log_in(&user, unused.expose(), later(120)), Err(BankError::Refused));
}

#[test]
fn five_wrong_passwords_suspend_and_the_right_one_gets_the_same_answer() {
    let folder = tempfile::tempdir().unwrap();
    let mut bank = stocked(&folder.path().join("bank.sqlite"));
    let (user, token) = registered_otp(&mut bank);
    let right = token.generate(later(300)).unwrap();
    for _ in 0..5 {
        assert_eq!(bank.log_in(&user, &wrong(right.expose()), later(300)), Err(BankError::Refused));
    }
    assert_eq!(bank.log_in(&user, right.expose(), later(300)), Err(BankError::Refused));
    let boss = Operator { login: login("boss1"), role: Role::Administrator };
    bank.release(&boss, user.login(), TokenKind::HardwareOtp, later(300)).unwrap();
    let told = [Notice::Suspended, Notice::Released].map(|notice| (*user.login(), notice));
    assert_eq!(bank.take_notices(), told, "each once, in order");
    assert!(bank.take_notices().is_empty());
    bank.log_in(&user, right.expose(), later(300)).unwrap();
}

#[test]
fn unknown_tokens_and_people_are_refused_alike() {
    let folder = tempfile::tempdir().unwrap();
    let mut bank = stocked(&folder.path().join("bank.sqlite"));
    let user = person("user01");
    for unknown in ["99999999", common::CAMERA] {
        assert_eq!(
            bank.register_hardware_otp(&user, &serial(unknown), "123456", NOW),
            Err(BankError::Refused)
        );
    }
    assert_eq!(bank.log_in(&user, "123456", NOW), Err(BankError::Refused));
}

/// Four connections, one password: one of them gets in.
#[test]
fn one_of_many_requests_at_once_is_granted() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bank.sqlite");
    let (user, token) = (person("user01"), hardware_otp());
    stocked(&file)
        .register_hardware_otp(
            &user,
            &serial(HARDWARE_OTP),
            token.generate(NOW).unwrap().expose(),
            NOW,
        )
        .unwrap();
    for round in 1..=8 {
        let now = later(round * 60);
        let shown = token.generate(now).unwrap();
        let (granted, barrier) = (AtomicUsize::new(0), Barrier::new(4));
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    let mut bank = bank(&file);
                    barrier.wait();
                    if bank.log_in(&user, shown.expose(), now).is_ok() {
                        granted.fetch_add(1, Ordering::SeqCst);
                    }
                });
            }
        });
        assert_eq!(granted.load(Ordering::SeqCst), 1, "round {round}");
    }
}

/// Twelve wrong guesses at once: five are evaluated, and then the token is suspended.
#[test]
fn guesses_at_once_do_not_exceed_the_limit() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bank.sqlite");
    let (user, token) = (person("user01"), hardware_otp());
    stocked(&file)
        .register_hardware_otp(
            &user,
            &serial(HARDWARE_OTP),
            token.generate(NOW).unwrap().expose(),
            NOW,
        )
        .unwrap();
    let right = token.generate(later(600)).unwrap();
    let barrier = Barrier::new(4);
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let mut bank = bank(&file);
                barrier.wait();
                for _ in 0..3 {
                    assert_eq!(
                        bank.log_in(&user, &wrong(right.expose()), later(600)),
                        Err(BankError::Refused)
                    );
                }
            });
        }
    });
    let bank = bank(&file);
    let log = events(&bank, "token:20123456789");
    let evaluated = log.iter().filter(|event| event.ends_with("wrong")).count();
    assert_eq!(evaluated, 5, "{log:?}");
    assert_eq!(log.iter().filter(|event| event.as_str() == "suspended wrong").count(), 1);
    assert!(bank.verify_audit().is_ok());
}
