//! Every byte in `docs/wire.md` comes from here: the document is compared with what the crates make.
#![cfg(test)]

use warifu_core::keys::{Activation, DeviceRootKey, RegistrationNonce};
use warifu_core::{Counter, IssuerId, Kind, Message, Nonce, Seconds, UnixTime, Validity};
use warifu_qr::{Envelope, text};
use warifu_sign::transaction::AccountKind;
use warifu_sign::{
    Account, ActivationMessage, Amount, Authenticated, Date, DisplayProfile, Field, KanaText,
    Operation, RegistrationMessage, Transaction, Viewing, activation_number, device_code, issue,
};

const WIRE: &str = include_str!("../../docs/wire.md");
const ISSUED: UnixTime = UnixTime::new(1_796_083_200);

/// The bytes of every line `name  hex  meaning` between the fences of the section's block, joined.
fn documented(section: &str) -> String {
    let body = WIRE
        .split(&format!("\n### {section}\n"))
        .nth(1)
        .unwrap_or_else(|| panic!("no section {section}"));
    let block = body
        .split("```hex\n")
        .nth(1)
        .and_then(|rest| rest.split("```").next())
        .expect("a block of hex");
    block
        .lines()
        .flat_map(|line| line.split(';').next().unwrap_or(line).split_whitespace())
        .collect()
}

fn assert_documented(section: &str, bytes: &[u8]) {
    assert_eq!(documented(section), hex::encode(bytes), "{section}");
}

fn assert_said(what: &str) {
    assert!(WIRE.contains(what), "docs/wire.md does not say {what}");
}

fn ascending<const N: usize>(first: u8) -> [u8; N] {
    core::array::from_fn(|index| first.wrapping_add(u8::try_from(index).unwrap()))
}

#[test]
fn the_document_says_what_the_crates_do() {
    let issuer = IssuerId::new(138);
    let root = DeviceRootKey::new(ascending(0x00));
    let device = root.issuer_device_key(issuer);
    assert_documented("Issuer device key", device.expose());
    assert_documented("Registration key", device.registration_key().expose());

    let registration =
        RegistrationMessage { issuer, nonce: RegistrationNonce(ascending(0xa0)), issued: ISSUED };
    let first = registration.encode().unwrap();
    assert_documented("Registration message", &first);
    let code = device_code(
        &device.registration_key(),
        &registration,
        &"1012345674".parse().unwrap(),
        Counter::new(1),
    );
    assert_said(&format!("`{}`", code.unwrap().expose()));
    assert_said(&format!("`{}`", text::encode(&first)));

    let token_code = "FDT7306594-1".parse().unwrap();
    let activation = Activation {
        issuer,
        registration: registration.nonce,
        counter: Counter::new(1),
        token_code,
        key_epoch: 1,
    };
    let key = device.activation_key(&registration.nonce, Counter::new(1));
    assert_documented("Activation key", &[key.expose().as_slice(), &key.id().0].concat());
    let body = ActivationMessage {
        token_code,
        login: "I7000156KANR".parse().unwrap(),
        bank: KanaText::parse("ﾜﾘﾌｷﾞﾝｺｳ").unwrap(),
        key_epoch: 1,
    };
    let validity = Validity::new(1, ISSUED, Seconds::minutes(10)).unwrap();
    let nonce = Nonce(ascending(0xb0));
    let message = Message::compose(Kind::Activation, key.id(), nonce, &first, validity, |writer| {
        body.encode(writer)
    });
    let message = message.unwrap();
    assert_documented("Activation plaintext", message.plaintext());
    let envelope = Envelope::seal(&message, &key).unwrap();
    assert_documented("Sealed activation", envelope.as_bytes());
    let instance = device.instance_key(&activation);
    assert_documented("Instance key", instance.expose());
    assert_documented("Signing key", instance.signing_key().expose());
    let opened = envelope.open(&key, &first).unwrap();
    assert_said(&format!(
        "`{}`",
        activation_number(&opened, &instance.signing_key()).unwrap().expose()
    ));

    let key = instance.message_key();
    assert_documented("Message key", &[key.expose().as_slice(), &key.id().0].concat());
    let fields = [
        Field::PayeeAccount(Account::new(138, 110, AccountKind::Ordinary, 1_234_567).unwrap()),
        Field::PayeeName(KanaText::parse("ｶ)ﾜﾘﾌｼﾖｳｼﾞ").unwrap()),
        Field::Amount(Amount::yen(125_000)),
        Field::ValueDate(Date::new(2026, 12, 1).unwrap()),
    ];
    let order = Transaction::new(body.login, Operation::Transfer, &fields).unwrap();
    let validity = Validity::new(2, ISSUED, Seconds::minutes(5)).unwrap();
    let challenge =
        issue(&order, key.id(), Nonce(ascending(0xc0)), validity, DisplayProfile::CAMERA_TOKEN)
            .unwrap();
    assert_documented("Transaction plaintext", challenge.message.plaintext());
    let envelope = Envelope::seal(&challenge.message, &key).unwrap();
    assert_documented("Sealed transaction", envelope.as_bytes());
    let opened = envelope.open(&key, &[]).unwrap();
    let mut viewing =
        Authenticated::decode(opened).unwrap().show(DisplayProfile::CAMERA_TOKEN).unwrap();
    let number = loop {
        match viewing {
            Viewing::More(showing) => viewing = showing.turn(),
            Viewing::Last(shown) => break shown.confirm().sign(&instance.signing_key()),
        }
    };
    assert_said(&format!("`{}`", number.expose()));
}
