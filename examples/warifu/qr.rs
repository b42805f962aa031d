use std::path::Path;

use anyhow::{Context, Result};
use warifu_qr::scan;

use crate::text;

/// Prints the text of each symbol, one on a line.
pub(crate) fn read(image: &Path) -> Result<()> {
    let texts =
        scan::read_image_file(image).with_context(|| format!("cannot read {}", image.display()))?;
    let lines: Vec<String> = texts.iter().map(|text| text::printable(text) + "\n").collect();
    text::print(&lines.concat())
}
