use base64ct::{Base64, Encoding as _};
use warifu_core::hash::HashAlgorithm;
use warifu_core::{Counter, Seconds, UnixTime};
use zeroize::Zeroizing;

use super::text::date_time;
use super::xml::{Sink, Xml};
use crate::algorithm::{DEFAULT_HASH, KeyAlgorithm, suite_of_hash};
use crate::cipher::Cipher;
use crate::format::{ChallengeFormat, CheckDigit, Encoding, ResponseFormat};
use crate::kdf::DerivedKey;
use crate::package::{DeviceInfo, KeyDescription, KeyPackage};
use crate::policy::{KeyPolicy, PinPolicy};
use crate::protection::Protection;
use crate::xml::{DS, PKCS5, PSKC, XENC, XENC11};

/// A key file whose every part is ready to be written.
pub(super) struct Document<'a> {
    pub(super) id: Option<&'a str>,
    /// `None` for a file that is not protected.
    pub(super) protection: Option<Protection>,
    pub(super) packages: &'a [KeyPackage],
    /// The secret of each package.
    pub(super) secrets: Vec<WrittenSecret>,
}

/// A secret as the file holds it: plain, or the cipher text with its MAC.
pub(super) struct WrittenSecret {
    pub(super) base64: Zeroizing<String>,
    pub(super) mac: Option<String>,
}

impl Document<'_> {
    /// Writes the same text each time.
    pub(super) fn render(&self, sink: &mut impl Sink) {
        let protection = self.protection.as_ref();
        let derived = protection.is_some_and(|protection| protection.derived.is_some());
        let attributes = [
            ("xmlns:pskc", Some(PSKC)),
            ("xmlns:ds", protection.is_some().then_some(DS).filter(|_| !derived)),
            ("xmlns:xenc", protection.is_some().then_some(XENC)),
            ("xmlns:xenc11", derived.then_some(XENC11)),
            ("xmlns:pkcs5", derived.then_some(PKCS5)),
            ("Version", Some("1.0")),
            ("Id", self.id),
        ];
        Xml::new(sink).element("pskc:KeyContainer", &attributes, |xml| {
            if let Some(protection) = protection {
                write_protection(xml, protection);
            }
            for (package, value) in self.packages.iter().zip(&self.secrets) {
                xml.element("pskc:KeyPackage", &[], |xml| {
                    device(xml, &package.device);
                    key(xml, &package.key, |xml| self.secret(xml, value));
                });
            }
        });
    }

    fn cipher(&self) -> Option<&'static Cipher> {
        self.protection.as_ref().and_then(|protection| protection.cipher)
    }

    fn secret<S: Sink>(&self, xml: &mut Xml<'_, S>, value: &WrittenSecret) {
        xml.element("pskc:Secret", &[], |xml| match self.cipher() {
            None => xml.leaf("pskc:PlainValue", &[], &value.base64),
            Some(cipher) => {
                encrypted(xml, "pskc:EncryptedValue", cipher, &value.base64);
                xml.optional_leaf("pskc:ValueMAC", value.mac.as_deref());
            }
        });
    }
}

fn write_protection<S: Sink>(xml: &mut Xml<'_, S>, protection: &Protection) {
    let Protection { key_names, derived, mac, cipher } = protection;
    xml.element("pskc:EncryptionKey", &[], |xml| match derived {
        Some(derived) => derived_key(xml, derived, key_names),
        None => {
            for name in key_names {
                xml.leaf("ds:KeyName", &[], name);
            }
        }
    });
    if let (Some(mac), Some(cipher)) = (mac, cipher) {
        let attributes = [("Algorithm", Some(mac.algorithm.uri()))];
        xml.element("pskc:MACMethod", &attributes, |xml| {
            if let Some(key) = &mac.key {
                encrypted(xml, "pskc:MACKey", cipher, &Base64::encode_string(key));
            }
        });
    }
}

/// As RFC 6030 Figure 7 has it, which puts the parameters into no namespace, with the URI that the text of §6.2 demands.
fn derived_key<S: Sink>(xml: &mut Xml<'_, S>, derived: &DerivedKey, names: &[String]) {
    let salt = Base64::encode_string(&derived.salt);
    xml.element("xenc11:DerivedKey", &[], |xml| {
        xml.element("xenc11:KeyDerivationMethod", &[("Algorithm", Some(PBKDF2))], |xml| {
            xml.element("pkcs5:PBKDF2-params", &[], |xml| {
                xml.element("Salt", &[], |xml| xml.leaf("Specified", &[], &salt));
                xml.leaf("IterationCount", &[], &derived.iterations.to_string());
                xml.leaf("KeyLength", &[], &derived.key_length.to_string());
                xml.empty("PRF", &[("Algorithm", Some(derived.prf.uri()))]);
            });
        });
        for name in names {
            xml.leaf("xenc11:MasterKeyName", &[], name);
        }
    });
}

fn encrypted<S: Sink>(xml: &mut Xml<'_, S>, name: &'static str, cipher: &Cipher, base64: &str) {
    xml.element(name, &[], |xml| {
        xml.empty("xenc:EncryptionMethod", &[("Algorithm", Some(cipher.uri()))]);
        xml.element("xenc:CipherData", &[], |xml| xml.leaf("xenc:CipherValue", &[], base64));
    });
}

fn device<S: Sink>(xml: &mut Xml<'_, S>, device: &DeviceInfo) {
    // Taken apart without `..`, here and below: what is added to the type cannot be forgotten here.
    let DeviceInfo {
        manufacturer,
        serial,
        model,
        issue_number,
        binding,
        starts,
        expires,
        user_id,
        crypto_module,
    } = device;
    let without_module = DeviceInfo { crypto_module: None, ..device.clone() };
    if without_module != DeviceInfo::default() {
        xml.element("pskc:DeviceInfo", &[], |xml| {
            xml.optional_leaf("pskc:Manufacturer", manufacturer.as_deref());
            xml.optional_leaf("pskc:SerialNo", serial.as_deref());
            xml.optional_leaf("pskc:Model", model.as_deref());
            xml.optional_leaf("pskc:IssueNo", issue_number.as_deref());
            xml.optional_leaf("pskc:DeviceBinding", binding.as_deref());
            date(xml, "pskc:StartDate", *starts);
            date(xml, "pskc:ExpiryDate", *expires);
            xml.optional_leaf("pskc:UserId", user_id.as_deref());
        });
    }
    if let Some(id) = crypto_module {
        xml.element("pskc:CryptoModuleInfo", &[], |xml| xml.leaf("pskc:Id", &[], id));
    }
}

fn key<S: Sink>(xml: &mut Xml<'_, S>, key: &KeyDescription, secret: impl FnOnce(&mut Xml<'_, S>)) {
    let KeyDescription {
        id,
        algorithm,
        hash: _, // These are in the parameters.
        digits: _,
        response: _,
        challenge: _,
        profile,
        issuer,
        friendly_names,
        user_id,
        counter,
        time_step,
        time,
        time_drift,
        policy: key_policy,
    } = key;
    let attributes = [("Id", Some(id.as_str())), ("Algorithm", Some(algorithm.uri()))];
    xml.element("pskc:Key", &attributes, |xml| {
        xml.optional_leaf("pskc:Issuer", issuer.as_deref());
        parameters(xml, key);
        xml.optional_leaf("pskc:KeyProfileId", profile.as_deref());
        for name in friendly_names {
            // What names no language is in English, and the schema has no attribute here.
            let language = Some(name.language.as_str()).filter(|&language| language != "en");
            xml.leaf("pskc:FriendlyName", &[("xml:lang", language)], &name.text);
        }
        xml.element("pskc:Data", &[], |xml| {
            secret(xml);
            number(xml, "pskc:Counter", counter.map(Counter::value));
            number(xml, "pskc:Time", *time);
            number(xml, "pskc:TimeInterval", time_step.map(Seconds::value));
            number(xml, "pskc:TimeDrift", *time_drift);
        });
        xml.optional_leaf("pskc:UserId", user_id.as_deref());
        policy(xml, key_policy);
    });
}

fn parameters<S: Sink>(xml: &mut Xml<'_, S>, key: &KeyDescription) {
    let suite = match &key.algorithm {
        KeyAlgorithm::Ocra(suite) => Some(suite.clone()),
        KeyAlgorithm::Hotp
        | KeyAlgorithm::Totp
        | KeyAlgorithm::Pin
        | KeyAlgorithm::IssuerDeviceKey
        | KeyAlgorithm::Other(_) => suite(key.hash),
    };
    if suite.is_none() && key.challenge.is_none() && key.response.is_none() {
        return;
    }
    xml.element("pskc:AlgorithmParameters", &[], |xml| {
        xml.optional_leaf("pskc:Suite", suite.as_deref());
        if let Some(ChallengeFormat { encoding, min, max, check_digit }) = key.challenge {
            let attributes = [
                ("Encoding", Some(encoding.name())),
                ("Min", Some(&*min.to_string())),
                ("Max", Some(&*max.to_string())),
                ("CheckDigits", check_digits(check_digit)),
            ];
            xml.empty("pskc:ChallengeFormat", &attributes);
        }
        if let Some(ResponseFormat { encoding, length, check_digit }) = key.response {
            let attributes = [
                ("Encoding", Some(encoding.name())),
                ("Length", Some(&*length.to_string())),
                ("CheckDigits", check_digits(check_digit)),
            ];
            xml.empty("pskc:ResponseFormat", &attributes);
        }
    });
}

fn policy<S: Sink>(xml: &mut Xml<'_, S>, policy: &KeyPolicy) {
    if *policy == KeyPolicy::default() {
        return;
    }
    let KeyPolicy { starts, expires, usage, transactions, pin } = policy;
    xml.element("pskc:Policy", &[], |xml| {
        date(xml, "pskc:StartDate", *starts);
        date(xml, "pskc:ExpiryDate", *expires);
        if let Some(pin) = pin {
            pin_policy(xml, pin);
        }
        for &usage in usage {
            xml.leaf("pskc:KeyUsage", &[], usage.token());
        }
        if let Some(transactions) = transactions {
            xml.leaf("pskc:NumberOfTransactions", &[], &transactions.to_string());
        }
    });
}

fn pin_policy<S: Sink>(xml: &mut Xml<'_, S>, pin: &PinPolicy) {
    let PinPolicy { mode, key_id, max_failed_attempts, min_length, max_length, encoding } = pin;
    let text = |number: &Option<u32>| number.map(|number| number.to_string());
    let (failed, min, max) = (text(max_failed_attempts), text(min_length), text(max_length));
    let attributes = [
        ("PINKeyId", key_id.as_deref()),
        ("PINUsageMode", Some(mode.name())),
        ("MaxFailedAttempts", failed.as_deref()),
        ("MinLength", min.as_deref()),
        ("MaxLength", max.as_deref()),
        ("PINEncoding", encoding.map(Encoding::name)),
    ];
    xml.empty("pskc:PINPolicy", &attributes);
}

fn number<S: Sink>(xml: &mut Xml<'_, S>, name: &'static str, number: Option<impl ToString>) {
    if let Some(number) = number {
        xml.element(name, &[], |xml| xml.leaf("pskc:PlainValue", &[], &number.to_string()));
    }
}

fn date<S: Sink>(xml: &mut Xml<'_, S>, name: &'static str, moment: Option<UnixTime>) {
    xml.optional_leaf(name, moment.and_then(date_time).as_deref());
}

/// `None` where the attribute may be left out.
const fn check_digits(check_digit: CheckDigit) -> Option<&'static str> {
    match check_digit {
        CheckDigit::Absent => None,
        CheckDigit::Luhn => Some("true"),
    }
}

/// `None` where a missing `Suite` says it.
fn suite(hash: HashAlgorithm) -> Option<String> {
    (hash != DEFAULT_HASH).then(|| suite_of_hash(hash))
}

const PBKDF2: &str = "http://www.rsasecurity.com/rsalabs/pkcs/schemas/pkcs-5#pbkdf2";
