use warifu_core::keys::{
    Activation, DeviceRootKey, RegistrationKey, RegistrationNonce, SealingKey, SigningKey,
};
use warifu_core::{Bytes, Counter, IssuerId, KeyId, Kind, Message, Nonce, Opened};
use warifu_sign::{
    Authenticated, Checked, DisplayProfile, Pending, RegistrationMessage, Transaction, Viewing,
    activation_number, device_code, issue,
};

use crate::Case;

/// The number that the device computes, and that the bank takes.
pub(crate) fn check(case: &Case) {
    let kind = match case.text("kind") {
        "transaction" => Kind::Transaction,
        "activation" => Kind::Activation,
        other => panic!("no kind {other}"),
    };
    let key = SigningKey::new(case.array("signing-key"));
    let message = || {
        let aad = case.hex("aad");
        let plaintext = Bytes::copy_of(&case.hex("plaintext")).unwrap();
        let key_id = KeyId(aad[1..5].try_into().unwrap());
        let nonce = Nonce(case.array("nonce"));
        Message::decode(kind, key_id, nonce, &aad[5..], plaintext).unwrap()
    };
    let opened = Opened::danger_assume_authenticated(message());
    let number = if kind == Kind::Activation {
        activation_number(&opened, &key).unwrap()
    } else {
        sign(opened, &key)
    };
    case.says("number", number.expose());
    let pending = pending(&message());
    let last = message().validity().issued();
    assert!(matches!(pending.check(case.text("number"), &key, last), Checked::Approved(_)));
}

/// As the bank keeps it: a transaction is issued anew from what the message says.
fn pending(message: &Message) -> Pending {
    if message.kind() == Kind::Activation {
        return Pending::of_activation(message).unwrap();
    }
    let order = Transaction::decode(message.body()).unwrap();
    let (key_id, nonce) = (message.key_id(), message.nonce());
    issue(&order, key_id, nonce, *message.validity(), DisplayProfile::CAMERA_TOKEN).unwrap().pending
}

fn sign(opened: Opened, key: &SigningKey) -> warifu_core::Code {
    let mut viewing =
        Authenticated::decode(opened).unwrap().show(DisplayProfile::CAMERA_TOKEN).unwrap();
    loop {
        match viewing {
            Viewing::More(showing) => viewing = showing.turn(),
            Viewing::Last(shown) => return shown.confirm().sign(key),
        }
    }
}

/// Every key that comes from a device root key.
pub(crate) fn check_keys(case: &Case) {
    let activation = Activation {
        issuer: IssuerId::new(case.number("issuer")),
        registration: RegistrationNonce(case.array("registration-nonce")),
        counter: Counter::new(case.number("activation-counter")),
        token_code: case.text("token-code").parse().unwrap(),
        key_epoch: case.number("key-epoch"),
    };
    let device = DeviceRootKey::new(case.array("root-key")).issuer_device_key(activation.issuer);
    let instance = device.instance_key(&activation);
    let with_id = |key: &SealingKey| [hex::encode(key.expose()), hex::encode(key.id().0)].concat();
    case.says("issuer-device-key", &hex::encode(device.expose()));
    case.says("registration-key", &hex::encode(device.registration_key().expose()));
    let key = device.activation_key(&activation.registration, activation.counter);
    case.says("activation-key", &with_id(&key));
    case.says("instance-key", &hex::encode(instance.expose()));
    case.says("message-key", &with_id(&instance.message_key()));
    case.says("signing-key", &hex::encode(instance.signing_key().expose()));
}

/// The 12 digits that answer a registration message.
pub(crate) fn check_device_code(case: &Case) {
    let code = device_code(
        &RegistrationKey::new(case.array("registration-key")),
        &RegistrationMessage::decode(&case.hex("message")).unwrap(),
        &case.text("serial").parse().unwrap(),
        Counter::new(case.number("activation-counter")),
    );
    case.says("code", code.unwrap().expose());
}
