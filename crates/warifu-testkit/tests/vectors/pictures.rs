use warifu_core::keys::{InstanceKey, RandomBytes};
use warifu_core::{Message, kind};
use warifu_qr::{Envelope, ReplayWindow, SealedMessage, text};

use crate::Case;

pub(crate) fn check_text(accepted: bool, case: &Case) {
    let decoded = text::decode(case.text("text"));
    if !accepted {
        return case.refused_at(decoded.err().map(|error| error.offset()));
    }
    case.says("bytes", &hex::encode(decoded.unwrap()));
    case.says("text", &text::encode(&case.hex("bytes")));
}

pub(crate) fn check_envelope(accepted: bool, case: &Case) {
    let key = InstanceKey::new(case.array("instance-key")).message_key();
    let bytes = case.hex("envelope");
    let envelope = Envelope::decode(&bytes).ok();
    let opened = envelope.and_then(|envelope| envelope.open(&key, &[]).ok());
    if !accepted {
        return assert!(opened.is_none(), "{:?}", case.lines());
    }
    let opened = opened.unwrap_or_else(|| panic!("does not open: {:?}", case.lines()));
    let message: &Message<kind::Transaction> = opened.message();
    case.says("plaintext", &hex::encode(message.plaintext()));
    case.says("aad", &hex::encode(message.aad().as_slice()));
    case.says("sequence", &message.validity().sequence().to_string());
    case.says("issued", &message.validity().issued().value().to_string());
    case.says("expires", &message.validity().expires().value().to_string());
    assert_eq!(SealedMessage::seal(message, &key).unwrap().as_bytes(), bytes);
}

/// The nonce that a bank makes, and the key id that goes with it.
pub(crate) fn check_nonce(case: &Case) {
    let keys = InstanceKey::new(case.array("instance-key")).message_keys();
    let random = RandomBytes(case.array("random"));
    let nonce = keys.nonce(&random, case.number("sequence"), &case.hex("plaintext"));
    case.says("nonce", &hex::encode(nonce.0));
    case.says("key-id", &hex::encode(keys.sealing_key().key_id(nonce).0));
}

/// What a device takes after it has confirmed others.
pub(crate) fn check_sequence(accepted: bool, case: &Case) {
    let mut window = ReplayWindow::starting_at(case.number("start"));
    for used in case.all("used") {
        window.accept(used.parse().unwrap()).unwrap();
    }
    let taken = window.check(case.number("sequence"));
    assert_eq!(taken.is_ok(), accepted, "{:?}", case.lines());
}
