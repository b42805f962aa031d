use std::panic::{self, AssertUnwindSafe};
use std::str::FromStr;

use image::GrayImage;
use rxing::common::HybridBinarizer;
use rxing::qrcode::cpp_port::QrReader;
use rxing::{BinaryBitmap, FilteredImageReader, Luma8Source, Reader as _};


/// Whose code reads.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Reader {
    Warifu,
    Rqrr,
    Rxing,
    RxingFiltered,
    Quircs,
}

impl Reader {
    /// The first text that is found, if any.
    pub(crate) fn read(self, picture: &GrayImage) -> Option<String> {
        let found = panic::catch_unwind(AssertUnwindSafe(|| match self {
            Self::Warifu => warifu(picture),
            Self::Rqrr => rqrr(picture),
            Self::Rxing => {
                QrReader.decode(&mut bitmap(picture)?).ok().map(|found| found.getText().to_owned())
            }
            Self::RxingFiltered => {
                let found = FilteredImageReader::new(QrReader).decode(&mut bitmap(picture)?);
                found.ok().map(|found| found.getText().to_owned())
            }
            Self::Quircs => quircs(picture),
        }));
        found.ok().flatten()
    }
}

impl FromStr for Reader {
    type Err = anyhow::Error;

    fn from_str(name: &str) -> anyhow::Result<Self> {
        Ok(match name {
            "warifu" => Self::Warifu,
            "rqrr" => Self::Rqrr,
            "rxing" => Self::Rxing,
            "rxing-filtered" => Self::RxingFiltered,
            "quircs" => Self::Quircs,
            _ => anyhow::bail!("no reader is called {name}"),
        })
    }
}

fn warifu(picture: &GrayImage) -> Option<String> {
    let texts = warifu_scan::read_luma(picture.width(), picture.height(), picture.as_raw());
    texts.ok()?.into_iter().next()
}

fn rqrr(picture: &GrayImage) -> Option<String> {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| {
        picture.as_raw()[y * width + x]
    });
    prepared.detect_grids().into_iter().find_map(|grid| Some(grid.decode().ok()?.1))
}

fn quircs(picture: &GrayImage) -> Option<String> {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let mut quirc = quircs::Quirc::default();
    let codes = quirc.identify(width, height, picture.as_raw());
    let mut texts = codes.filter_map(|code| code.ok()?.decode().ok());
    texts.find_map(|read| String::from_utf8(read.payload).ok())
}

fn bitmap(picture: &GrayImage) -> Option<BinaryBitmap<HybridBinarizer<Luma8Source<'_>>>> {
    let source =
        Luma8Source::new_with_slice(picture.as_raw(), picture.width(), picture.height()).ok()?;
    Some(BinaryBitmap::new(HybridBinarizer::new(source)))
}
