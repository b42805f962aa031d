use warifu_core::codec::{Decode, Encode};
use warifu_sign::{ActivationMessage, RegistrationMessage};

use crate::Case;

pub(crate) fn check_registration(accepted: bool, case: &Case) {
    let bytes = case.hex("message");
    let decoded = RegistrationMessage::decode_whole(&bytes);
    if !accepted {
        return case.refused_at(decoded.err().map(|error| error.offset()));
    }
    let message = decoded.unwrap();
    assert_eq!(message.encoded::<{ RegistrationMessage::LENGTH }>().unwrap().as_slice(), bytes);
    case.says("issuer", &message.issuer.to_string());
    case.says("nonce", &hex::encode(message.nonce.0));
    case.says("issued", &message.issued.value().to_string());
}

pub(crate) fn check_activation(accepted: bool, case: &Case) {
    let body = case.hex("body");
    let decoded = ActivationMessage::decode_whole(&body);
    if !accepted {
        return case.refused_at(decoded.err().map(|error| error.offset()));
    }
    let message = decoded.unwrap();
    let again = message.encoded::<128>().unwrap();
    assert_eq!(again.as_slice(), body);
    case.says("token-code", message.token_code.as_str());
    case.says("login", message.login.as_str());
    case.says("bank", &message.bank.to_string());
    case.says("key-epoch", &message.key_epoch.to_string());
}
