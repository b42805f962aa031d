use std::io::{Stdout, Write};

use anyhow::{Context, Result};
use warifu_sign::Language;

/// Tells the story, in one of two languages.
#[derive(Debug)]
pub(crate) struct Narrator {
    to: Stdout,
    language: Language,
    chapter: u8,
}

impl Narrator {
    pub(crate) fn new(language: Language) -> Self {
        Self { to: std::io::stdout(), language, chapter: 0 }
    }

    pub(crate) const fn language(&self) -> Language {
        self.language
    }

    pub(crate) fn chapter(&mut self, english: &str, japanese: &str) -> Result<()> {
        self.chapter = self.chapter.checked_add(1).context("too many chapters")?;
        let title = self.pick(english, japanese).to_owned();
        let number = self.chapter;
        self.lines(&format!("\n{number}. {title}\n{}", "─".repeat(72)))
    }

    /// What a person or the bank does.
    pub(crate) fn say(&mut self, english: &str, japanese: &str) -> Result<()> {
        let text = self.pick(english, japanese).to_owned();
        self.lines(&format!("• {text}"))
    }

    /// A step that succeeded.
    pub(crate) fn granted(&mut self, english: &str, japanese: &str) -> Result<()> {
        let text = self.pick(english, japanese).to_owned();
        self.lines(&format!("  ✔ {text}"))
    }

    /// A step that was refused, as it should be.
    pub(crate) fn refused(&mut self, english: &str, japanese: &str) -> Result<()> {
        let text = self.pick(english, japanese).to_owned();
        self.lines(&format!("  ✘ {text}"))
    }

    /// A picture, a screen, or a table, as it is.
    pub(crate) fn show(&mut self, text: &str) -> Result<()> {
        let indented: Vec<_> = text.lines().map(|line| format!("    {line}")).collect();
        self.lines(&indented.join("\n"))
    }

    fn pick<'a>(&self, english: &'a str, japanese: &'a str) -> &'a str {
        match self.language {
            Language::English => english,
            Language::Japanese => japanese,
        }
    }

    fn lines(&mut self, text: &str) -> Result<()> {
        writeln!(self.to, "{text}").context("cannot write to standard output")
    }
}
