//! Keys and messages for the tests of this crate.

use std::vec;
use std::vec::Vec;

use aes_gcm::aead::AeadInOut;
use aes_gcm::{Aes256Gcm, KeyInit};
use warifu_core::keys::{Activation, DeviceRootKey, RegistrationNonce};
use warifu_core::{
    Aad, Counter, Header, IssuerId, Kind, Message, MessageKind, Nonce, SealingKey, Seconds,
    UnixTime, Validity, kind,
};

use crate::SealedMessage;

/// The validity of [`message`], as its plaintext begins.
pub(crate) const VALIDITY: [u8; 10] = [0x00, 0x10, 0x00, 0x07, 0x6b, 0x49, 0xd2, 0x00, 0x01, 0x2c];

pub(crate) fn message_key() -> SealingKey {
    key_of_epoch(1)
}

pub(crate) fn other_key() -> SealingKey {
    key_of_epoch(2)
}

fn key_of_epoch(key_epoch: u16) -> SealingKey {
    let activation = Activation {
        issuer: IssuerId::new(138),
        registration: RegistrationNonce([7; 16]),
        counter: Counter::new(1),
        token_code: "FDT7306594-99".parse().unwrap(),
        key_epoch,
    };
    let device = DeviceRootKey::new([0x42; 32]).issuer_device_key(activation.issuer);
    device.instance_key(&activation).message_key()
}

/// A message under [`message_key`] with a body of `length` bytes.
pub(crate) fn message<K: MessageKind>(length: usize) -> Message<K> {
    composed(&[], &vec![0xb0; length])
}

pub(crate) fn bound_message(bound: &[u8]) -> Message<kind::Activation> {
    composed(bound, b"body")
}

fn composed<K: MessageKind>(bound: &[u8], body: &[u8]) -> Message<K> {
    let issued = UnixTime::new(1_800_000_000);
    let validity = Validity::new(0x0010_0007, issued, Seconds::minutes(5)).unwrap();
    let key = message_key();
    Message::danger_compose_with_nonce(&key, NONCE, bound, validity, |writer| writer.bytes(body))
        .unwrap()
}

/// The message, sealed with [`message_key`].
pub(crate) fn sealed<K: MessageKind>(message: &Message<K>) -> SealedMessage {
    SealedMessage::seal(message, &message_key()).unwrap()
}

/// A transaction envelope around any padded plaintext, with a correct tag by `key`, under the name of `named`.
pub(crate) fn sealed_by_hand(named: &SealingKey, key: &SealingKey, padded: &[u8]) -> Vec<u8> {
    let aad = Aad::new(Header::new(Kind::Transaction), named.key_id(NONCE), &[]).unwrap();
    // A message that is bound to nothing begins with its additional authenticated data.
    let mut bytes = [aad.as_slice(), &NONCE.0].concat();
    let mut text = padded.to_vec();
    let tag = Aes256Gcm::new(key.expose().into())
        .encrypt_inout_detached(&NONCE.0.into(), aad.as_slice(), text.as_mut_slice().into())
        .unwrap();
    bytes.extend(text);
    bytes.extend(tag);
    bytes
}

const NONCE: Nonce = Nonce([9; 12]);
