//! The walkthrough: one token's whole story, from key file to approved transfer, through real QR pictures.

mod arguments;
mod narrator;
mod out_folder;
mod pictures;
mod record;
mod screen_text;
mod story;

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;

use crate::arguments::Arguments;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = match &arguments.scan {
        Some(image) => pictures::print_texts(image),
        None => story::tell(&arguments),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // A closed standard error leaves the exit code to speak.
            let _ = writeln!(std::io::stderr(), "walkthrough: {error:#}");
            ExitCode::FAILURE
        }
    }
}
