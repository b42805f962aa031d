//! Files for other programs to read: see `tests/interop/README.md`.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use warifu_core::{Counter, Digits, Seconds, UnixTime};
use warifu_pskc::{
    ChallengeFormat, Derivation, DeviceInfo, Encoding, Encryption, Export, FriendlyName, Hash,
    KeyAlgorithm, KeyDescription, KeyPackage, KeySize, KeyUsage, MacAlgorithm, PinMode, PinPolicy,
    Protection, ResponseFormat,
};

use super::{Seeded, encryptions, key_of, secret};

/// `WARIFU_PSKC_OUT=folder cargo test -p warifu-pskc --test export -- --ignored write_for_peers`
#[test]
#[ignore = "writes a folder that another program reads"]
fn write_for_peers() {
    let out = PathBuf::from(std::env::var_os("WARIFU_PSKC_OUT").expect("WARIFU_PSKC_OUT"));
    fs::create_dir_all(&out).unwrap();
    let mut files = Vec::new();
    let mut write = |name: String, protection: Protection<'_>, opened_by: String| {
        let file =
            Export::new(protection).with_id("warifu").write(&keys(), &mut Seeded(9)).unwrap();
        fs::write(out.join(&name), file.as_bytes()).unwrap();
        files.push(format!("{{\"file\":\"{name}\",{opened_by}}}"));
    };
    write("plain.pskcxml".to_owned(), Protection::DangerPlain, "\"key\":null".to_owned());
    for (number, (encryption, size)) in encryptions().into_iter().enumerate() {
        let key = key_of(size);
        let hex = hex::encode(key.expose());
        let protection = Protection::PreShared { key: &key, name: "peers", encryption };
        write(format!("key-{number:02}.pskcxml"), protection, format!("\"key\":\"{hex}\""));
    }
    for (number, hash) in MacAlgorithm::ALL.into_iter().enumerate() {
        let password = secret("合言葉 <1>".as_bytes());
        let derivation = Derivation { hash, iterations: 1000, key_size: KeySize::Bits256 };
        let encryption = Encryption::AesCbc(hash);
        let name = Some("peers");
        let protection = Protection::Password { password: &password, name, derivation, encryption };
        let opened_by = "\"password\":\"合言葉 <1>\"".to_owned();
        write(format!("password-{number}.pskcxml"), protection, opened_by);
    }
    let keys = keys().iter().map(json).collect::<Vec<_>>().join(",\n");
    let files = files.join(",\n");
    let list = format!("{{\"keys\":[\n{keys}\n],\n\"files\":[\n{files}\n]}}\n");
    fs::write(out.join("expected.json"), list).unwrap();
}

/// One of each kind. The schema, which `pskctool` validates against, has room for one name in English.
fn keys() -> Vec<KeyPackage> {
    let mut device = DeviceInfo::new("Example Token Works", "30000000001");
    device.model = Some("Hardware OTP <\"2\" & more>".to_owned());
    device.starts = Some(UnixTime::new(1_767_225_600));
    let mut hotp = KeyDescription::new("hotp", KeyAlgorithm::Hotp)
        .with_response(ResponseFormat::decimal(Digits::SIX));
    hotp.counter = Some(Counter::new(41));
    hotp.issuer = Some("割符銀行".to_owned());
    hotp.friendly_names = vec![FriendlyName::new("en", "the first")];
    hotp.policy.usage = vec![KeyUsage::Otp];
    hotp.policy.starts = Some(UnixTime::new(1_767_225_600));
    hotp.policy.expires = Some(UnixTime::new(4_102_444_799));
    hotp.policy.transactions = Some(100_000);
    let mut pin = PinPolicy::new(PinMode::Local);
    pin.max_failed_attempts = Some(5);
    pin.min_length = Some(4);
    pin.max_length = Some(8);
    pin.encoding = Some(Encoding::Decimal);
    hotp.policy.pin = Some(pin);
    let hotp = KeyPackage::new(device, hotp, secret(&(0x10..0x24).collect::<Vec<u8>>()));

    let mut totp = KeyDescription::new("totp", KeyAlgorithm::Totp)
        .with_response(ResponseFormat::decimal(Digits::new(8).unwrap()));
    totp.hash = Hash::Sha256;
    totp.time_step = Some(Seconds::new(60));
    (totp.time, totp.time_drift) = (Some(0), Some(-1));
    let device = DeviceInfo::new("Example Token Works", "30000000002");
    let totp = KeyPackage::new(device, totp, secret(&(0x20..0x40).collect::<Vec<u8>>()));

    let suite = "OCRA-1:HOTP-SHA256-8:QH64".to_owned();
    let mut ocra = KeyDescription::new("ocra", KeyAlgorithm::Ocra(suite))
        .with_response(ResponseFormat::decimal(Digits::new(8).unwrap()));
    ocra.challenge = Some(ChallengeFormat::new(Encoding::Hexadecimal, 64, 64));
    ocra.policy.usage = vec![KeyUsage::ChallengeResponse];
    let device = DeviceInfo::new("Example Token Works", "30000000003");
    let ocra = KeyPackage::new(device, ocra, secret(&(0x30..0x50).collect::<Vec<u8>>()));
    vec![hotp, totp, ocra]
}

/// What a reader has to find, under the names that python-pskc has for it.
fn json(package: &KeyPackage) -> String {
    let KeyPackage { device, key, secret, .. } = package;
    let suite = match (&key.algorithm, key.hash) {
        (KeyAlgorithm::Ocra(suite), _) => Some(suite.clone()),
        (_, Hash::Sha256) => Some("HMAC-SHA256".to_owned()),
        (_, _) => None,
    };
    let date = |moment: Option<UnixTime>| moment.map(UnixTime::value);
    let pin = key.policy.pin.as_ref();
    let mut out = format!("{{\"secret\":\"{}\"", hex::encode(secret.expose()));
    let mut put = |name: &str, value: String| {
        let _ = write!(out, ",\"{name}\":{value}");
    };
    put("id", quoted(Some(&key.id)));
    put("algorithm", quoted(Some(key.algorithm.uri())));
    put("algorithm_suite", quoted(suite.as_deref()));
    put("manufacturer", quoted(package.manufacturer()));
    put("serial", quoted(package.serial()));
    put("model", quoted(device.model.as_deref()));
    put("issuer", quoted(key.issuer.as_deref()));
    put("friendly_name", quoted(key.friendly_name()));
    put("start_date", number(date(device.starts)));
    put("policy_start_date", number(date(key.policy.starts)));
    put("policy_expiry_date", number(date(key.policy.expires)));
    put("number_of_transactions", number(key.policy.transactions));
    put("pin_max_failed_attempts", number(pin.and_then(|pin| pin.max_failed_attempts)));
    put("response_length", number(key.digits.map(Digits::value)));
    put("challenge_max_length", number(key.challenge.map(|format| format.max)));
    put("counter", number(key.counter.map(Counter::value)));
    put("time_interval", number(key.time_step.map(Seconds::value)));
    put("time_offset", number(key.time));
    put("time_drift", number(key.time_drift));
    out.push('}');
    out
}

/// The texts here hold nothing but quotation marks that JSON would escape.
fn quoted(text: Option<&str>) -> String {
    text.map_or("null".to_owned(), |text| format!("\"{}\"", text.replace('"', "\\\"")))
}

fn number(number: Option<impl ToString>) -> String {
    number.map_or("null".to_owned(), |number| number.to_string())
}
