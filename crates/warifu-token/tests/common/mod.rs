//! A bank of a few lines, and a person who presses buttons.
#![expect(clippy::unwrap_used, clippy::panic, reason = "fixtures of tests")]
#![expect(clippy::arithmetic_side_effects, reason = "an overflow fails the test")]
#![allow(dead_code, clippy::allow_attributes, reason = "each test file uses its share")]

use warifu_core::keys::{
    Activation, DeviceRootKey, InstanceKey, IssuerDeviceKey, RegistrationNonce,
};
use warifu_core::{
    Counter, IssuerId, Kind, Message, Nonce, Seconds, Serial, TokenCode, UnixTime, Validity,
};
use warifu_lifecycle::device::{Button, DeviceState, Refusal};
use warifu_qr::{Envelope, text};
use warifu_sign::transaction::AccountKind;
use warifu_sign::{
    Account, ActivationMessage, Amount, Checked, Date, DisplayProfile, Field, KanaText, Language,
    Operation, Pending, RegistrationMessage, Transaction, issue, verify_device_code,
};
use warifu_token::{Flash, MemoryFlash, Screen, Token};

pub(crate) const NOW: UnixTime = UnixTime::new(1_800_000_000);

pub(crate) fn later(seconds: u64) -> UnixTime {
    UnixTime::new(NOW.value() + seconds)
}

pub(crate) fn root() -> DeviceRootKey {
    DeviceRootKey::new([0x42; 32])
}

pub(crate) fn serial() -> Serial {
    "1012345674".parse().unwrap()
}

pub(crate) fn code(number: u8) -> TokenCode {
    format!("FDT7306594-{number}").parse().unwrap()
}

pub(crate) fn token_with<F: Flash>(flash: F) -> Token<F> {
    Token::new(root(), serial(), DisplayProfile::CAMERA_TOKEN, flash).unwrap()
}

pub(crate) fn token() -> Token<MemoryFlash> {
    token_with(MemoryFlash::empty())
}

/// Switches off and on again, with nothing but the flash in between.
pub(crate) fn rebooted<F: Flash>(token: Token<F>) -> Token<F> {
    token_with(token.into_flash())
}

/// One bank and what it knows of one device.
pub(crate) struct Bank {
    issuer: IssuerId,
    device: IssuerDeviceKey,
    drawn: u8,
    pub(crate) sequence: u32,
}

impl Bank {
    pub(crate) fn new(issuer: u32) -> Self {
        Self::of(&root(), issuer)
    }

    pub(crate) fn of(root: &DeviceRootKey, issuer: u32) -> Self {
        let issuer = IssuerId::new(issuer);
        Self { issuer, device: root.issuer_device_key(issuer), drawn: 0, sequence: 0 }
    }

    fn draw(&mut self) -> u8 {
        self.drawn += 1;
        self.drawn
    }

    pub(crate) fn registration(&mut self) -> RegistrationMessage {
        let nonce = RegistrationNonce([self.draw(); 16]);
        RegistrationMessage { issuer: self.issuer, nonce, issued: NOW }
    }

    /// The activation counter that the typed code tells.
    pub(crate) fn recognise(&self, message: &RegistrationMessage, typed: &str) -> Counter {
        let key = self.device.registration_key();
        let recognised = verify_device_code(&key, message, &serial(), Counter::new(0), typed);
        recognised.unwrap().activation()
    }

    /// The second picture, what the bank keeps of it, and the instance's key.
    pub(crate) fn activation(
        &mut self,
        message: &RegistrationMessage,
        counter: Counter,
        token_code: TokenCode,
    ) -> (String, Pending, InstanceKey) {
        let made = Activation {
            issuer: self.issuer,
            registration: message.nonce,
            counter,
            token_code,
            key_epoch: 1,
        };
        let key = self.device.activation_key(&message.nonce, counter);
        let body = ActivationMessage {
            token_code,
            login: "I7000156KANR".parse().unwrap(),
            bank: KanaText::parse("ﾜﾘﾌｷﾞﾝｺｳ").unwrap(),
            key_epoch: made.key_epoch,
        };
        let (nonce, validity) = (Nonce([self.draw(); 12]), self.validity());
        let bound = message.encode().unwrap();
        let message = Message::compose(Kind::Activation, key.id(), nonce, &bound, validity, |to| {
            body.encode(to)
        })
        .unwrap();
        let sealed = Envelope::seal(&message, &key).unwrap();
        let instance = self.device.instance_key(&made);
        (text::encode(sealed.as_bytes()), Pending::of_activation(&message).unwrap(), instance)
    }

    fn validity(&mut self) -> Validity {
        self.sequence += 1;
        Validity::new(self.sequence, NOW, Seconds::minutes(5)).unwrap()
    }

    /// A transfer's picture, and what the bank keeps of it.
    pub(crate) fn transfer(&mut self, key: &InstanceKey) -> (String, Pending) {
        let (nonce, validity) = (Nonce([self.draw(); 12]), self.validity());
        let key = key.message_key();
        let profile = DisplayProfile::CAMERA_TOKEN;
        let issued = issue(&transfer(), key.id(), nonce, validity, profile).unwrap();
        let sealed = Envelope::seal(&issued.message, &key).unwrap();
        (text::encode(sealed.as_bytes()), issued.pending)
    }

    /// Whatever else a bank could seal for an instance.
    pub(crate) fn sealed(&mut self, kind: Kind, key: &InstanceKey, body: &[u8]) -> String {
        let (nonce, validity) = (Nonce([self.draw(); 12]), self.validity());
        let key = key.message_key();
        let message = Message::compose(kind, key.id(), nonce, &[], validity, |to| to.bytes(body));
        text::encode(Envelope::seal(&message.unwrap(), &key).unwrap().as_bytes())
    }
}

/// The transfer of the size budget; two pages on the camera token.
pub(crate) fn transfer() -> Transaction {
    let fields = [
        Field::PayeeAccount(Account::new(138, 110, AccountKind::Ordinary, 1_234_567).unwrap()),
        Field::PayeeName(KanaText::parse("ｶ)ﾜﾘﾌｼﾖｳｼﾞ ﾄｳｷﾖｳﾎﾝﾃﾝ").unwrap()),
        Field::Amount(Amount::yen(999_999_999_999)),
        Field::ValueDate(Date::new(2026, 12, 1).unwrap()),
    ];
    Transaction::new("I7000156KANR".parse().unwrap(), Operation::Transfer, &fields).unwrap()
}

pub(crate) fn picture(message: &RegistrationMessage) -> String {
    text::encode(&message.encode().unwrap())
}

pub(crate) fn right<F: Flash>(token: &mut Token<F>) {
    token.handle_button(Button::Right, NOW);
}

pub(crate) fn left<F: Flash>(token: &mut Token<F>) {
    token.handle_button(Button::Left, NOW);
}

pub(crate) fn screen<F: Flash>(token: &Token<F>) -> Screen<'_> {
    token.screen(Language::English, NOW)
}

pub(crate) fn digits<F: Flash>(token: &Token<F>) -> String {
    screen(token).digits().unwrap().expose().to_owned()
}

pub(crate) fn refusal<F: Flash>(token: &Token<F>) -> Refusal {
    assert!(screen(token).digits().is_none(), "no digits beside a refusal");
    let DeviceState::Refused { why, .. } = token.state() else { panic!("{:?}", token.state()) };
    why
}

/// From off to the camera that reads a registration picture.
pub(crate) fn to_registration<F: Flash>(token: &mut Token<F>) {
    token.handle_power(NOW);
    if token.state() == DeviceState::NotActivated {
        right(token);
    }
}

/// From off to the camera that reads the second picture.
pub(crate) fn to_activation<F: Flash>(
    token: &mut Token<F>,
    bank: &mut Bank,
) -> (RegistrationMessage, Counter) {
    let message = bank.registration();
    to_registration(token);
    token.handle_text(&picture(&message), NOW);
    let counter = bank.recognise(&message, &digits(token));
    for _ in 0..3 {
        right(token);
    }
    (message, counter)
}

/// A whole registration, from off to off.
pub(crate) fn activate<F: Flash>(
    token: &mut Token<F>,
    bank: &mut Bank,
    token_code: TokenCode,
) -> InstanceKey {
    let (message, counter) = to_activation(token, bank);
    let (picture, pending, key) = bank.activation(&message, counter, token_code);
    token.handle_text(&picture, NOW);
    approve(pending, &digits(token), &key);
    right(token);
    right(token);
    assert_eq!(token.state(), DeviceState::Activated);
    token.handle_power(NOW);
    key
}

/// A whole transaction, from the camera to the digits.
pub(crate) fn number<F: Flash>(token: &mut Token<F>, picture: &str) -> String {
    token.handle_text(picture, NOW);
    right(token);
    right(token);
    digits(token)
}

pub(crate) fn approve(pending: Pending, typed: &str, key: &InstanceKey) {
    let checked = pending.check(typed, &key.signing_key(), NOW);
    assert!(matches!(checked, Checked::Approved(_)), "{checked:?}");
}

/// A token with one activation and its camera on.
pub(crate) fn activated() -> (Token<MemoryFlash>, Bank, InstanceKey) {
    let (mut token, mut bank) = (token(), Bank::new(138));
    let key = activate(&mut token, &mut bank, code(1));
    token.handle_power(NOW);
    (token, bank, key)
}
