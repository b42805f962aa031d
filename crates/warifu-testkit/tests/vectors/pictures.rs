use warifu_core::Message;
use warifu_core::keys::InstanceKey;
use warifu_qr::{Envelope, text};

use crate::Case;

pub(crate) fn check_text(accepted: bool, case: &Case) {
    let decoded = text::decode(case.text("text"));
    if !accepted {
        return case.refused_at(decoded.err().map(|error| error.offset));
    }
    case.says("bytes", &hex::encode(decoded.unwrap()));
    case.says("text", &text::encode(&case.hex("bytes")));
}

pub(crate) fn check_envelope(accepted: bool, case: &Case) {
    let key = InstanceKey::new(case.array("instance-key")).message_key();
    let bytes = case.hex("envelope");
    let opened = Envelope::decode(&bytes).ok().and_then(|envelope| envelope.open(&key, &[]).ok());
    if !accepted {
        return assert!(opened.is_none(), "{:?}", case.lines());
    }
    let opened = opened.unwrap_or_else(|| panic!("does not open: {:?}", case.lines()));
    let message: &Message = opened.message();
    case.says("plaintext", &hex::encode(message.plaintext()));
    case.says("aad", &hex::encode(message.aad().as_slice()));
    case.says("sequence", &message.validity().sequence().to_string());
    case.says("issued", &message.validity().issued().value().to_string());
    case.says("expires", &message.validity().expires().value().to_string());
    assert_eq!(Envelope::seal(message, &key).unwrap().as_bytes(), bytes);
}
