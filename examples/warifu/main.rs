//! The tool: one vector, one key file, one URI or one picture, without writing a program.

mod arguments;
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
            let _ = writeln!(std::io::stderr(), "warifu: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    match parsed()?.command {
        Command::Otp(arguments) => otp::print(&arguments),
        Command::Pskc(arguments) => pskc::list(&arguments),
        Command::Uri(arguments) => uri::explain(&arguments),
        Command::Qr(QrCommand::Read { image }) => qr::read(&image),
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
    let message = error.to_string();
    let said = message.split("\n\n").next().unwrap_or_default();
    let sentence: Vec<&str> = said.split_whitespace().collect();
    let sentence = sentence.join(" ");
    bail!("{}", sentence.strip_prefix("error: ").unwrap_or(&sentence));
}
