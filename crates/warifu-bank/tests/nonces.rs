//! What a bank seals its messages with: nonces that never come twice, and sequence numbers that a restored bank skips.
#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, reason = "tests")]

mod common;

use common::{
    CAMERA, Device, NOW, bank, bank_with, later, person, registered, serial, stocked, token_code,
    transfer,
};
use warifu_bank::{BankError, SystemEntropy};
use warifu_core::keys::InstanceKey;
use warifu_core::{Entropy, EntropyError, Message, Nonce, Seconds, UnixTime, Validity, kind};
use warifu_lifecycle::{Operator, Role};
use warifu_qr::{MessageCounter, SealError, SealedMessage, ServerEpoch};

const USER: &str = "I7000156KANR";
const MESSAGES: usize = 10_000_000;

/// Ten million messages, sealed as a bank seals them, for ten instances.
#[test]
fn no_nonce_comes_twice() {
    let mut nonces: Vec<Nonce> = Vec::new();
    let (mut instance, mut counter) = (0_u8, MessageCounter::new());
    let mut keys = InstanceKey::new([instance; 32]).message_keys();
    let epoch = ServerEpoch::new(1).unwrap();
    while nonces.len() < MESSAGES {
        let parameters = match counter.next(epoch, &mut SystemEntropy) {
            Ok(parameters) => parameters,
            Err(exhausted) => {
                assert_eq!(exhausted, SealError::InstanceExhausted);
                assert_eq!(counter.sealed(), 1 << 20);
                // Registering the device again heals it.
                instance += 1;
                keys = InstanceKey::new([instance; 32]).message_keys();
                counter = MessageCounter::new();
                continue;
            }
        };
        let issued = UnixTime::new(1_800_000_000);
        let validity = Validity::new(parameters.sequence, issued, Seconds::minutes(5)).unwrap();
        let random = &parameters.random;
        let message =
            Message::<kind::Transaction>::compose(&keys, random, &[], validity, |writer| {
                writer.bytes(&[0x41; 56])
            })
            .unwrap();
        let envelope = SealedMessage::seal(&message, keys.sealing_key()).unwrap();
        assert_eq!(envelope.as_bytes()[5..17], message.nonce().0);
        nonces.push(message.nonce());
    }
    assert_eq!(instance, 9, "ten instances, the last one not quite used up");
    nonces.sort_unstable();
    assert!(nonces.is_sorted_by(|one, next| one < next), "a nonce came twice");
}

/// A generator that was left behind at one state.
struct Stuck;

impl Entropy for Stuck {
    fn fill(&mut self, destination: &mut [u8]) -> Result<(), EntropyError> {
        destination.fill(0x5a);
        Ok(())
    }
}

/// A generator that does not deliver.
struct Silent;

impl Entropy for Silent {
    fn fill(&mut self, _destination: &mut [u8]) -> Result<(), EntropyError> {
        Err(EntropyError)
    }
}

#[test]
fn a_stuck_generator_is_noticed_before_a_picture_leaves() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bank.sqlite");
    registered(&mut stocked(&file), USER);
    let (user, order) = (person(USER), transfer(USER, 125_000));
    let mut stuck = bank_with(&file, Stuck, ServerEpoch::FIRST);
    let out = stuck.issue_challenge(&user, &order, NOW).unwrap();
    let refused = Err(BankError::Seal(SealError::StuckEntropy));
    assert_eq!(stuck.issue_challenge(&user, &order, later(1)), refused);
    let mut restarted = bank_with(&file, Stuck, ServerEpoch::FIRST);
    assert_eq!(restarted.issue_challenge(&user, &order, later(2)), refused);
    let told = restarted.audit().unwrap();
    let told = told.iter().filter(|entry| entry.event == "message not sealed");
    assert!(told.map(|entry| entry.reason.as_str()).eq(["randomness repeats itself"; 2]));
    let mended = bank(&file).issue_challenge(&user, &order, later(3)).unwrap();
    assert_ne!(mended.challenge, out.challenge);
}

#[test]
fn a_later_server_epoch_skips_ahead_and_none_goes_back() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bank.sqlite");
    let device = registered(&mut stocked(&file), USER);
    let (user, order) = (person(USER), transfer(USER, 125_000));
    let mut restored = bank_with(&file, SystemEntropy, ServerEpoch::new(3).unwrap());
    let out = restored.issue_challenge(&user, &order, NOW).unwrap();
    let number = device.answer_challenge(&out.picture);
    assert!(restored.answer_challenge(&user, out.challenge, &number, NOW).is_ok());
    let refused = bank(&file).issue_challenge(&user, &order, NOW);
    assert_eq!(refused, Err(BankError::Seal(SealError::EpochWentBack)));
}

/// Every sealed picture of an instance has a higher sequence number than the one before; the next instance begins anew.
#[test]
fn sequence_numbers_rise_through_an_instances_life() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bank.sqlite");
    let mut device = registered(&mut stocked(&file), USER);
    let (user, order) = (person(USER), transfer(USER, 125_000));
    let numbers = |device: &Device| -> Vec<u32> {
        let issue = |_| {
            let out = bank(&file).issue_challenge(&user, &order, NOW).unwrap();
            device.open_challenge(&out.picture).message().validity().sequence()
        };
        (0..5).map(issue).collect()
    };
    assert_eq!(numbers(&device), [2, 3, 4, 5, 6], "1 was the activation's");

    let master = Operator { login: "boss1".parse().unwrap(), role: Role::Master };
    let camera = serial(CAMERA);
    bank(&file).initialise(&master, &camera, NOW).unwrap();
    let typed = device.answer_registration(&bank(&file).start_registration(&user, NOW).unwrap());
    let second = bank(&file).recognise_device(&user, &camera, &typed, token_code(), NOW).unwrap();
    let typed = device.answer_activation(&second);
    bank(&file).confirm_activation(&user, &camera, &typed, NOW).unwrap();
    assert_eq!(numbers(&device), [2, 3, 4, 5, 6], "of the second instance");
}

#[test]
fn what_the_bank_lacks_is_not_the_customers_wrong_code() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bank.sqlite");
    let (mut device, user) = (Device::example(), person(USER));
    let first = stocked(&file).start_registration(&user, NOW).unwrap();
    let typed = device.answer_registration(&first);
    let mut silent = bank_with(&file, Silent, ServerEpoch::FIRST);
    for _ in 0..20 {
        let refused = silent.recognise_device(&user, &serial(CAMERA), &typed, token_code(), NOW);
        assert_eq!(refused, Err(BankError::Entropy(EntropyError)));
    }
    let recognised =
        bank(&file).recognise_device(&user, &serial(CAMERA), &typed, token_code(), NOW);
    assert!(recognised.is_ok(), "{recognised:?}");
}
