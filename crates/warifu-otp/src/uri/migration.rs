use alloc::vec::Vec;

use base64ct::{Base64, Base64Unpadded, Encoding};
use warifu_core::{Counter, Digits, Seconds, Secret};
use zeroize::Zeroizing;

use super::percent::decoded_bytes;
use super::protobuf::{WireField, WireFields, WireValue};
use super::{KeyUri, MovingFactor, UriError, UriErrorKind, alloc};
use crate::HashAlgorithm;

/// What Google Authenticator exports: the keys of one picture of a batch.
#[derive(Debug)]
pub struct Migration {
    /// The keys. Time-based ones have a step of 30 seconds: the format has no other.
    pub keys: Vec<KeyUri>,
    /// The version of the format; 1 is the first.
    pub version: u64,
    /// How many pictures the batch has.
    pub batch_size: u64,
    /// Which of them this is, from 0.
    pub batch_index: u64,
    /// What tells batches apart: a 32-bit number that may have been negative.
    pub batch_id: u64,
}

impl Migration {
    /// Reads an `otpauth-migration://offline?data=…` URI of up to 64 KiB and 100 keys: all of them or none.
    ///
    /// A name of the form `issuer:account` loses the issuer where the issuer is also named alone.
    ///
    /// # Errors
    ///
    /// [`UriError`] with the number of the key that was refused.
    pub fn parse(text: &str) -> Result<Self, UriError> {
        let whole = UriError::new;
        if text.len() > LONGEST {
            return Err(whole(UriErrorKind::LongExport));
        }
        let data = text.split_at_checked(START.len()).and_then(|(start, data)| {
            (start.eq_ignore_ascii_case(START) && !data.contains('&')).then_some(data)
        });
        let data = data.ok_or(whole(UriErrorKind::NotAnExport))?;
        let bytes = from_base64(data).ok_or(whole(UriErrorKind::Base64))?;
        let is_key =
            |field: &Result<WireField<'_>, _>| matches!(field, Ok(WireField { number: 1, .. }));
        let keys = WireFields::new(&bytes, 0).filter(is_key).count();
        if keys > MOST_KEYS {
            return Err(whole(UriErrorKind::TooManyKeys));
        }
        let mut migration = Self {
            // Of its final size from the beginning: growth would leave the secrets behind.
            keys: Vec::with_capacity(keys),
            version: 0,
            batch_size: 0,
            batch_index: 0,
            batch_id: 0,
        };
        for field in WireFields::new(&bytes, 0) {
            migration.take(&field?)?;
        }
        if migration.keys.is_empty() {
            return Err(whole(UriErrorKind::NoKeys));
        }
        if migration.batch_index >= migration.batch_size.max(1) {
            return Err(whole(UriErrorKind::Invalid("batch_index")));
        }
        Ok(migration)
    }

    fn take(&mut self, field: &WireField<'_>) -> Result<(), UriError> {
        let number = |name| field.value.number().ok_or(UriError::new(UriErrorKind::Invalid(name)));
        match field.number {
            1 => {
                let key = key(field).map_err(|error| error.in_key(self.keys.len()))?;
                self.keys.push(key);
            }
            2 => self.version = number("version")?,
            3 => self.batch_size = number("batch_size")?,
            4 => self.batch_index = number("batch_index")?,
            5 => self.batch_id = number("batch_id")?,
            _ => {}
        }
        Ok(())
    }
}

/// `OtpParameters`. As the wire format has it, the last of repeated fields counts; one that holds a secret must not be
/// repeated.
fn key(parameters: &WireField<'_>) -> Result<KeyUri, UriError> {
    let invalid = |name| UriError::new(UriErrorKind::Invalid(name));
    let (message, offset) = parameters.value.bytes().ok_or(invalid("otp_parameters"))?;
    let mut secret = None;
    // The wire format's defaults: what is missing is empty, or 0.
    let (mut name, mut issuer) = ("", "");
    let (mut algorithm, mut digits, mut kind, mut counter) = (0, 0, 0, 0);
    for field in WireFields::new(message, offset) {
        let field = field?;
        let number = |name| field.value.number().ok_or(invalid(name));
        match field.number {
            1 if secret.is_some() => return Err(invalid("secret")),
            1 => secret = Some(bytes(&field.value, "secret")?),
            2 => name = text(&field.value, "name")?,
            3 => issuer = text(&field.value, "issuer")?,
            4 => algorithm = number("algorithm")?,
            5 => digits = number("digits")?,
            6 => kind = number("type")?,
            7 => counter = number("counter")?,
            _ => {}
        }
    }
    let secret = secret.ok_or(UriError::new(UriErrorKind::Missing("secret")))?;
    let secret = Secret::new(secret);
    let secret = secret.map_err(|_| UriError::new(UriErrorKind::SecretLength))?;
    let (issuer, account) = names(name, issuer);
    let uri = KeyUri {
        issuer: issuer.map(Into::into),
        account: account.into(),
        moving_factor: match kind {
            1 if counter > MOST_COUNTER => return Err(invalid("counter")),
            1 => MovingFactor::Counter(Counter::new(counter)),
            2 => MovingFactor::Time(STEP),
            _ => return Err(invalid("type")),
        },
        algorithm: algorithm_of(algorithm).ok_or(invalid("algorithm"))?,
        digits: digits_of(digits).ok_or(invalid("digits"))?,
        secret,
    };
    uri.checked().map_err(UriError::new)
}

/// `Algorithm`; 0 is "unspecified", and means SHA-1 as a missing parameter of a URI does.
const fn algorithm_of(number: u64) -> Option<HashAlgorithm> {
    match number {
        0 | 1 => Some(HashAlgorithm::Sha1),
        2 => Some(HashAlgorithm::Sha256),
        3 => Some(HashAlgorithm::Sha512),
        _ => None,
    }
}

/// `DigitCount`, with 0 as above.
const fn digits_of(number: u64) -> Option<Digits> {
    match number {
        0 | 1 => Some(Digits::SIX),
        2 => Some(Digits::EIGHT),
        _ => None,
    }
}

fn names<'a>(name: &'a str, issuer: &'a str) -> (Option<&'a str>, &'a str) {
    let (name, issuer) = (name.trim_matches(' '), issuer.trim_matches(' '));
    if issuer.is_empty() {
        return match name.split_once(':') {
            Some((issuer, account)) if !issuer.trim_matches(' ').is_empty() => {
                (Some(issuer.trim_matches(' ')), account.trim_matches(' '))
            }
            _ => (None, name),
        };
    }
    let account = match name.strip_prefix(issuer).and_then(|rest| rest.strip_prefix(':')) {
        Some(account) => account,
        None => name,
    };
    (Some(issuer), account.trim_matches(' '))
}

fn bytes<'a>(value: &WireValue<'a>, name: &'static str) -> Result<&'a [u8], UriError> {
    let bytes = value.bytes().map(|(bytes, _)| bytes);
    bytes.ok_or(UriError::new(UriErrorKind::Invalid(name)))
}

fn text<'a>(value: &WireValue<'a>, name: &'static str) -> Result<&'a str, UriError> {
    let text = core::str::from_utf8(bytes(value, name)?);
    text.map_err(|_| UriError::new(UriErrorKind::Invalid(name)))
}

/// Base64 with or without its padding, some of its characters escaped or not.
fn from_base64(data: &str) -> Option<Zeroizing<Vec<u8>>> {
    let text = decoded_bytes(data, 0).ok()?;
    let mut bytes = Zeroizing::new(Vec::with_capacity(text.len()));
    bytes.resize(text.len(), 0);
    let padded = text.len().is_multiple_of(4);
    let decoded = if padded {
        Base64::decode(text.as_slice(), &mut bytes).ok()
    } else {
        Base64Unpadded::decode(text.as_slice(), &mut bytes).ok()
    };
    let length = decoded?.len();
    bytes.truncate(length);
    Some(bytes)
}

const START: &str = "otpauth-migration://offline?data=";
/// In bytes of text.
const LONGEST: usize = 64 * 1024;
const MOST_KEYS: usize = 100;
/// The field is a signed number, and no counter is negative.
const MOST_COUNTER: u64 = i64::MAX.cast_unsigned();
const STEP: Seconds = Seconds::new(30);
