use warifu_core::codec::{Decode, Encode, Reader, Writer};
use warifu_core::keys::Activation;
use warifu_core::{Counter, DecodeError, EncodeError, LoginId, TokenCode, UnixTime, Version, kind};
use warifu_lifecycle::CameraToken;
use warifu_qr::MessageCounter;
use warifu_sign::PendingChallenge;

use super::SubjectRecord;
use crate::store::TokenKind;

/// A camera token.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct CameraRecord {
    pub(crate) token: CameraToken,
    pub(crate) wrapped_key: Vec<u8>,
    /// The device's activation counter when it last answered.
    pub(crate) counter: Counter,
    /// The latest time at which the token was seen: for it, time does not go back.
    pub(crate) seen: UnixTime,
    /// How often the token's instance keys were made.
    pub(crate) key_epoch: u16,
    /// The highest format version of an activation that was sent to the token.
    pub(crate) version: Version,
    /// A registration whose 8-digit number is awaited.
    pub(crate) activating: Option<ActivatingRecord>,
    /// The instance in use.
    pub(crate) instance: Option<InstanceRecord>,
    pub(crate) users: Vec<LoginId>,
    /// At most one open challenge for each user.
    pub(crate) open: Vec<(LoginId, PendingChallenge<kind::Transaction>)>,
}

/// An instance that a device has been asked to become.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ActivatingRecord {
    pub(crate) login: LoginId,
    pub(crate) instance: InstanceRecord,
    pub(crate) pending: Option<PendingChallenge<kind::Activation>>,
}

/// One activation of the device, and the messages that were sealed for it, its own included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct InstanceRecord {
    pub(crate) activation: Activation,
    pub(crate) messages: MessageCounter,
}

impl SubjectRecord for CameraRecord {
    const TAG: u8 = 1;

    fn users(&self) -> Option<(TokenKind, &[LoginId])> {
        Some((TokenKind::Camera, &self.users))
    }

    fn token_code(&self) -> Option<TokenCode> {
        let activating = self.activating.as_ref().map(|activating| &activating.instance);
        let instance = activating.or(self.instance.as_ref());
        instance.map(|instance| instance.activation.token_code)
    }
}

impl CameraRecord {
    /// The time of a request, for this token. It never goes back: a clock that is set back could otherwise make an old
    /// code valid again.
    pub(crate) fn see(&mut self, now: UnixTime) -> UnixTime {
        self.seen = self.seen.max(now);
        self.seen
    }
}

impl Encode for CameraRecord {
    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        self.token.encode(writer)?;
        writer.short_bytes(&self.wrapped_key)?;
        self.counter.encode(writer)?;
        self.seen.encode(writer)?;
        self.key_epoch.encode(writer)?;
        self.version.encode(writer)?;
        self.activating.encode(writer)?;
        self.instance.encode(writer)?;
        self.users.encode(writer)?;
        self.open.encode(writer)
    }
}

impl Decode for CameraRecord {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            token: reader.read()?,
            wrapped_key: reader.short_bytes()?.to_vec(),
            counter: reader.read()?,
            seen: reader.read()?,
            key_epoch: reader.read()?,
            version: reader.read()?,
            activating: reader.read()?,
            instance: reader.read()?,
            users: reader.read()?,
            open: reader.read()?,
        })
    }
}

impl Encode for ActivatingRecord {
    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        self.login.encode(writer)?;
        self.instance.encode(writer)?;
        self.pending.encode(writer)
    }
}

impl Decode for ActivatingRecord {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self { login: reader.read()?, instance: reader.read()?, pending: reader.read()? })
    }
}

impl Encode for InstanceRecord {
    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        let Activation { issuer, registration, counter, token_code, key_epoch } = &self.activation;
        issuer.encode(writer)?;
        registration.encode(writer)?;
        counter.encode(writer)?;
        token_code.encode(writer)?;
        key_epoch.encode(writer)?;
        self.messages.encode(writer)
    }
}

impl Decode for InstanceRecord {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let activation = Activation {
            issuer: reader.read()?,
            registration: reader.read()?,
            counter: reader.read()?,
            token_code: reader.read()?,
            key_epoch: reader.read()?,
        };
        Ok(Self { activation, messages: reader.read()? })
    }
}
