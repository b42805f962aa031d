use warifu_core::codec::{Decode, Encode, Reader, Writer};
use warifu_core::{DecodeError, EncodeError, LoginId, UnixTime};
use warifu_lifecycle::HardwareOtpToken;
use warifu_otp::{TimeStep, TotpParameters};

use super::SubjectRecord;
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

    fn users(&self) -> Option<(TokenKind, &[LoginId])> {
        Some((TokenKind::HardwareOtp, &self.users))
    }
}

impl HardwareOtpRecord {
    /// The time of a request, for this token. It never goes back: a clock that is set back could otherwise make an old
    /// code valid again.
    pub(crate) fn see(&mut self, now: UnixTime) -> UnixTime {
        self.seen = self.seen.max(now);
        self.seen
    }
}

impl Encode for HardwareOtpRecord {
    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        let TotpParameters { algorithm, digits, step, t0 } = &self.parameters;
        // One more than the step, so that zero is free to say that there was none.
        let last_step = match self.last_step {
            Some(step) => step.value().checked_add(1).ok_or(EncodeError::OutOfRange)?,
            None => 0,
        };
        self.token.encode(writer)?;
        writer.short_bytes(&self.wrapped_key)?;
        algorithm.encode(writer)?;
        digits.encode(writer)?;
        step.encode(writer)?;
        t0.encode(writer)?;
        writer.minimal_uint(last_step)?;
        self.drift.encode(writer)?;
        self.seen.encode(writer)?;
        self.users.encode(writer)
    }
}

impl Decode for HardwareOtpRecord {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            token: reader.read()?,
            wrapped_key: reader.short_bytes()?.to_vec(),
            parameters: TotpParameters {
                algorithm: reader.read()?,
                digits: reader.read()?,
                step: reader.read()?,
                t0: reader.read()?,
            },
            last_step: reader.minimal_uint()?.checked_sub(1).map(TimeStep::new),
            drift: reader.read()?,
            seen: reader.read()?,
            users: reader.read()?,
        })
    }
}
