use std::path::PathBuf;

use clap::{Parser, ValueEnum};
use warifu_sign::Language;

/// One token's whole story, from key file to approved transfer, through real QR pictures.
#[derive(Debug, Parser)]
#[command(name = "walkthrough")]
pub(crate) struct StoryArguments {
    /// The language of the narration and of the device's screen.
    #[arg(long, value_enum, default_value_t = Tongue::En)]
    pub(crate) lang: Tongue,
    /// Keep the pictures, the database and story.json in this folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// A key file (RFC 6030) to import in place of the example's.
    #[arg(long, value_name = "FILE")]
    pub(crate) keys: Option<PathBuf>,
    /// A file with the key that opens the key file: one line of hexadecimal.
    #[arg(long, value_name = "FILE")]
    pub(crate) transport_key: Option<PathBuf>,
    /// Print the text of each QR symbol in a picture, and do nothing else.
    #[arg(long, value_name = "IMAGE", exclusive = true)]
    pub(crate) scan: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Tongue {
    En,
    Ja,
}

impl Tongue {
    pub(crate) const fn language(self) -> Language {
        match self {
            Self::En => Language::English,
            Self::Ja => Language::Japanese,
        }
    }
}
