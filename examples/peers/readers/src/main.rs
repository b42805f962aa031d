//! Photographs of QR symbols, and what each reader makes of them.
//!
//! ```text
//! readers photographs DIR SEED [COUNT]
//! readers read READER FILE…
//! ```
//!
//! The first writes `light-000.png` and so on, and `texts.txt` with the text that is in each: name, tab, text. The
//! second prints file, tab, text for each file, or an empty text where nothing was read.

mod reader;

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use anyhow::{Context, Result, bail};
use image::GrayImage;
use reader::Reader;
use warifu_testkit::photograph::{Level, Photograph};

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["photographs", folder, seed] => photographs(Path::new(folder), seed.parse()?, COUNT),
        ["photographs", folder, seed, count] => {
            photographs(Path::new(folder), seed.parse()?, count.parse()?)
        }
        ["read", reader, files @ ..] => read(reader.parse()?, files),
        _ => bail!("readers photographs DIR SEED [COUNT] | readers read READER FILE…"),
    }
}

fn photographs(folder: &Path, seed: u64, count: u32) -> Result<()> {
    fs::create_dir_all(folder)?;
    let mut texts = String::new();
    for level in Level::ALL {
        for number in 0..count {
            let (text, photograph) = Photograph::numbered(level, seed, number);
            let name = format!("{}-{number:03}.png", level.name());
            let Photograph { width, height, luma } = photograph;
            let picture = GrayImage::from_raw(width, height, luma).context("width times height")?;
            picture.save(folder.join(&name))?;
            writeln!(texts, "{name}\t{text}")?;
        }
    }
    fs::write(folder.join("texts.txt"), texts)?;
    Ok(())
}

fn read(reader: Reader, files: &[&str]) -> Result<()> {
    // A reader that panics has read nothing; its message would only be in the way.
    std::panic::set_hook(Box::new(|_| ()));
    let mut stdout = io::stdout().lock();
    for file in files {
        let picture = image::open(file).with_context(|| file.to_string())?.into_luma8();
        writeln!(stdout, "{file}\t{}", reader.read(&picture).unwrap_or_default())?;
    }
    Ok(())
}

/// How many photographs of each level.
const COUNT: u32 = 200;
