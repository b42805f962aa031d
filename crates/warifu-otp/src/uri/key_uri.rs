use alloc::string::String;
use core::fmt;
use core::ops::RangeInclusive;

use warifu_core::{Counter, Digits, Seconds, Secret, UnixTime};

use super::{UriError, UriErrorKind, alloc};
use crate::{HashAlgorithm, Hotp, ParametersError, Totp, TotpParameters};

/// A token's key and parameters, and what an app calls it.
///
/// Not `Clone`; `Debug` shows no byte of the secret.
pub struct KeyUri {
    pub(super) issuer: Option<String>,
    pub(super) account: String,
    pub(super) moving_factor: MovingFactor,
    pub(super) algorithm: HashAlgorithm,
    pub(super) digits: Digits,
    pub(super) secret: Secret,
}

/// What a code changes with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MovingFactor {
    /// HOTP, with its next counter.
    Counter(Counter),
    /// TOTP, with a time step of 1 to 3600 seconds. T0 is 0.
    Time(Seconds),
}

impl KeyUri {
    /// The URI of a counter-based token; `counter` is its next one.
    ///
    /// # Errors
    ///
    /// [`UriError`] for names that cannot be shown or told apart, and digits outside 4 to 10.
    pub fn hotp(
        issuer: Option<&str>,
        account: &str,
        secret: Secret,
        algorithm: HashAlgorithm,
        digits: Digits,
        counter: Counter,
    ) -> Result<Self, UriError> {
        let uri = Self {
            issuer: issuer.map(Into::into),
            account: account.into(),
            moving_factor: MovingFactor::Counter(counter),
            algorithm,
            digits,
            secret,
        };
        uri.checked().map_err(UriError::new)
    }

    /// The URI of a time-based token.
    ///
    /// # Errors
    ///
    /// [`UriError`] for names that cannot be shown or told apart, digits outside 4 to 10, a step outside 1 to 3600
    /// seconds, and a T0 other than 0.
    pub fn totp(
        issuer: Option<&str>,
        account: &str,
        secret: Secret,
        parameters: TotpParameters,
    ) -> Result<Self, UriError> {
        if parameters.t0 != UnixTime::new(0) {
            return Err(UriError::new(UriErrorKind::T0));
        }
        let uri = Self {
            issuer: issuer.map(Into::into),
            account: account.into(),
            moving_factor: MovingFactor::Time(parameters.step),
            algorithm: parameters.algorithm,
            digits: parameters.digits,
            secret,
        };
        uri.checked().map_err(UriError::new)
    }

    /// The issuer of the key, as an app shows it. At most 192 bytes.
    pub fn issuer(&self) -> Option<&str> {
        self.issuer.as_deref()
    }

    /// The account name, as an app shows it. At most 192 bytes.
    pub fn account(&self) -> &str {
        &self.account
    }

    /// What a code changes with.
    pub const fn moving_factor(&self) -> MovingFactor {
        self.moving_factor
    }

    /// The hash function.
    pub const fn algorithm(&self) -> HashAlgorithm {
        self.algorithm
    }

    /// The length of a code: 4 to 10 digits.
    pub const fn digits(&self) -> Digits {
        self.digits
    }

    /// The key: 1 to 128 bytes.
    pub const fn secret(&self) -> &Secret {
        &self.secret
    }

    /// The parameters of a time-based token; `None` for one that counts.
    pub const fn parameters(&self) -> Option<TotpParameters> {
        let Self { algorithm, digits, .. } = *self;
        match self.moving_factor {
            MovingFactor::Counter(_) => None,
            MovingFactor::Time(step) => {
                Some(TotpParameters { algorithm, digits, step, t0: UnixTime::new(0) })
            }
        }
    }

    /// The token, if it is time-based.
    ///
    /// # Errors
    ///
    /// [`ParametersError`] for a secret of fewer than 16 bytes and fewer than 6 digits: see [`Totp::danger_legacy`].
    pub fn to_totp(&self) -> Option<Result<Totp, ParametersError>> {
        Some(Totp::new(&self.secret, self.parameters()?))
    }

    /// The token and its next counter, if it counts.
    ///
    /// # Errors
    ///
    /// [`ParametersError`] for a secret of fewer than 16 bytes and fewer than 6 digits: see [`Hotp::danger_legacy`].
    pub fn to_hotp(&self) -> Option<Result<(Hotp, Counter), ParametersError>> {
        match self.moving_factor {
            MovingFactor::Counter(counter) => {
                let token = Hotp::new(&self.secret, self.algorithm, self.digits);
                Some(token.map(|token| (token, counter)))
            }
            MovingFactor::Time(_) => None,
        }
    }

    pub(super) fn checked(self) -> Result<Self, UriErrorKind> {
        if let Some(issuer) = &self.issuer {
            check_name(issuer)?;
        } else if self.account.contains(':') {
            return Err(UriErrorKind::Colon);
        }
        check_name(&self.account)?;
        if self.digits.value() > MAX_DIGITS {
            return Err(UriErrorKind::Digits);
        }
        if let MovingFactor::Time(step) = self.moving_factor
            && !STEPS.contains(&step.value())
        {
            return Err(UriErrorKind::Step);
        }
        Ok(self)
    }
}

impl fmt::Debug for KeyUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyUri")
            .field("issuer", &self.issuer)
            .field("account", &self.account)
            .field("moving_factor", &self.moving_factor)
            .field("algorithm", &self.algorithm)
            .field("digits", &self.digits)
            .field("secret", &self.secret)
            .finish()
    }
}

pub(super) fn check_name(name: &str) -> Result<(), UriErrorKind> {
    if name.is_empty() {
        return Err(UriErrorKind::EmptyName);
    }
    // A space at either end is what readers trim.
    let is_whole = name.trim_matches(' ').len() == name.len();
    let is_shown = is_whole && !name.chars().any(|shown| shown.is_control() || turns(shown));
    if is_shown && name.len() <= LONGEST_NAME { Ok(()) } else { Err(UriErrorKind::Name) }
}

/// Whether a character breaks the line or turns the direction in which a name is shown.
const fn turns(character: char) -> bool {
    matches!(
        character,
        '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    )
}

/// In bytes: two names, one of them written twice, and the longest secret fit a URI of 2048 bytes when all is escaped.
pub(super) const LONGEST_NAME: usize = 192;
pub(super) const MAX_DIGITS: u8 = 10;
/// In seconds.
pub(super) const STEPS: RangeInclusive<u32> = 1..=3600;
