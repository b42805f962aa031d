//! A bank of a few lines, and a person who presses buttons.
#![expect(clippy::unwrap_used, clippy::panic, reason = "fixtures of tests")]
#![expect(clippy::arithmetic_side_effects, reason = "an overflow fails the test")]
#![allow(dead_code, clippy::allow_attributes, reason = "each test file uses its share")]

use warifu_core::codec::Encode;
use warifu_core::keys::{
    Activation, DeviceRootKey, InstanceKey, IssuerDeviceKey, RandomBytes, RegistrationNonce,
    SealingKeys,
};
use warifu_core::{
    Clock, Counter, IssuerId, Message, MessageKind, Seconds, Serial, TokenCode, UnixTime, Uptime,
    Validity, kind,
};
use warifu_lifecycle::device::{Button, DeviceState, PlainScreen, Refusal};
use warifu_qr::{SealedMessage, text};
use warifu_sign::transaction::{AccountKind, Caution, Cautions};
use warifu_sign::{
    Account, ActivationMessage, Amount, Answer, Date, DisplayProfile, Field, KanaText, Language,
    Operation, PendingChallenge, RegistrationMessage, Reviewed, Transaction, issue,
    verify_device_code,
};
use warifu_token::{Flash, MemoryFlash, Screen, Token};

pub(crate) const NOW: UnixTime = UnixTime::new(1_800_000_000);

pub(crate) fn later(seconds: u64) -> UnixTime {
    UnixTime::new(NOW.value() + seconds)
}

/// The device's clock, this many seconds after [`NOW`]: right, and powered for a while.
pub(crate) fn at(seconds: u64) -> Clock {
    Clock { wall: Some(later(seconds)), ..without_clock(seconds) }
}

/// A device that does not know the time.
pub(crate) fn without_clock(seconds: u64) -> Clock {
    Clock { uptime: Uptime::new(1_000 + seconds), wall: None }
}

pub(crate) const CLOCK: Clock = Clock { uptime: Uptime::new(1_000), wall: Some(NOW) };

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
    /// When it makes its messages.
    pub(crate) now: UnixTime,
}

impl Bank {
    pub(crate) fn new(issuer: u32) -> Self {
        Self::of(&root(), issuer)
    }

    pub(crate) fn of(root: &DeviceRootKey, issuer: u32) -> Self {
        let issuer = IssuerId::new(issuer);
        Self { issuer, device: root.issuer_device_key(issuer), drawn: 0, sequence: 0, now: NOW }
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
    ) -> (String, PendingChallenge<kind::Activation>, InstanceKey) {
        let made = Activation {
            issuer: self.issuer,
            registration: message.nonce,
            counter,
            token_code,
            key_epoch: 1,
        };
        let body = ActivationMessage {
            token_code,
            login: "I7000156KANR".parse().unwrap(),
            bank: KanaText::parse("ﾜﾘﾌｷﾞﾝｺｳ").unwrap(),
            key_epoch: made.key_epoch,
        };
        let keys = self.device.activation_keys(&message.nonce, counter);
        let (random, validity) = (self.random(), self.validity());
        let bound = message.encoded::<{ RegistrationMessage::LENGTH }>().unwrap();
        let message =
            Message::compose(&keys, &random, bound.as_slice(), validity, |to| body.encode(to))
                .unwrap();
        let pending = PendingChallenge::from_activation(&message);
        (sealed(&message, &keys), pending, self.device.instance_key(&made))
    }

    fn random(&mut self) -> RandomBytes {
        RandomBytes([self.draw(); 16])
    }

    fn validity(&mut self) -> Validity {
        self.sequence += 1;
        Validity::new(self.sequence, self.now, Seconds::minutes(5)).unwrap()
    }

    /// A transfer's picture, and what the bank keeps of it.
    pub(crate) fn transfer(
        &mut self,
        key: &InstanceKey,
    ) -> (String, PendingChallenge<kind::Transaction>) {
        self.order(key, &transfer())
    }

    /// The picture of a transaction, and what the bank keeps of it.
    pub(crate) fn order(
        &mut self,
        key: &InstanceKey,
        order: &Transaction,
    ) -> (String, PendingChallenge<kind::Transaction>) {
        let (random, validity) = (self.random(), self.validity());
        let (keys, profile) = (key.message_keys(), DisplayProfile::CAMERA_TOKEN);
        let issued = issue(self.issuer, order, &keys, &random, validity, profile).unwrap();
        (sealed(&issued.message, &keys), issued.pending)
    }

    /// Any other message that a bank could seal for an instance.
    pub(crate) fn sealed<K: MessageKind>(&mut self, key: &InstanceKey, body: &[u8]) -> String {
        let (random, validity) = (self.random(), self.validity());
        let keys = key.message_keys();
        let message =
            Message::<K>::compose(&keys, &random, &[], validity, |to| to.bytes(body)).unwrap();
        sealed(&message, &keys)
    }
}

fn sealed<K: MessageKind>(message: &Message<K>, keys: &SealingKeys) -> String {
    text::encode(SealedMessage::seal(message, keys.sealing_key()).unwrap().as_bytes())
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

/// The same to a payee that the bank sees for the first time; three pages, the first one of the caution.
pub(crate) fn first_transfer() -> Transaction {
    let cautions = Cautions::from_cautions(&[Caution::FirstTimePayee]).unwrap();
    let mut fields = vec![Field::Cautions(cautions)];
    fields.extend(transfer().fields());
    Transaction::new("I7000156KANR".parse().unwrap(), Operation::CautionedTransfer, &fields)
        .unwrap()
}

pub(crate) fn picture(message: &RegistrationMessage) -> String {
    text::encode(message.encoded::<{ RegistrationMessage::LENGTH }>().unwrap().as_slice())
}

pub(crate) fn press<F: Flash>(token: &mut Token<F>, button: Button, times: usize) {
    (0..times).for_each(|_| token.handle_button(button, CLOCK));
}

pub(crate) fn right<F: Flash>(token: &mut Token<F>) {
    press(token, Button::Right, 1);
}

pub(crate) fn left<F: Flash>(token: &mut Token<F>) {
    press(token, Button::Left, 1);
}

pub(crate) fn screen<F: Flash>(token: &Token<F>) -> Screen<'_> {
    token.screen(Language::English, CLOCK.uptime)
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
    token.handle_power(CLOCK);
    if token.state() == DeviceState::Plain(PlainScreen::NotActivated) {
        right(token);
    }
}

/// A registration picture is read, and answered.
pub(crate) fn register<F: Flash>(token: &mut Token<F>, message: &RegistrationMessage) {
    token.handle_text(&picture(message), CLOCK);
    if token.state() == DeviceState::AskRegistration {
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
    register(token, &message);
    let counter = bank.recognise(&message, &digits(token));
    press(token, Button::Right, 3);
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
    token.handle_text(&picture, CLOCK);
    right(token);
    approve(pending, &digits(token), &key);
    press(token, Button::Right, 2);
    assert_eq!(token.state(), DeviceState::Plain(PlainScreen::Activated));
    token.handle_power(CLOCK);
    key
}

/// A whole transaction, from the camera to the digits.
pub(crate) fn number<F: Flash>(token: &mut Token<F>, picture: &str) -> String {
    token.handle_text(picture, CLOCK);
    press(token, Button::Right, 2);
    digits(token)
}

pub(crate) fn approve<K: Reviewed>(pending: PendingChallenge<K>, typed: &str, key: &InstanceKey) {
    let checked = pending.check(typed, &key.signing_key(), NOW);
    assert!(matches!(checked, Answer::Accepted(_)), "{checked:?}");
}

/// A token with one activation and its camera on.
pub(crate) fn activated() -> (Token<MemoryFlash>, Bank, InstanceKey) {
    let (mut token, mut bank) = (token(), Bank::new(138));
    let key = activate(&mut token, &mut bank, code(1));
    token.handle_power(CLOCK);
    (token, bank, key)
}
