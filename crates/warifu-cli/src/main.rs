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

use anyhow::{Result, bail};
use clap::Parser;

use crate::arguments::{Command, CommandLine, QrCommand};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Where standard error is closed, the exit code still says it.
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
fn parsed() -> Result<CommandLine> {
    let error = match CommandLine::try_parse() {
        Ok(arguments) => return Ok(arguments),
        Err(error) => error,
    };
    if !error.use_stderr() {
        // Help and version, which were asked for.
        text::unless_unread(error.print())?;
        std::process::exit(0);
    }
    bail!("{}", sentence(&error));
}

/// What was wrong, without a word of what was typed: a key may be in the wrong place.
fn sentence(error: &clap::Error) -> String {
    use clap::error::{ContextKind, ErrorKind};

    let named = |kind| error.get(kind);
    let argument = named(ContextKind::InvalidArg);
    match (error.kind(), argument) {
        (ErrorKind::InvalidValue | ErrorKind::ValueValidation, Some(argument)) => {
            let sentence = format!("the value of {argument} is not valid");
            // The reasons are those of our parsers and of numbers, and none of them repeats the value.
            match (std::error::Error::source(error), named(ContextKind::ValidValue)) {
                (Some(reason), _) => format!("{sentence}: {reason}"),
                (None, Some(known)) => format!("{sentence}: it is one of {known}"),
                (None, None) => sentence,
            }
        }
        (ErrorKind::ArgumentConflict, Some(one)) => match named(ContextKind::PriorArg) {
            Some(other) => format!("{one} cannot be used with {other}"),
            None => format!("{one} cannot be used here"),
        },
        (ErrorKind::MissingRequiredArgument, Some(argument)) => format!("missing: {argument}"),
        (ErrorKind::MissingSubcommand, _) => match named(ContextKind::ValidSubcommand) {
            Some(known) => format!("a subcommand is missing: one of {known}"),
            None => "a subcommand is missing; see --help".to_owned(),
        },
        (ErrorKind::InvalidSubcommand, _) => "there is no such subcommand; see --help".to_owned(),
        _ => "there is an argument that does not belong here; see --help".to_owned(),
    }
}
