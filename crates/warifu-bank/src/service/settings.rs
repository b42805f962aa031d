use thiserror::Error;
use warifu_core::{IssuerId, Seconds};
use warifu_lifecycle::AttemptLimits;
use warifu_otp::{Policy, TimeRules};
use warifu_qr::ServerEpoch;
use warifu_sign::{DisplayError, DisplayProfile, KanaText};

/// What one bank has decided. Settings that exist are valid.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    issuer: IssuerId,
    name: KanaText,
    passwords: Policy<TimeRules>,
    profile: DisplayProfile,
    challenge_lifetime: Seconds,
    server_epoch: ServerEpoch,
}

impl Settings {
    /// The defaults: five minutes for a challenge, the policy for passwords of 6 digits, a camera token's screen, the first
    /// server epoch.
    ///
    /// `issuer` is the bank's number at its token vendor, `name` what devices will show.
    ///
    /// # Errors
    ///
    /// [`SettingsError::Name`] when a camera token could not show the name with an activation.
    pub fn new(issuer: IssuerId, name: KanaText) -> Result<Self, SettingsError> {
        let settings = Self {
            issuer,
            name,
            passwords: Policy::TIME_6_DIGITS,
            profile: DisplayProfile::CAMERA_TOKEN,
            challenge_lifetime: Seconds::minutes(5),
            server_epoch: ServerEpoch::FIRST,
        };
        settings.with_profile(DisplayProfile::CAMERA_TOKEN)
    }

    /// What the devices' screens can show.
    ///
    /// # Errors
    ///
    /// [`SettingsError::Name`]: each activation would be refused by the devices.
    pub fn with_profile(self, profile: DisplayProfile) -> Result<Self, SettingsError> {
        // A person reads for which bank they register before there is a number.
        profile.shows_activation_of(&self.name).map_err(SettingsError::Name)?;
        Ok(Self { profile, ..self })
    }

    /// How long a challenge can be answered: 1 to 65,535 seconds.
    ///
    /// # Errors
    ///
    /// [`SettingsError::ChallengeLifetime`] for what no message can say.
    pub fn with_challenge_lifetime(self, lifetime: Seconds) -> Result<Self, SettingsError> {
        match u16::try_from(lifetime.value()) {
            Ok(1..) => Ok(Self { challenge_lifetime: lifetime, ..self }),
            Ok(0) | Err(_) => Err(SettingsError::ChallengeLifetime),
        }
    }

    /// Which one-time passwords are accepted, how many wrong codes suspend a token of either kind, and how likely a
    /// guess may be to succeed. A hardware OTP token with fewer digits than it was made for is not imported.
    #[must_use]
    pub const fn with_passwords(self, passwords: Policy<TimeRules>) -> Self {
        Self { passwords, ..self }
    }

    /// Raised by one after every restore or failover, and never lowered: the high bits of every sequence number.
    ///
    /// # Security
    ///
    /// The host raises it. A bank that was restored without that sends messages that devices have seen already.
    #[must_use]
    pub const fn with_server_epoch(self, server_epoch: ServerEpoch) -> Self {
        Self { server_epoch, ..self }
    }

    /// The bank's number at its token vendor.
    pub const fn issuer(&self) -> IssuerId {
        self.issuer
    }

    /// The bank's name, as devices show it.
    pub const fn name(&self) -> &KanaText {
        &self.name
    }

    pub(crate) const fn passwords(&self) -> &Policy<TimeRules> {
        &self.passwords
    }

    pub(crate) const fn profile(&self) -> DisplayProfile {
        self.profile
    }

    pub(crate) const fn challenge_lifetime(&self) -> Seconds {
        self.challenge_lifetime
    }

    pub(crate) const fn server_epoch(&self) -> ServerEpoch {
        self.server_epoch
    }

    pub(crate) const fn limits(&self) -> AttemptLimits {
        self.passwords.guessing().limits
    }
}

/// Why a setting was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SettingsError {
    /// The devices' screen cannot show the bank's name with an activation.
    #[error("the bank's name cannot be shown")]
    Name(#[source] DisplayError),
    /// A challenge would expire at once, or later than a message can say.
    #[error("a challenge can be answered for 1 to 65,535 seconds")]
    ChallengeLifetime,
}
