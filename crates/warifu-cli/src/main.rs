#![doc = include_str!("../README.md")]

mod arguments;
mod ocra;
mod otp;
mod pskc;
mod qr;
mod text;
mod uri;

use std::io::Write;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::Parser;

use crate::arguments::{Arguments, Command, QrCommand};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // A closed standard error leaves the exit code to speak.
            let sentence = text::printable(&format!("{error:#}"));
            let _ = writeln!(std::io::stderr(), "warifu: {sentence}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    match parsed()?.command {
        Command::Otp(arguments) => otp::print(&arguments),
        Command::Ocra(arguments) => ocra::print(&arguments),
        Command::Pskc(arguments) => pskc::list(&arguments),
        Command::Uri(arguments) => uri::explain(&arguments),
        Command::Qr(QrCommand::Read { image }) => qr::read(&image),
        Command::Qr(QrCommand::Draw(arguments)) => qr::draw(&arguments),
    }
}

/// The arguments; wrong ones are one sentence, like all bad input.
fn parsed() -> Result<Arguments> {
    let error = match Arguments::try_parse() {
        Ok(arguments) => return Ok(arguments),
        Err(error) => error,
    };
    if !error.use_stderr() {
        // Help and version, which were asked for.
        error.print().context("cannot write to standard output")?;
        std::process::exit(0);
    }
    bail!("{}", sentence(&error));
}

/// What was wrong, without a word of what was typed: a key may have strayed there.
#[expect(clippy::wildcard_enum_match_arm, reason = "what is left says no more than that")]
fn sentence(error: &clap::Error) -> String {
    use clap::error::{ContextKind, ErrorKind};

    let named = |kind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    match error.kind() {
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let reason = std::error::Error::source(error).map(|reason| format!(": {reason}"));
            let argument = named(ContextKind::InvalidArg);
            format!("the value of {argument} is not valid{}", reason.unwrap_or_default())
        }
        ErrorKind::ArgumentConflict => {
            let (one, other) = (named(ContextKind::InvalidArg), named(ContextKind::PriorArg));
            format!("{one} cannot be used with {other}")
        }
        ErrorKind::MissingRequiredArgument => {
            format!("missing: {}", named(ContextKind::InvalidArg))
        }
        ErrorKind::MissingSubcommand => {
            format!("a subcommand is missing: one of {}", named(ContextKind::ValidSubcommand))
        }
        ErrorKind::InvalidSubcommand => "there is no such subcommand; see --help".to_owned(),
        _ => "there is an argument that does not belong here; see --help".to_owned(),
    }
}
