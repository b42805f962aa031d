use alloc::collections::BTreeSet;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use warifu_core::{Counter, Digits, Seconds, Secret, base32};
use zeroize::Zeroizing;

use super::key_uri::{MAX_DIGITS, STEPS, check_name};
use super::percent::{decoded, decoded_bytes, start_of};
use super::{Leniency, Note, UriError, UriErrorKind, alloc};
use crate::HashAlgorithm;

/// The query of a URI. Numbers come with where they stood.
#[derive(Default)]
pub(super) struct UriParameters {
    secret: Option<Secret>,
    pub(super) issuer: Option<String>,
    algorithm: Option<HashAlgorithm>,
    digits: Option<Digits>,
    pub(super) counter: Option<(Counter, usize)>,
    pub(super) period: Option<(Seconds, usize)>,
}

impl UriParameters {
    pub(super) fn read(
        query: &str,
        at: usize,
        leniency: Leniency,
        notes: &mut Vec<Note>,
    ) -> Result<Self, UriError> {
        let (mut parameters, mut seen, mut rest) = (Self::default(), BTreeSet::new(), Some(query));
        while let Some(text) = rest {
            let start = start_of(text, query, at);
            let (part, after) = match text.split_once('&') {
                Some((part, after)) => (part, Some(after)),
                None => (text, None),
            };
            rest = after;
            if part.is_empty() {
                continue;
            }
            let error = |kind| UriError::at(kind, start);
            let (name, value) = part.split_once('=').ok_or(error(UriErrorKind::NoValue))?;
            let name = decoded(name, start)?;
            let known = known(&name);
            // Readers differ in which of two they take: a second secret would be another token in another app.
            if !seen.insert(name.to_ascii_lowercase()) {
                return Err(error(
                    known.map_or(UriErrorKind::RepeatedUnknown, UriErrorKind::Repeated),
                ));
            }
            match known {
                Some(known) => {
                    parameters.take(known, value, start_of(value, part, start), leniency, notes)?;
                }
                None => notes.push(Note::UnknownParameter(name)),
            }
        }
        Ok(parameters)
    }

    /// Secret, hash function and number of digits, with their defaults.
    pub(super) fn key(self, end: usize) -> Result<(Secret, HashAlgorithm, Digits), UriError> {
        let missing = UriError::at(UriErrorKind::Missing("secret"), end);
        let secret = self.secret.ok_or(missing)?;
        Ok((
            secret,
            // The format's own defaults: a URI that leaves them out means these.
            self.algorithm.unwrap_or(HashAlgorithm::Sha1),
            self.digits.unwrap_or(Digits::SIX),
        ))
    }

    fn take(
        &mut self,
        name: &'static str,
        value: &str,
        offset: usize,
        leniency: Leniency,
        notes: &mut Vec<Note>,
    ) -> Result<(), UriError> {
        let invalid = UriError::at(UriErrorKind::Invalid(name), offset);
        match name {
            "secret" => self.secret = Some(secret(value, offset, leniency, notes)?),
            "issuer" => {
                let issuer = decoded(value, offset)?;
                let issuer = issuer.trim_matches(' ');
                if issuer.is_empty() {
                    notes.push(Note::EmptyIssuer);
                } else {
                    check_name(issuer).map_err(|_| invalid)?;
                    self.issuer = Some(issuer.to_string());
                }
            }
            // An encoder means that the code is not plain decimal digits.
            "encoder" => return Err(invalid),
            "algorithm" => {
                self.algorithm = Some(algorithm(&decoded(value, offset)?).ok_or(invalid)?);
                if HashAlgorithm::from_name(value).is_none() {
                    notes.push(Note::OddAlgorithm);
                }
            }
            "digits" => {
                let digits = digits(value).ok_or(invalid)?;
                if digits < Digits::SIX {
                    // RFC 4226 §5.3: "Implementations MUST extract a 6-digit code at a minimum".
                    if leniency == Leniency::Strict {
                        return Err(invalid);
                    }
                    notes.push(Note::FewDigits);
                }
                self.digits = Some(digits);
            }
            "counter" => self.counter = Some((Counter::new(number(value).ok_or(invalid)?), offset)),
            _ => {
                let seconds = number(value).and_then(|seconds| u32::try_from(seconds).ok());
                let seconds = seconds.filter(|seconds| STEPS.contains(seconds));
                self.period = Some((Seconds::new(seconds.ok_or(invalid)?), offset));
            }
        }
        Ok(())
    }
}

fn known(name: &str) -> Option<&'static str> {
    let names = ["secret", "issuer", "algorithm", "digits", "counter", "period", "encoder"];
    names.into_iter().find(|known| known.eq_ignore_ascii_case(name))
}

/// Nothing of it is kept but the bytes of the secret.
fn secret(
    value: &str,
    offset: usize,
    leniency: Leniency,
    notes: &mut Vec<Note>,
) -> Result<Secret, UriError> {
    let error = |kind| UriError::at(kind, offset);
    let text = decoded_bytes(value, offset)?;
    let text = core::str::from_utf8(&text).map_err(|_| error(UriErrorKind::NotUtf8))?;
    let bytes = match leniency {
        Leniency::Strict => base32::decode(text),
        Leniency::Lenient => {
            // Of its final size from the beginning: growth would leave a copy of the secret behind.
            let mut folded = Zeroizing::new(String::with_capacity(text.len()));
            let kept = text.trim_end_matches('=').chars().filter(|kept| !" -".contains(*kept));
            folded.extend(kept.map(|character| character.to_ascii_uppercase()));
            if *folded != text {
                notes.push(Note::OddSecret);
            }
            base32::decode(&folded)
        }
    };
    Secret::new(&bytes.map_err(|_| error(UriErrorKind::Base32))?)
        .map_err(|_| error(UriErrorKind::SecretLength))
}

/// `SHA1`, and what else is written for it: any case, with hyphens, behind `HMAC`.
fn algorithm(name: &str) -> Option<HashAlgorithm> {
    let name: String = name.chars().filter(|kept| !"-_ ".contains(*kept)).collect();
    let name = name.to_ascii_uppercase();
    HashAlgorithm::from_name(name.strip_prefix("HMAC").unwrap_or(&name))
}

fn digits(value: &str) -> Option<Digits> {
    let count = u8::try_from(number(value)?).ok().filter(|&count| count <= MAX_DIGITS)?;
    Digits::new(count).ok()
}

/// Digits alone: no sign, no space.
fn number(text: &str) -> Option<u64> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}
