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

use crate::arguments::StoryArguments;

fn main() -> ExitCode {
    let arguments = StoryArguments::parse();
    let outcome = match &arguments.scan {
        Some(image) => pictures::print_texts(image),
        None => story::tell(&arguments),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Where standard error is closed, the exit code still says it.
            let _ = writeln!(std::io::stderr(), "walkthrough: {error:#}");
            ExitCode::FAILURE
        }
    }
}
