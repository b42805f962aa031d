use warifu_core::codec::{Decode, Encode, Reader, Writer};
use warifu_core::{DecodeError, EncodeError, LoginId, UnixTime};
use warifu_lifecycle::HardwareOtpToken;
use warifu_otp::{TimeStep, TotpParameters};

use super::{SubjectRecord, read_list, write_list};
use crate::store::TokenKind;

/// A hardware OTP token.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct HardwareOtpRecord {
    pub(crate) token: HardwareOtpToken,
    pub(crate) wrapped_key: Vec<u8>,
    pub(crate) parameters: TotpParameters,
    /// The last time step whose password was accepted. Nothing ever clears it.
    pub(crate) last_step: Option<TimeStep>,
    pub(crate) drift: i32,
    /// The latest time at which the token was seen: for it, time does not go back.
    pub(crate) seen: UnixTime,
    pub(crate) users: Vec<LoginId>,
}

impl SubjectRecord for HardwareOtpRecord {
    const TAG: u8 = 2;

    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        self.token.encode(writer)?;
        writer.short_bytes(&self.wrapped_key)?;
        self.parameters.algorithm.encode(writer)?;
        self.parameters.digits.encode(writer)?;
        writer.u32(self.parameters.step.value())?;
        writer.u64(self.parameters.t0.value())?;
        // One more than the step, so that zero is free to say that there was none.
        writer.minimal_uint(self.last_step.map_or(0, |step| step.value().saturating_add(1)))?;
        writer.bytes(&self.drift.to_be_bytes())?;
        writer.u64(self.seen.value())?;
        write_list(writer, &self.users, |writer, login| login.encode(writer))
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            token: HardwareOtpToken::decode(reader)?,
            wrapped_key: reader.short_bytes()?.to_vec(),
            parameters: read_parameters(reader)?,
            last_step: reader.minimal_uint()?.checked_sub(1).map(TimeStep::new),
            drift: i32::from_be_bytes(reader.array()?),
            seen: UnixTime::new(reader.u64()?),
            users: read_list(reader, LoginId::decode)?,
        })
    }

    fn users(&self) -> Option<(TokenKind, &[LoginId])> {
        Some((TokenKind::HardwareOtp, &self.users))
    }
}

fn read_parameters(reader: &mut Reader<'_>) -> Result<TotpParameters, DecodeError> {
    let (algorithm, digits) = (reader.read()?, reader.read()?);
    let (step, t0) = (reader.read()?, reader.read()?);
    Ok(TotpParameters { algorithm, digits, step, t0 })
}
