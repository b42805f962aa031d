use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use warifu_qr::draw::{Scale, Symbol};
use warifu_qr::text;

/// A message as a picture that was drawn, stored and read back.
#[derive(Debug)]
pub(crate) struct Picture {
    /// The file's name in the folder.
    pub(crate) name: String,
    /// The text that the symbol carries.
    pub(crate) text: String,
    /// The symbol in half blocks.
    pub(crate) drawing: String,
}

/// Draws `message` into the PNG file `name`, and has the scanner read it back from there.
pub(crate) fn drawn(folder: &Path, name: &str, message: &[u8]) -> Result<Picture> {
    let text = text::encode(message);
    let symbol = Symbol::from_text(&text)?;
    let file = folder.join(name);
    fs::write(&file, symbol.to_png(Scale::SCREEN))
        .with_context(|| format!("cannot write {}", file.display()))?;
    let read = read(&file)?;
    ensure!(
        read == [text.as_str()],
        "{}: the scanner read something else than was drawn",
        file.display()
    );
    Ok(Picture { name: name.to_owned(), text, drawing: symbol.to_terminal() })
}

/// Prints the text of each symbol in a picture, one on a line.
pub(crate) fn print_texts(image: &Path) -> Result<()> {
    let mut output = String::new();
    for text in read(image)? {
        output.push_str(&text);
        output.push('\n');
    }
    std::io::stdout().write_all(output.as_bytes()).context("cannot write to standard output")
}

fn read(image: &Path) -> Result<Vec<String>> {
    warifu_scan::read_image_file(image).with_context(|| format!("cannot read {}", image.display()))
}
