use anyhow::{Context, Error, Result};
use warifu_core::{Code, Counter, UnixTime};
use warifu_otp::{Hotp, ParametersError, Totp, TotpParameters};

use crate::arguments::{OtpArguments, WRONG_DIGITS};
use crate::text;

/// Prints the code alone.
pub(crate) fn print(arguments: &OtpArguments) -> Result<()> {
    let code = code(arguments)?;
    text::print(&[code.expose(), "\n"].concat())
}

fn code(arguments: &OtpArguments) -> Result<Code> {
    let moving_factor = &arguments.moving_factor;
    if let Some(counter) = moving_factor.counter {
        return Ok(hotp(arguments)?.generate(Counter::new(counter)));
    }
    let time = moving_factor.time.context("neither --counter nor --time was given")?;
    Ok(totp(arguments)?.generate(UnixTime::new(time))?)
}

fn hotp(arguments: &OtpArguments) -> Result<Hotp> {
    let (key, digits) = (arguments.key.hexadecimal_secret()?, arguments.digits);
    let algorithm = arguments.algorithm;
    let token = if arguments.danger_legacy {
        Hotp::danger_legacy(&key, algorithm, digits)
    } else {
        Hotp::new(&key, algorithm, digits)
    };
    let token = token.map_err(refused)?;
    Ok(if arguments.checksum { token.with_checksum() } else { token })
}

fn totp(arguments: &OtpArguments) -> Result<Totp> {
    let key = arguments.key.hexadecimal_secret()?;
    let parameters = TotpParameters {
        algorithm: arguments.algorithm,
        digits: arguments.digits,
        step: arguments.step,
        t0: UnixTime::new(arguments.t0),
    };
    let token = if arguments.danger_legacy {
        Totp::danger_legacy(&key, parameters)
    } else {
        Totp::new(&key, parameters)
    };
    let token = token.map_err(refused)?;
    Ok(if arguments.checksum { token.with_checksum() } else { token })
}

/// The lengths of a code are said in the same words wherever one is refused.
fn refused(error: ParametersError) -> Error {
    if matches!(error, ParametersError::Digits { .. }) {
        Error::msg(WRONG_DIGITS)
    } else {
        error.into()
    }
}
