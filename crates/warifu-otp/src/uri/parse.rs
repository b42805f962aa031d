use alloc::string::String;
use alloc::vec::Vec;

use super::parameters::UriParameters;
use super::percent::{decoded, start_of};
use super::{KeyUri, Leniency, MovingFactor, Note, UriError, UriErrorKind, alloc};

/// A URI that was read, and what was odd about it.
#[derive(Debug)]
pub struct Parsed {
    /// What it says.
    pub uri: KeyUri,
    /// What was odd about it, in the order in which it was found.
    pub notes: Vec<Note>,
}

impl KeyUri {
    /// Reads a URI of up to 2048 bytes.
    ///
    /// A label is split at its first colon, or at its first escaped colon if it has no other, unless one of its later colons
    /// comes right after what the issuer parameter says. Spaces around the account name are passed over. Missing
    /// parameters have the defaults of the format: SHA-1, 6 digits, 30 seconds.
    ///
    /// # Errors
    ///
    /// [`UriError`] says what was wrong, and where. Parameters that are given twice are refused, since readers
    /// differ in which one they take. An `otpauth-migration:` URI holds several keys, and is [`UriErrorKind::Export`] here:
    /// read it with [`Migration::parse`](super::Migration::parse).
    pub fn parse(text: &str, leniency: Leniency) -> Result<Parsed, UriError> {
        let error = UriError::at;
        if text.len() > LONGEST {
            return Err(error(UriErrorKind::TooLong, LONGEST));
        }
        let unescaped = |character: char| {
            character.is_control()
                || matches!(character, '#' | '<' | '>' | '"')
                || (character == ' ' && leniency == Leniency::Strict)
        };
        if let Some(offset) = text.find(unescaped) {
            return Err(error(UriErrorKind::Character, offset));
        }
        let rest = after_ignoring_case(text, SCHEME).ok_or(error(other_scheme(text), 0))?;
        let at = start_of(rest, text, 0);
        let (kind, rest) = rest.split_once('/').ok_or(error(UriErrorKind::Type, at))?;
        let is_counting = match kind {
            _ if kind.eq_ignore_ascii_case("hotp") => true,
            _ if kind.eq_ignore_ascii_case("totp") => false,
            _ => return Err(error(UriErrorKind::Type, at)),
        };
        let label_at = start_of(rest, text, 0);
        // Without a question mark there are no parameters, and so no secret.
        let (label, query) = rest.split_once('?').unwrap_or((rest, ""));
        let query_at = start_of(query, text, 0);

        let mut notes = Vec::new();
        let parameters = UriParameters::read(query, query_at, leniency, &mut notes)?;
        let (issuer, account) = names(label, label_at, &parameters, leniency, &mut notes)?;
        let moving_factor = parameters.moving_factor(is_counting, text.len())?;
        let (secret, algorithm, digits) = parameters.key(text.len())?;
        if secret.expose().len() < SHORT_SECRET {
            notes.push(Note::ShortSecret);
        }
        let uri = Self { issuer, account, moving_factor, algorithm, digits, secret };
        let uri = uri.checked().map_err(|kind| error(as_read(kind), label_at))?;
        Ok(Parsed { uri, notes })
    }
}

/// Issuer and account name, out of the label and the issuer parameter.
fn names(
    label: &str,
    at: usize,
    parameters: &UriParameters,
    leniency: Leniency,
    notes: &mut Vec<Note>,
) -> Result<(Option<String>, String), UriError> {
    let whole = decoded(label, at)?;
    // The parameter tells where the issuer ends in the label, even if the issuer itself has a colon.
    let named = parameters.issuer.as_deref();
    if let Some(account) = named.and_then(|issuer| behind(issuer, label)) {
        let account = decoded(account, start_of(account, label, at))?;
        return Ok((parameters.issuer.clone(), account.trim_matches(' ').into()));
    }
    let Some((issuer, account)) = split(label) else {
        return Ok((parameters.issuer.clone(), whole.trim_matches(' ').into()));
    };
    let (issuer, account) = (decoded(issuer, at)?, decoded(account, start_of(account, label, at))?);
    let account = account.trim_matches(' ').into();
    let issuer = issuer.trim_matches(' ');
    if issuer.is_empty() {
        notes.push(Note::EmptyIssuer);
        return Ok((parameters.issuer.clone(), account));
    }
    match named {
        None => Ok((Some(issuer.into()), account)),
        Some(named) if named == issuer => Ok((Some(issuer.into()), account)),
        // Other readers show one or the other, so a person could take the account for that of another issuer.
        Some(_) if leniency == Leniency::Strict => {
            Err(UriError::at(UriErrorKind::IssuerMismatch, at))
        }
        Some(named) => {
            notes.push(Note::IssuerMismatch);
            Ok((Some(named.into()), account))
        }
    }
}

/// What follows the colon behind `issuer`, if the label starts with both; a colon is what [`split`] takes for one.
fn behind<'a>(issuer: &str, label: &'a str) -> Option<&'a str> {
    // How many of the next bytes belong to an escape that has begun.
    let mut escaped = 0_u8;
    let mut starts = label.bytes().enumerate().filter(|&(_, byte)| {
        let is_start = escaped == 0;
        escaped = match escaped {
            _ if byte == b'%' => 2,
            2 => 1,
            _ => 0,
        };
        is_start
    });
    let (end, _) = starts.nth(issuer.len())?;
    let (named, rest) = label.split_at_checked(end)?;
    if decoded(named, 0).ok()? != issuer {
        return None;
    }
    if label.contains(':') {
        rest.strip_prefix(':')
    } else {
        ESCAPED_COLON.into_iter().find_map(|colon| rest.strip_prefix(colon))
    }
}

/// At the first colon, or else at the first escaped one.
fn split(label: &str) -> Option<(&str, &str)> {
    label.split_once(':').or_else(|| {
        let escaped = ESCAPED_COLON.into_iter().filter_map(|colon| label.find(colon)).min()?;
        let (issuer, account) = label.split_at_checked(escaped)?;
        Some((issuer, account.get(3..)?))
    })
}

fn after_ignoring_case<'a>(text: &'a str, start: &str) -> Option<&'a str> {
    let (found, rest) = text.split_at_checked(start.len())?;
    found.eq_ignore_ascii_case(start).then_some(rest)
}

/// The error of text that does not begin with [`SCHEME`].
fn other_scheme(text: &str) -> UriErrorKind {
    match after_ignoring_case(text, EXPORT) {
        Some(_) => UriErrorKind::Export,
        None => UriErrorKind::Scheme,
    }
}

/// What a URI that was read says in place of what one that is built would.
#[expect(clippy::wildcard_enum_match_arm, reason = "all other kinds are the same in both")]
const fn as_read(kind: UriErrorKind) -> UriErrorKind {
    match kind {
        UriErrorKind::EmptyName => UriErrorKind::Missing("account name"),
        UriErrorKind::Name | UriErrorKind::Colon => UriErrorKind::Invalid("label"),
        UriErrorKind::Digits => UriErrorKind::Invalid("digits"),
        UriErrorKind::Step | UriErrorKind::T0 => UriErrorKind::Invalid("period"),
        other => other,
    }
}

impl UriParameters {
    fn moving_factor(&self, is_counting: bool, end: usize) -> Result<MovingFactor, UriError> {
        if is_counting {
            Self::misplaced(self.period.as_ref(), "period")?;
            let (counter, _) =
                self.counter.ok_or(UriError::at(UriErrorKind::Missing("counter"), end))?;
            Ok(MovingFactor::Counter(counter))
        } else {
            Self::misplaced(self.counter.as_ref(), "counter")?;
            Ok(MovingFactor::Time(self.period.map_or(DEFAULT_PERIOD, |(period, _)| period)))
        }
    }

    fn misplaced<T>(found: Option<&(T, usize)>, name: &'static str) -> Result<(), UriError> {
        match found {
            Some(&(_, offset)) => Err(UriError::at(UriErrorKind::Misplaced(name), offset)),
            None => Ok(()),
        }
    }
}

/// In bytes.
pub(super) const LONGEST: usize = 2048;
const SCHEME: &str = "otpauth://";
const EXPORT: &str = "otpauth-migration:";
const ESCAPED_COLON: [&str; 2] = ["%3A", "%3a"];
const DEFAULT_PERIOD: warifu_core::Seconds = warifu_core::Seconds::new(30);
/// In bytes: RFC 4226 §4, R6.
const SHORT_SECRET: usize = 16;
