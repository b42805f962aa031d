//! Every byte in `docs/wire.md` comes from here: the document is compared with what the crates make.
#![cfg(test)]

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use warifu_core::codec::Encode;
use warifu_core::keys::{
    Activation, DeviceRootKey, InstanceKey, IssuerDeviceKey, RandomBytes, RegistrationNonce,
};
use warifu_core::{
    AuthenticatedMessage, Code, Counter, IssuerId, Message, Nonce, SealingKey, Seconds, UnixTime,
    Validity, kind,
};
use warifu_qr::{Envelope, SealedMessage, text};
use warifu_sign::transaction::AccountKind;
use warifu_sign::{
    Account, ActivationMessage, Amount, Caution, Cautions, Confirmation, Confirmed, Date,
    DisplayProfile, Field, KanaText, Operation, OrderDigest, RegistrationMessage, Review,
    ReviewLastPage, Reviewed, Transaction, device_code, issue,
};

const WIRE: &str = include_str!("../../docs/wire.md");
const ISSUED: UnixTime = UnixTime::new(1_796_083_200);
const ISSUER: IssuerId = IssuerId::new(138);

/// The digits before `;` of every line of the section's block, joined.
fn documented(section: &str) -> String {
    block(&format!("\n### {section}\n"), "hex")
        .lines()
        .flat_map(|line| line.split(';').next().unwrap_or(line).split_whitespace())
        .collect()
}

/// The first block of this language after `place`.
fn block(place: &str, language: &str) -> &'static str {
    let body = WIRE.split(place).nth(1).unwrap_or_else(|| panic!("no {place}"));
    let block = body.split(&format!("```{language}\n")).nth(1);
    block.and_then(|rest| rest.split("```").next()).expect("a block")
}

#[track_caller]
fn assert_documented(section: &str, bytes: &[u8]) {
    assert_eq!(documented(section), hex::encode(bytes), "{section}");
}

#[track_caller]
fn assert_said(what: &str) {
    assert!(WIRE.contains(what), "docs/wire.md does not say {what}");
}

fn ascending<const N: usize>(first: u8) -> [u8; N] {
    core::array::from_fn(|index| first.wrapping_add(u8::try_from(index).unwrap()))
}

/// The AES half of a sealing key is what the crate exposes; the other half shows in the key ids that it makes.
#[track_caller]
fn assert_documented_sealing_key(section: &str, key: &SealingKey) {
    let documented = hex::decode(documented(section)).unwrap();
    let (aes_key, id_key) = documented.split_at(32);
    assert_eq!(aes_key, key.expose(), "{section}");
    for nonce in [Nonce([0; 12]), Nonce(ascending(0xd0))] {
        let mut mac = Hmac::<Sha256>::new_from_slice(id_key).unwrap();
        mac.update(&nonce.0);
        assert_eq!(key.key_id(nonce).0, mac.finalize().into_bytes()[..4], "{section}: id key");
    }
}

fn device_key() -> IssuerDeviceKey {
    DeviceRootKey::new(ascending(0x00)).issuer_device_key(ISSUER)
}

fn registration() -> RegistrationMessage {
    let nonce = RegistrationNonce(ascending(0xa0));
    RegistrationMessage { issuer: ISSUER, nonce, issued: ISSUED }
}

fn activation() -> Activation {
    Activation {
        issuer: ISSUER,
        registration: registration().nonce,
        counter: Counter::new(1),
        token_code: "FDT7306594-1".parse().unwrap(),
        key_epoch: 1,
    }
}

fn instance() -> InstanceKey {
    device_key().instance_key(&activation())
}

fn transfer() -> Transaction {
    Transaction::new("I7000156KANR".parse().unwrap(), Operation::Transfer, &fields()).unwrap()
}

fn fields() -> [Field; 4] {
    [
        Field::PayeeAccount(Account::new(138, 110, AccountKind::Ordinary, 1_234_567).unwrap()),
        Field::PayeeName(KanaText::parse("ｶ)ﾜﾘﾌｼﾖｳｼﾞ").unwrap()),
        Field::Amount(Amount::yen(125_000)),
        Field::ValueDate(Date::new(2026, 12, 1).unwrap()),
    ]
}

/// The last page, after the others.
fn last_page<K: Reviewed>(message: AuthenticatedMessage<K>) -> ReviewLastPage<K> {
    let mut review = Review::begin(message, DisplayProfile::CAMERA_TOKEN).unwrap();
    loop {
        match review {
            Review::Page(page) => review = page.turn(),
            Review::LastPage(last) => return last,
        }
    }
}

fn number<K: Reviewed>(confirmed: Confirmed<K>) -> Code {
    confirmed.sign(&instance().signing_key())
}

#[test]
fn keys() {
    assert_documented("Issuer device key", device_key().expose());
    assert_documented("Registration key", device_key().registration_key().expose());
    let nonce = registration().nonce;
    let activation_key = device_key().activation_key(&nonce, Counter::new(1));
    assert_documented_sealing_key("Activation key", &activation_key);
    assert_documented("Instance key", instance().expose());
    assert_documented("Signing key", instance().signing_key().expose());
    assert_documented("Pick key", instance().pick_key().expose());
    assert_documented_sealing_key("Message key", &instance().message_key());
}

#[test]
fn registering() {
    let message = registration().encoded::<{ RegistrationMessage::LENGTH }>().unwrap();
    assert_documented("Registration message", message.as_slice());
    assert_said(&format!("`{}`", text::encode(message.as_slice())));
    let key = device_key().registration_key();
    let serial = "1012345674".parse().unwrap();
    let code = device_code(&key, &registration(), &serial, Counter::new(1)).unwrap();
    assert_said(&format!("`{}`", code.expose()));
}

#[test]
fn activating() {
    let body = ActivationMessage {
        token_code: activation().token_code,
        login: "I7000156KANR".parse().unwrap(),
        bank: KanaText::parse("ﾜﾘﾌｷﾞﾝｺｳ").unwrap(),
        key_epoch: 1,
    };
    let keys = device_key().activation_keys(&registration().nonce, Counter::new(1));
    let bound = registration().encoded::<{ RegistrationMessage::LENGTH }>().unwrap();
    let validity = Validity::new(1, ISSUED, Seconds::minutes(10)).unwrap();
    let random = RandomBytes(ascending(0xb0));
    let message: Message<kind::Activation> =
        Message::compose(&keys, &random, bound.as_slice(), validity, |w| body.encode(w)).unwrap();
    assert_documented("Activation plaintext", message.plaintext());
    let sealed = SealedMessage::seal(&message, keys.sealing_key()).unwrap();
    assert_documented("Sealed activation", sealed.as_bytes());
    let envelope = Envelope::decode(sealed.as_bytes()).unwrap();
    let opened = envelope.open::<kind::Activation>(keys.sealing_key(), bound.as_slice()).unwrap();
    assert_said(&format!("`{}`", number(last_page(opened).confirm()).expose()));
}

#[test]
fn asking_for_a_transaction() {
    let keys = instance().message_keys();
    let validity = Validity::new(2, ISSUED, Seconds::minutes(5)).unwrap();
    let (random, profile) = (RandomBytes(ascending(0xc0)), DisplayProfile::CAMERA_TOKEN);
    let challenge = issue(ISSUER, &transfer(), &keys, &random, validity, profile).unwrap();
    assert_documented("Transaction plaintext", challenge.message.plaintext());
    let sealed = SealedMessage::seal(&challenge.message, keys.sealing_key()).unwrap();
    assert_documented("Sealed transaction", sealed.as_bytes());
    let envelope = Envelope::decode(sealed.as_bytes()).unwrap();
    let opened = envelope.open::<kind::Transaction>(keys.sealing_key(), &[]).unwrap();
    let Confirmation::Confirmed(confirmed) = last_page(opened).confirm() else {
        panic!("nothing to pick")
    };
    assert_said(&format!("`{}`", number(confirmed).expose()));
}

/// The document takes the nonce of the sealed transaction, and an account that it would have to warn of.
#[test]
fn picking() {
    let sealed = hex::decode(documented("Sealed transaction")).unwrap();
    let nonce = Envelope::decode(&sealed).unwrap().nonce();
    let cautions = Field::Cautions(Cautions::from_cautions(&[Caution::FirstTimePayee]).unwrap());
    let fields = [&fields()[..], &[cautions]].concat();
    let login = *transfer().login();
    let order = Transaction::new(login, Operation::CautionedTransfer, &fields).unwrap();
    let validity = Validity::new(2, ISSUED, Seconds::minutes(5)).unwrap();
    let key = instance().message_key();
    let message =
        Message::danger_compose_with_nonce(&key, nonce, &[], validity, |w| order.encode(w));
    let message = AuthenticatedMessage::danger_assume_authenticated(message.unwrap());
    let Confirmation::Pick(pick) = last_page::<kind::Transaction>(message).confirm() else {
        panic!("no pick")
    };
    let choices = pick.choices(&instance().pick_key()).map(|digits| digits.to_string());
    assert_eq!(block("\n## The pick\n", "text").trim(), choices.join(" "));
}

#[test]
fn orders() {
    let digest = OrderDigest::from_order(ISSUER, &transfer());
    let documented = block("\n## Orders\n", "hex").split(';').next().unwrap();
    assert_eq!(documented.trim(), hex::encode(digest.as_bytes()));
}
