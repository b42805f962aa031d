//! Packages with everything that a file can say, and texts that are hard to write.

use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use warifu_core::{Counter, Digits, Seconds, UnixTime};
use warifu_pskc::{
    ChallengeFormat, CheckDigit, DeviceInfo, Encoding, FriendlyName, HashAlgorithm, KeyAlgorithm,
    KeyDescription, KeyPackage, KeyPolicy, KeyUsage, PinMode, PinPolicy, ResponseFormat,
};

use super::secret;

/// One to four packages of one file.
pub(crate) fn packages() -> impl Strategy<Value = Vec<KeyPackage>> {
    vec((device(), key(), vec(any::<u8>(), 1..=128)), 1..=4).prop_map(|parts| {
        let numbered = parts.into_iter().enumerate();
        numbered
            .map(|(number, (device, mut key, mut bytes))| {
                key.id = format!("{}{number}", key.id);
                if key.algorithm == KeyAlgorithm::IssuerDeviceKey {
                    bytes.resize(32, 7);
                }
                KeyPackage::new(device, key, secret(&bytes))
            })
            .collect()
    })
}

fn device() -> impl Strategy<Value = DeviceInfo> {
    let texts = (of(text()), of(text()), of(text()), of(text()), of(text()), of(text()));
    (texts, of(text()), dates()).prop_map(|(texts, crypto_module, (starts, expires))| {
        let mut device = DeviceInfo::default();
        (
            device.manufacturer,
            device.serial,
            device.model,
            device.issue_number,
            device.binding,
            device.user_id,
        ) = texts;
        device.crypto_module = crypto_module;
        (device.starts, device.expires) = (starts, expires);
        device
    })
}

fn key() -> impl Strategy<Value = KeyDescription> {
    let kind = (algorithm(), hash(), of(response()), of(challenge()));
    let texts = (text(), of(text()), of(text()), of(text()));
    let counter = 0..=u64::MAX >> 1;
    let int = u32::MAX >> 1;
    let numbers = (of(counter), of(1..=int), of(0..=u64::from(int)), of(any::<i32>()));
    (kind, texts, friendly_names(), numbers, policy()).prop_map(
        |((algorithm, hash, response, challenge), texts, friendly_names, numbers, policy)| {
            let (id, profile, issuer, user_id) = texts;
            let mut key = KeyDescription::new(&id, algorithm);
            if !matches!(key.algorithm, KeyAlgorithm::Ocra(_)) {
                key.hash = hash;
            }
            if let Some(response) = response {
                key = key.with_response(response);
            }
            key.challenge = challenge;
            (key.profile, key.issuer, key.user_id) = (profile, issuer, user_id);
            key.friendly_names = friendly_names;
            key.counter = numbers.0.map(Counter::new);
            key.time_step = numbers.1.map(Seconds::new);
            (key.time, key.time_drift) = (numbers.2, numbers.3);
            key.policy = policy;
            if !key.policy.permits(&key.algorithm) {
                key.policy.usage.clear();
            }
            key
        },
    )
}

fn algorithm() -> impl Strategy<Value = KeyAlgorithm> {
    prop_oneof![
        Just(KeyAlgorithm::Hotp),
        Just(KeyAlgorithm::Totp),
        Just(KeyAlgorithm::Pin),
        Just(KeyAlgorithm::IssuerDeviceKey),
        text().prop_map(KeyAlgorithm::Ocra),
        text().prop_map(|text| KeyAlgorithm::Other(format!("urn:x:{text}"))),
    ]
}

fn hash() -> impl Strategy<Value = HashAlgorithm> {
    select(&HashAlgorithm::ALL)
}

fn response() -> impl Strategy<Value = ResponseFormat> {
    let luhn = (0..20_u32).prop_map(|length| {
        let mut format = ResponseFormat::new(Encoding::Decimal, length);
        format.check_digit = CheckDigit::Luhn;
        format
    });
    prop_oneof![
        (6..=10_u8).prop_map(|count| ResponseFormat::decimal(Digits::new(count).unwrap())),
        (other_encoding(), any::<u32>())
            .prop_map(|(encoding, length)| ResponseFormat::new(encoding, length)),
        luhn,
    ]
}

fn challenge() -> impl Strategy<Value = ChallengeFormat> {
    let encoding = prop_oneof![Just(Encoding::Decimal), other_encoding()];
    (encoding, any::<u32>(), any::<u32>(), any::<bool>()).prop_map(|(encoding, one, two, luhn)| {
        let mut format = ChallengeFormat::new(encoding, one.min(two), one.max(two));
        if luhn && encoding == Encoding::Decimal {
            format.check_digit = CheckDigit::Luhn;
        }
        format
    })
}

fn other_encoding() -> impl Strategy<Value = Encoding> {
    select(vec![Encoding::Hexadecimal, Encoding::Alphanumeric, Encoding::Base64, Encoding::Binary])
}

fn friendly_names() -> impl Strategy<Value = Vec<FriendlyName>> {
    let languages = subsequence(vec!["en", "ja", "de-CH", "x-\"<&"], 0..=4);
    (languages, vec(text(), 4)).prop_map(|(languages, texts)| {
        let pairs = languages.into_iter().zip(texts);
        pairs.map(|(language, text)| FriendlyName::new(language, &text)).collect()
    })
}

fn policy() -> impl Strategy<Value = KeyPolicy> {
    let usages = vec![
        KeyUsage::Otp,
        KeyUsage::ChallengeResponse,
        KeyUsage::Encrypt,
        KeyUsage::Integrity,
        KeyUsage::Verify,
        KeyUsage::Unlock,
        KeyUsage::Decrypt,
        KeyUsage::KeyWrap,
        KeyUsage::Unwrap,
        KeyUsage::Derive,
        KeyUsage::Generate,
    ];
    (dates(), subsequence(usages, 0..=11), of(any::<u64>()), of(pin())).prop_map(
        |((starts, expires), usage, transactions, pin)| {
            let mut policy = KeyPolicy::default();
            (policy.starts, policy.expires) = (starts, expires);
            (policy.usage, policy.transactions, policy.pin) = (usage, transactions, pin);
            policy
        },
    )
}

fn pin() -> impl Strategy<Value = PinPolicy> {
    let modes =
        select(vec![PinMode::Local, PinMode::Prepend, PinMode::Append, PinMode::Algorithmic]);
    let numbers = (of(any::<u32>()), in_order(any::<u32>()));
    (modes, of(text()), numbers, of(other_encoding())).prop_map(
        |(mode, key_id, numbers, encoding)| {
            let mut pin = PinPolicy::new(mode);
            pin.key_id = key_id;
            (pin.max_failed_attempts, (pin.min_length, pin.max_length)) = numbers;
            pin.encoding = encoding;
            pin
        },
    )
}

/// A start, an end, and the first before the second.
fn dates() -> impl Strategy<Value = (Option<UnixTime>, Option<UnixTime>)> {
    in_order(moment())
}

fn in_order<T: Ord + Copy + std::fmt::Debug>(
    value: impl Strategy<Value = T> + Clone,
) -> impl Strategy<Value = (Option<T>, Option<T>)> {
    (of(value.clone()), of(value)).prop_map(|(one, other)| match (one, other) {
        (Some(one), Some(other)) => (Some(one.min(other)), Some(one.max(other))),
        either => either,
    })
}

fn moment() -> impl Strategy<Value = UnixTime> + Clone {
    (0..253_402_300_800_u64).prop_map(UnixTime::new)
}

/// Texts with everything that XML makes hard, and no white space at the ends.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zA-Z0-9 .:/#-]{1,30}",
        "[<>&\"'\\]割符\u{301}\u{1f511}\u{85}\u{2028} \t\n\r=]{1,20}",
        any::<String>(),
    ]
    .prop_map(|text| {
        let kept: String = text
            .chars()
            .filter(|&c| c >= ' ' || "\t\n\r".contains(c))
            .filter(|c| !['\u{fffe}', '\u{ffff}'].contains(c))
            .collect();
        let kept = kept.trim_matches([' ', '\t', '\r', '\n']);
        if kept.is_empty() { "-".to_owned() } else { kept.to_owned() }
    })
}
