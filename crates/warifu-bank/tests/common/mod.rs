#![allow(dead_code, clippy::allow_attributes, reason = "each test file uses its share")]

use std::path::Path;

use warifu_bank::store::SqliteStore;
use warifu_bank::{Bank, FirstFactor, LocalKeyEncryption, Settings, SystemEntropy};
use warifu_core::codec::{Decode, Encode};
use warifu_core::keys::{Activation, DeviceRootKey, IssuerDeviceKey};
use warifu_core::{
    AuthenticatedMessage, Counter, Entropy, IssuerId, LoginId, Secret, Serial, TokenCode, UnixTime,
    kind,
};
use warifu_otp::{Totp, TotpParameters};
use warifu_pskc::{
    Authenticity, Container, ContainerReader, KeyPackage, PackageReader, TransportKey,
};
use warifu_qr::{Envelope, ServerEpoch};
use warifu_sign::{
    Account, Amount, Confirmation, Confirmed, Date, DisplayProfile, Field, KanaText, Operation,
    RegistrationMessage, Review, Transaction, device_code, transaction::AccountKind,
};

pub(crate) type TestBank = Bank<SqliteStore, LocalKeyEncryption, SystemEntropy>;

pub(crate) const NOW: UnixTime = UnixTime::new(1_796_083_200);
pub(crate) const CAMERA: &str = "1012345674";
pub(crate) const HARDWARE_OTP: &str = "20123456789";
pub(crate) const ISSUER: IssuerId = IssuerId::new(138);

pub(crate) fn later(seconds: u64) -> UnixTime {
    UnixTime::new(NOW.value() + seconds)
}

pub(crate) fn bank(file: &Path) -> TestBank {
    bank_with(file, SystemEntropy, ServerEpoch::FIRST)
}

pub(crate) fn bank_with<E: Entropy>(
    file: &Path,
    entropy: E,
    server_epoch: ServerEpoch,
) -> Bank<SqliteStore, LocalKeyEncryption, E> {
    let name = KanaText::parse("ﾜﾘﾌｷﾞﾝｺｳ").unwrap();
    let settings = Settings::new(ISSUER, name).unwrap().with_server_epoch(server_epoch);
    let store = SqliteStore::open(file).unwrap();
    Bank::new(store, LocalKeyEncryption::new(&[0x4b; 32]), entropy, settings)
}

pub(crate) fn transport_key() -> TransportKey {
    let key = hex::decode(include_str!("../../../../examples/data/transport.key").trim()).unwrap();
    TransportKey::PreShared(Secret::new(&key).unwrap())
}

pub(crate) const KEY_FILE: &[u8] = include_bytes!("../../../../examples/data/tokens.pskcxml");

pub(crate) fn packages() -> Vec<KeyPackage> {
    Container::parse(KEY_FILE).unwrap().open(&transport_key()).unwrap()
}

/// Hands the packages of a key file, which the example key opens, to `take`.
pub(crate) fn with_file<T>(file: &[u8], take: impl FnOnce(PackageReader<'_, &[u8]>) -> T) -> T {
    let key = transport_key();
    let container = ContainerReader::new(file).unwrap();
    take(container.open(&key, Authenticity::Unproven).unwrap())
}

/// A bank that has imported the example tokens.
pub(crate) fn stocked(file: &Path) -> TestBank {
    let mut bank = bank(file);
    with_file(KEY_FILE, |packages| bank.import(packages, NOW)).unwrap();
    bank
}

pub(crate) fn person(login: &str) -> FirstFactor {
    FirstFactor::passed_by(login.parse().unwrap())
}

pub(crate) fn login(login: &str) -> LoginId {
    login.parse().unwrap()
}

pub(crate) fn serial(text: &str) -> Serial {
    text.parse().unwrap()
}

pub(crate) fn token_code() -> TokenCode {
    "FDT7306594-1".parse().unwrap()
}

pub(crate) fn hardware_otp() -> Totp {
    let package =
        packages().into_iter().find(|package| package.serial() == Some(HARDWARE_OTP)).unwrap();
    Totp::new(&package.secret, TotpParameters::default()).unwrap()
}

pub(crate) fn transfer(login: &str, yen: u64) -> Transaction {
    let fields = [
        Field::PayeeAccount(Account::new(138, 110, AccountKind::Ordinary, 1_234_567).unwrap()),
        Field::PayeeName(KanaText::parse("ｶ)ﾜﾘﾌｼﾖｳｼﾞ").unwrap()),
        Field::Amount(Amount::yen(yen)),
        Field::ValueDate(Date::new(2026, 12, 1).unwrap()),
    ];
    Transaction::new(login.parse().unwrap(), Operation::Transfer, &fields).unwrap()
}

/// A device as far as a bank can tell: the keys and the codes, without a screen.
pub(crate) struct Device {
    pub(crate) serial: Serial,
    key: IssuerDeviceKey,
    counter: u64,
    registration: Option<RegistrationMessage>,
    instance: Option<Activation>,
}

impl Device {
    pub(crate) fn example() -> Self {
        let root =
            hex::decode(include_str!("../../../../examples/data/device-root.key").trim()).unwrap();
        let key = DeviceRootKey::new(root.try_into().unwrap()).issuer_device_key(ISSUER);
        Self { serial: serial(CAMERA), key, counter: 0, registration: None, instance: None }
    }

    pub(crate) fn answer_registration(&mut self, picture: &[u8]) -> String {
        let message = RegistrationMessage::decode_whole(picture).unwrap();
        self.counter += 1;
        self.registration = Some(message);
        let key = self.key.registration_key();
        device_code(&key, &message, &self.serial, Counter::new(self.counter))
            .unwrap()
            .expose()
            .to_owned()
    }

    /// The 40 seconds are over, and the instance is gone.
    pub(crate) fn forget(&mut self) {
        self.instance = None;
        self.registration = None;
    }

    pub(crate) fn answer_activation(&mut self, picture: &[u8]) -> String {
        let registration = self.registration.unwrap();
        let counter = Counter::new(self.counter);
        let key = self.key.activation_key(&registration.nonce, counter);
        let bound = registration.encoded::<{ RegistrationMessage::LENGTH }>().unwrap();
        let opened = Envelope::decode(picture)
            .unwrap()
            .open::<kind::Activation>(&key, bound.as_slice())
            .unwrap();
        let review = Review::begin(opened, DisplayProfile::CAMERA_TOKEN).unwrap();
        let Review::LastPage(page) = review else { panic!("one page") };
        let confirmed = page.confirm();
        let body = confirmed.activation();
        let activation = Activation {
            issuer: registration.issuer,
            registration: registration.nonce,
            counter,
            token_code: body.token_code,
            key_epoch: body.key_epoch,
        };
        self.instance = Some(activation);
        let signing = self.key.instance_key(&activation).signing_key();
        confirmed.sign(&signing).expose().to_owned()
    }

    pub(crate) fn open_challenge(&self, picture: &[u8]) -> AuthenticatedMessage<kind::Transaction> {
        let key = self.key.instance_key(&self.instance.unwrap()).message_key();
        Envelope::decode(picture).unwrap().open(&key, &[]).unwrap()
    }

    pub(crate) fn answer_challenge(&self, picture: &[u8]) -> String {
        let instance = self.key.instance_key(&self.instance.unwrap());
        let confirmed = read_and_confirmed(self.open_challenge(picture));
        confirmed.sign(&instance.signing_key()).expose().to_owned()
    }
}

/// Every page is turned, and the button pressed.
fn read_and_confirmed(
    message: AuthenticatedMessage<kind::Transaction>,
) -> Confirmed<kind::Transaction> {
    let mut review = Review::begin(message, DisplayProfile::CAMERA_TOKEN).unwrap();
    loop {
        match review {
            Review::Page(page) => review = page.turn(),
            Review::LastPage(last) => match last.confirm() {
                Confirmation::Confirmed(confirmed) => return confirmed,
                Confirmation::Pick(pick) => panic!("{pick:?}"),
            },
        }
    }
}

/// Registers the example camera token for `login`.
pub(crate) fn registered(bank: &mut TestBank, login: &str) -> Device {
    let (mut device, person) = (Device::example(), person(login));
    let first = bank.start_registration(&person, NOW).unwrap();
    let typed = device.answer_registration(&first);
    let second =
        bank.recognise_device(&person, &serial(CAMERA), &typed, token_code(), NOW).unwrap();
    let typed = device.answer_activation(&second);
    bank.confirm_activation(&person, &serial(CAMERA), &typed, NOW).unwrap();
    device
}

/// A number that is not `right`.
pub(crate) fn wrong(right: &str) -> String {
    let flipped = if right.starts_with('0') { '1' } else { '0' };
    right
        .chars()
        .enumerate()
        .map(|(index, digit)| if index == 0 { flipped } else { digit })
        .collect()
}

/// Event and reason of every audit entry about `subject`.
pub(crate) fn events(bank: &TestBank, subject: &str) -> Vec<String> {
    let entries =
        bank.audit().unwrap().into_iter().filter(|entry| entry.subject.to_string() == subject);
    entries.map(|entry| format!("{} {}", entry.event, entry.reason).trim().to_owned()).collect()
}
