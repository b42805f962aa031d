use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use warifu_core::codec::{Decode, Encode};
use warifu_core::keys::{
    Activation, DeviceRootKey, InstanceKey, RandomBytes, RegistrationKey, RegistrationNonce,
    SealingKey, SigningKey,
};
use warifu_core::{
    AuthenticatedMessage, Counter, Header, IssuerId, KeyId, Message, MessageKind, Nonce, Seconds,
    SecretBuf, Serial, UnixTime, Validity, kind,
};
use warifu_sign::transaction::{AccountKind, Caution, Cautions};
use warifu_sign::{
    Account, AccountPick, Amount, Answer, Confirmation, Confirmed, Date, DisplayProfile, Field,
    KanaText, Operation, PendingChallenge, PickChoice, RegistrationMessage, Review, ReviewLastPage,
    Reviewed, Transaction, device_code,
};

use crate::Case;

/// The number that the device computes, and that the bank takes.
pub(crate) fn check(case: &Case) {
    match case.text("kind") {
        "transaction" => check_transaction(case),
        "activation" => check_activation(case),
        other => panic!("no kind {other}"),
    }
}

/// A transaction is issued with a nonce that the bank makes, so there is no challenge of this one.
fn check_transaction(case: &Case) {
    let confirmed = match last_page::<kind::Transaction>(message(case)).confirm() {
        Confirmation::Confirmed(confirmed) => confirmed,
        Confirmation::Pick(pick) => picked(pick, &message(case)),
    };
    case.says("number", confirmed.sign(&signing_key(case)).expose());
}

/// An activation's challenge is had from its message.
fn check_activation(case: &Case) {
    let (message, key) = (message::<kind::Activation>(case), signing_key(case));
    let pending = PendingChallenge::from_activation(&message);
    let last = message.validity().issued();
    case.says("number", last_page(message).confirm().sign(&key).expose());
    assert!(matches!(pending.check(case.text("number"), &key, last), Answer::Accepted(_)));
}

fn signing_key(case: &Case) -> SigningKey {
    SigningKey::new(case.array("signing-key"))
}

fn message<K: MessageKind>(case: &Case) -> Message<K> {
    let aad = case.hex("aad");
    let plaintext = SecretBuf::copy_of(&case.hex("plaintext")).unwrap();
    let key_id = KeyId(aad[1..5].try_into().unwrap());
    let nonce = Nonce(case.array("nonce"));
    Message::decode(Header::new(K::KIND), key_id, nonce, &aad[5..], &plaintext).unwrap()
}

/// The right digits, wherever they are: under which key they are asked for does not change the number.
fn picked(pick: AccountPick, message: &Message<kind::Transaction>) -> Confirmed<kind::Transaction> {
    let order = Transaction::decode_whole(message.body()).unwrap();
    let account = order.fields().find_map(|field| {
        let Field::PayeeAccount(account) = field else { return None };
        Some(account.number() % 10_000)
    });
    let key = InstanceKey::new([1; 32]).pick_key();
    let choices = pick.choices(&key).map(|digits| u32::from(digits.value()));
    let place = choices.iter().position(|digits| Some(*digits) == account).unwrap();
    pick.pick(&key, PickChoice::ALL[place]).unwrap()
}

fn last_page<K: Reviewed>(message: Message<K>) -> ReviewLastPage<K> {
    let message = AuthenticatedMessage::danger_assume_authenticated(message);
    let mut review = Review::begin(message, DisplayProfile::CAMERA_TOKEN).unwrap();
    loop {
        match review {
            Review::Page(page) => review = page.turn(),
            Review::LastPage(last) => return last,
        }
    }
}

/// The three that a person picks from.
pub(crate) fn check_pick(case: &Case) {
    let account = Account::new(138, 110, AccountKind::Ordinary, case.number("account-number"));
    let fields = [
        Field::Cautions(Cautions::from_cautions(&[Caution::FirstTimePayee]).unwrap()),
        Field::PayeeAccount(account.unwrap()),
        Field::PayeeName(KanaText::parse("ｱ").unwrap()),
        Field::Amount(Amount::yen(1)),
        Field::ValueDate(Date::new(2026, 12, 1).unwrap()),
    ];
    let login = "I7000156KANR".parse().unwrap();
    let order = Transaction::new(login, Operation::CautionedTransfer, &fields).unwrap();
    let instance = InstanceKey::new(case.array("instance-key"));
    let (key, nonce) = (instance.message_key(), Nonce(case.array("nonce")));
    let validity = Validity::new(1, UnixTime::new(0), Seconds::minutes(5)).unwrap();
    let message =
        Message::danger_compose_with_nonce(&key, nonce, &[], validity, |to| order.encode(to));
    let Confirmation::Pick(pick) = last_page::<kind::Transaction>(message.unwrap()).confirm()
    else {
        panic!("no pick")
    };
    let choices = pick.choices(&instance.pick_key()).map(|digits| digits.to_string());
    assert_eq!(choices.to_vec(), case.all("choice"));
    let right = format!("{:04}", case.number::<u32>("account-number") % 10_000);
    let place = choices.iter().position(|digits| *digits == right).unwrap();
    assert!(pick.pick(&instance.pick_key(), PickChoice::ALL[place]).is_ok());
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
    let (nonce, counter) = (&activation.registration, activation.counter);
    case.says("issuer-device-key", &hex::encode(device.expose()));
    case.says("registration-key", &hex::encode(device.registration_key().expose()));
    assert_sealing_key(case, "activation-key", &device.activation_key(nonce, counter));
    case.says("instance-key", &hex::encode(instance.expose()));
    assert_sealing_key(case, "message-key", &instance.message_key());
    case.says("signing-key", &hex::encode(instance.signing_key().expose()));
    case.says("pick-key", &hex::encode(instance.pick_key().expose()));
    let nonce_keys = [
        ("activation-nonce-key", device.activation_keys(nonce, counter)),
        ("message-nonce-key", instance.message_keys()),
    ];
    for (name, keys) in nonce_keys {
        let expected = first_of_hmac(&case.array(name), &[&[7; 16], &[0, 0, 0, 9], b"plain"]);
        let nonce = keys.nonce(&RandomBytes([7; 16]), 9, b"plain");
        assert_eq!(nonce.0, expected, "{name} of {:?}", case.lines());
    }
}

/// A sealing key shows its AES key; its id key is known by the ids that it makes.
fn assert_sealing_key(case: &Case, name: &str, key: &SealingKey) {
    let documented: [u8; 64] = case.array(name);
    assert_eq!(hex::encode(key.expose()), hex::encode(&documented[..32]), "{name}");
    let id_key = documented[32..].try_into().unwrap();
    let expected: [u8; 4] = first_of_hmac(&id_key, &[&[5; 12]]);
    assert_eq!(key.key_id(Nonce([5; 12])).0, expected, "{name}: {:?}", case.lines());
}

fn first_of_hmac<const N: usize>(key: &[u8; 32], parts: &[&[u8]]) -> [u8; N] {
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(key).unwrap();
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes()[..N].try_into().unwrap()
}

/// The 12 digits that answer a registration message.
pub(crate) fn check_device_code(accepted: bool, case: &Case) {
    let code = case.text("serial").parse().ok().and_then(|serial: Serial| {
        let key = RegistrationKey::new(case.array("registration-key"));
        let message = RegistrationMessage::decode_whole(&case.hex("message")).ok()?;
        device_code(&key, &message, &serial, Counter::new(case.number("activation-counter"))).ok()
    });
    assert_eq!(code.is_some(), accepted, "{:?}", case.lines());
    if let Some(code) = code {
        case.says("code", code.expose());
    }
}
