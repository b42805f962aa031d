use anyhow::{Context, Result, bail};
use warifu_core::{Counter, UnixTime};
use warifu_ocra::{Inputs, Ocra, PinHash, Question, Response, Suite};

use crate::arguments::OcraArguments;
use crate::text;

/// Prints the response alone: its digits, or the whole HMAC in hexadecimal.
pub(crate) fn print(arguments: &OcraArguments) -> Result<()> {
    match respond(arguments)? {
        Response::Code(code) => text::print(&[code.expose(), "\n"].concat()),
        Response::Mac(mac) => text::print(&[hex::encode(mac.expose()).as_str(), "\n"].concat()),
    }
}

fn respond(arguments: &OcraArguments) -> Result<Response> {
    let pin = match &arguments.pin_hash {
        Some(hash) => Some(PinHash::new(&hash.bytes("--pin-hash")?)?),
        None => None,
    };
    let session =
        arguments.session.as_ref().map(|session| session.bytes("--session")).transpose()?;
    let inputs = Inputs {
        counter: arguments.counter.map(Counter::new),
        pin: pin.as_ref(),
        session: session.as_ref().map(|bytes| bytes.as_slice()),
        time: arguments.time.map(UnixTime::new),
    };
    Ok(ocra(arguments)?.respond(&question(&arguments.question)?, &inputs)?)
}

fn ocra(arguments: &OcraArguments) -> Result<Ocra> {
    let key = arguments.key.hexadecimal_secret()?;
    if arguments.danger_legacy {
        let suite = Suite::danger_with_ten_digits(&arguments.suite)?;
        return Ok(Ocra::danger_short_key(suite, &key));
    }
    Ok(Ocra::new(arguments.suite.parse()?, &key)?)
}

fn question(questions: &[String]) -> Result<Question<'_>> {
    match questions {
        [] => None.context("missing: --question <Q>"),
        [one] => Ok(Question::One(one)),
        [theirs, ours] => Ok(Question::Both { theirs, ours }),
        _ => bail!("a suite has one question, or two of mutual authentication"),
    }
}
