use warifu_core::codec::{Decode, Encode, Reader, Writer};
use warifu_core::keys::{Activation, RegistrationNonce};
use warifu_core::{
    Counter, DecodeError, DecodeErrorKind, EncodeError, IssuerId, LoginId, TokenCode, UnixTime,
    Version, kind,
};
use warifu_lifecycle::CameraToken;
use warifu_qr::MessageCounter;
use warifu_sign::PendingChallenge;

use super::{SubjectRecord, read_list, write_list};
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

    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        self.token.encode(writer)?;
        writer.short_bytes(&self.wrapped_key)?;
        writer.u64(self.counter.value())?;
        writer.u64(self.seen.value())?;
        writer.u16(self.key_epoch)?;
        self.version.encode(writer)?;
        write_list(writer, self.activating.as_slice(), |writer, activating| {
            activating.login.encode(writer)?;
            activating.instance.encode(writer)?;
            write_list(writer, activating.pending.as_slice(), |writer, pending| {
                pending.encode(writer)
            })
        })?;
        write_list(writer, self.instance.as_slice(), |writer, instance| instance.encode(writer))?;
        write_list(writer, &self.users, |writer, login| login.encode(writer))?;
        write_list(writer, &self.open, |writer, (login, pending)| {
            login.encode(writer)?;
            pending.encode(writer)
        })
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            token: CameraToken::decode(reader)?,
            wrapped_key: reader.short_bytes()?.to_vec(),
            counter: Counter::new(reader.u64()?),
            seen: UnixTime::new(reader.u64()?),
            key_epoch: reader.u16()?,
            version: Version::decode(reader)?,
            activating: read_optional(reader, |reader| {
                Ok(ActivatingRecord {
                    login: LoginId::decode(reader)?,
                    instance: InstanceRecord::decode(reader)?,
                    pending: read_optional(reader, PendingChallenge::decode)?,
                })
            })?,
            instance: read_optional(reader, InstanceRecord::decode)?,
            users: read_list(reader, LoginId::decode)?,
            open: read_list(reader, |reader| {
                Ok((LoginId::decode(reader)?, PendingChallenge::decode(reader)?))
            })?,
        })
    }

    fn users(&self) -> Option<(TokenKind, &[LoginId])> {
        Some((TokenKind::Camera, &self.users))
    }

    fn token_code(&self) -> Option<TokenCode> {
        let activating = self.activating.as_ref().map(|activating| &activating.instance);
        let instance = activating.or(self.instance.as_ref());
        instance.map(|instance| instance.activation.token_code)
    }
}

impl InstanceRecord {
    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        write_activation(writer, &self.activation)?;
        self.messages.encode(writer)
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self { activation: read_activation(reader)?, messages: MessageCounter::decode(reader)? })
    }
}

/// A list of at most one.
fn read_optional<T>(
    reader: &mut Reader<'_>,
    read: impl Fn(&mut Reader<'_>) -> Result<T, DecodeError>,
) -> Result<Option<T>, DecodeError> {
    let too_many = reader.error(DecodeErrorKind::OutOfRange);
    let mut items = read_list(reader, read)?.into_iter();
    let first = items.next();
    if items.next().is_some() { Err(too_many) } else { Ok(first) }
}

fn write_activation(writer: &mut Writer<'_>, activation: &Activation) -> Result<(), EncodeError> {
    writer.u32(activation.issuer.value())?;
    writer.bytes(&activation.registration.0)?;
    writer.u64(activation.counter.value())?;
    activation.token_code.encode(writer)?;
    writer.u16(activation.key_epoch)
}

fn read_activation(reader: &mut Reader<'_>) -> Result<Activation, DecodeError> {
    Ok(Activation {
        issuer: IssuerId::new(reader.u32()?),
        registration: RegistrationNonce(reader.array()?),
        counter: Counter::new(reader.u64()?),
        token_code: TokenCode::decode(reader)?,
        key_epoch: reader.u16()?,
    })
}
