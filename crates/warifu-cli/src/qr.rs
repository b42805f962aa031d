use std::ffi::OsStr;
use std::fs;
use std::io::{self, BufRead, IsTerminal, Read};
use std::path::Path;

use anyhow::{Context, Result, bail};
use warifu_qr::draw::Symbol;
use warifu_scan::ScanError;

use crate::arguments::{DrawArguments, DrawFormat};
use crate::text;

/// Prints the text of each symbol, one on a line.
pub(crate) fn read(image: &Path) -> Result<()> {
    let texts = match warifu_scan::read_image_file(image) {
        // Its own sentence would say a second time that the file cannot be read.
        Err(ScanError::Unreadable(kind)) => bail!("cannot read {}: {kind}", image.display()),
        read => read.with_context(|| format!("cannot read {}", image.display()))?,
    };
    let lines: Vec<String> = texts.iter().map(|text| text::printable(text) + "\n").collect();
    text::print(&lines.concat())
}

/// Draws one text, to a file or to standard output.
pub(crate) fn draw(arguments: &DrawArguments) -> Result<()> {
    let format = format(arguments)?;
    // Before the text is read: a person who sits at a terminal would type it for nothing.
    if format == DrawFormat::Png && arguments.out.is_none() && io::stdout().is_terminal() {
        bail!("a PNG picture is not for a terminal: name a file with --out");
    }
    let typed = match &arguments.text {
        Some(text) => text.clone(),
        None => line_of_input()?,
    };
    let symbol = Symbol::with_level(&typed, arguments.level.level())?;
    let drawn = match format {
        DrawFormat::Svg => symbol.to_svg().into_bytes(),
        DrawFormat::Png => symbol.to_png(arguments.scale),
        DrawFormat::Terminal => symbol.to_terminal().into_bytes(),
        DrawFormat::Matrix => matrix(&symbol).into_bytes(),
    };
    match &arguments.out {
        Some(file) => {
            fs::write(file, drawn).with_context(|| format!("cannot write {}", file.display()))
        }
        None => text::print_bytes(&drawn),
    }
}

fn format(arguments: &DrawArguments) -> Result<DrawFormat> {
    if let Some(format) = arguments.format {
        return Ok(format);
    }
    let Some(file) = &arguments.out else { return Ok(DrawFormat::Terminal) };
    let extension = file.extension().map(OsStr::to_ascii_lowercase);
    match extension.as_deref().and_then(OsStr::to_str) {
        Some("svg") => Ok(DrawFormat::Svg),
        Some("png") => Ok(DrawFormat::Png),
        Some("txt") => Ok(DrawFormat::Terminal),
        Some(_) | None => {
            bail!("the name of the file says no format: .svg, .png, .txt or --format")
        }
    }
}

/// A line of standard input, without its end. No text that can be drawn is longer than the bound.
fn line_of_input() -> Result<String> {
    let mut line = Vec::new();
    let mut input = io::stdin().lock().take(LONGEST_LINE);
    input.read_until(b'\n', &mut line).context("cannot read the text")?;
    let text = match line.as_slice() {
        [text @ .., b'\r', b'\n'] | [text @ .., b'\n' | b'\r'] | text => text,
    };
    // A line that was cut off is too long to be drawn, and what is not text has a character that is refused.
    Ok(String::from_utf8_lossy(text).into_owned())
}

fn matrix(symbol: &Symbol) -> String {
    let digit = |&dark: &bool| if dark { '1' } else { '0' };
    symbol.rows().flat_map(|row| row.iter().map(digit).chain(['\n'])).collect()
}

const LONGEST_LINE: u64 = 1024;
