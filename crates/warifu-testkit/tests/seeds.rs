//! Replays the seeds of every fuzz target. The folders are enumerated, never listed.
#![cfg(test)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use warifu_core::codec::{Decode, Reader};
use warifu_core::keys::{DeviceRootKey, InstanceKey};
use warifu_core::kind;
use warifu_lifecycle::{Attempts, CameraToken};
use warifu_qr::{Envelope, MessageCounter, ReplayWindow, text};
use warifu_sign::{
    ActivationMessage, DisplayProfile, PendingChallenge, RegistrationMessage, Reviewed, Transaction,
};
use warifu_testkit::{TARGETS, run};
use warifu_token::{Flash, MemoryFlash, Token};

fn fuzz() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz")
}

/// The names in a folder of `fuzz`, without their extension.
fn names(folder: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(fuzz().join(folder)).unwrap();
    entries
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
        .collect()
}

#[test]
fn every_target_has_seeds_and_a_file() {
    let targets: BTreeSet<String> = TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(names("seeds"), targets);
    assert_eq!(names("fuzz_targets"), targets);
}

#[test]
fn seeds() {
    let mut replayed = 0_usize;
    for target in names("seeds") {
        for entry in fs::read_dir(fuzz().join("seeds").join(&target)).unwrap() {
            run(&target, &fs::read(entry.unwrap().path()).unwrap());
            replayed = replayed.saturating_add(1);
        }
    }
    assert!(replayed >= 2 * TARGETS.len(), "{replayed} seeds");
}

fn is_pending<K: Reviewed>(seed: &[u8]) -> bool {
    PendingChallenge::<K>::decode(&mut Reader::new(seed)).is_ok()
}

/// What a name says is genuine is accepted: a seed that is refused at its first byte leads nowhere.
#[test]
fn genuine_seeds_are_accepted() {
    let key = InstanceKey::new([7; 32]).message_key();
    let opens = |seed: &[u8]| {
        Envelope::decode(seed).is_ok_and(|one| one.open::<kind::Transaction>(&key, &[]).is_ok())
    };
    let parsed = |seed: &[u8]| text::decode(str::from_utf8(seed).unwrap()).unwrap();
    let genuine = [
        accepted("sign_messages", "activation-body", |seed| {
            ActivationMessage::decode_whole(seed).is_ok()
        }),
        accepted("sign_messages", "registration", |seed| {
            RegistrationMessage::decode_whole(seed).is_ok()
        }),
        accepted("sign_messages", "-body", |seed| {
            Transaction::decode_whole(seed).is_ok() || ActivationMessage::decode_whole(seed).is_ok()
        }),
        accepted("sign_transactions", "", |seed| {
            let (length, bodies) = seed.split_first().unwrap();
            let (one, other) = bodies.split_at(usize::from(*length));
            Transaction::decode_whole(one).is_ok() && Transaction::decode_whole(other).is_ok()
        }),
        accepted("qr_envelope", "genuine-100", opens),
        accepted("qr_envelope", "genuine-190", opens),
        accepted("qr_envelope", "genuine-375", opens),
        accepted("qr_envelope", "-of-another-key", |seed| {
            Envelope::decode(seed).is_ok() && !opens(seed)
        }),
        accepted("qr_envelope", "replay-window", |seed| {
            ReplayWindow::decode(&mut Reader::new(seed)).is_ok()
        }),
        accepted("qr_envelope", "message-counter", |seed| {
            MessageCounter::decode(&mut Reader::new(seed)).is_ok()
        }),
        accepted("qr_text", "registration-message", |seed| {
            RegistrationMessage::decode_whole(&parsed(seed)).is_ok()
        }),
        accepted("qr_text", "activation", |seed| Envelope::decode(&parsed(seed)).is_ok()),
        accepted("qr_text", "transaction", |seed| Envelope::decode(&parsed(seed)).is_ok()),
        accepted("token_image", "no-instances", starts_a_token),
        accepted("token_image", "one-instance", starts_a_token),
        accepted("token_image", "two-instances-of-one-key", starts_a_token),
        accepted("stored_records", "pending", |seed| {
            let is_activation = is_pending::<kind::Activation>(seed);
            is_activation != is_pending::<kind::Transaction>(seed)
        }),
        accepted("stored_records", "pending-activation", |seed| {
            is_pending::<kind::Activation>(seed)
        }),
        accepted("stored_records", "attempts", |seed| {
            Attempts::decode(&mut Reader::new(seed)).is_ok()
        }),
        accepted("stored_records", "camera-in-service", |seed| {
            CameraToken::decode(&mut Reader::new(seed)).is_ok()
        }),
    ];
    assert!(genuine.iter().all(|&seeds| seeds > 0), "{genuine:?}");
}

/// How many seeds of a target there are whose name ends like this; all of them are accepted.
fn accepted(target: &str, ending: &str, is_accepted: impl Fn(&[u8]) -> bool) -> usize {
    let folder = fuzz().join("seeds").join(target);
    let named = names_in(&folder).into_iter().filter(|name| name.ends_with(ending));
    named
        .inspect(|name| {
            assert!(is_accepted(&fs::read(folder.join(name)).unwrap()), "{target}/{name}");
        })
        .count()
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

fn starts_a_token(image: &[u8]) -> bool {
    let mut flash = MemoryFlash::empty();
    flash.replace(image).unwrap();
    let serial = "1012345674".parse().unwrap();
    let root = DeviceRootKey::new([0x42; 32]);
    Token::new(root, serial, DisplayProfile::CAMERA_TOKEN, flash).is_ok()
}
