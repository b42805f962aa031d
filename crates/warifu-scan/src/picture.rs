use std::fs::File;
use std::io::{Cursor, Read};
use std::path::Path;

use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits};

use crate::guard::unless_it_panics;
use crate::numbers::{area, byte};
use crate::{MAX_FILE, MAX_PIXELS, ScanError, read_luma};

/// The texts of all QR symbols in a PNG or JPEG file.
///
/// # Errors
///
/// [`ScanError::Unreadable`] when the file cannot be opened or read, [`ScanError::TooLarge`] above [`MAX_FILE`] bytes,
/// and those of [`read_image`].
pub fn read_image_file(path: &Path) -> Result<Vec<String>, ScanError> {
    let unreadable = |error: std::io::Error| ScanError::Unreadable(error.kind());
    let mut bytes = Vec::new();
    // Bounded without asking the file for its size: it may be a device, or still growing.
    let mut bounded = File::open(path).map_err(unreadable)?.take(MAX_FILE + 1);
    bounded.read_to_end(&mut bytes).map_err(unreadable)?;
    read_image(&bytes)
}

/// The texts of all QR symbols in the bytes of a PNG or JPEG file.
///
/// # Errors
///
/// [`ScanError::NotAPicture`] for another format, [`ScanError::Damaged`] for a picture that cannot be decoded,
/// [`ScanError::TooLarge`] above [`MAX_FILE`] bytes or, by the picture's header, [`MAX_PIXELS`] pixels, and
/// [`ScanError::NoSymbol`].
pub fn read_image(bytes: &[u8]) -> Result<Vec<String>, ScanError> {
    if u64::try_from(bytes.len()).is_ok_and(|length| length > MAX_FILE) {
        return Err(ScanError::TooLarge);
    }
    let format = image::guess_format(bytes).map_err(|_| ScanError::NotAPicture)?;
    if !matches!(format, ImageFormat::Png | ImageFormat::Jpeg) {
        return Err(ScanError::NotAPicture);
    }
    let picture = unless_it_panics(|| decoded(bytes, format)).ok_or(ScanError::Damaged)??;
    let (width, height, luma) = grey(picture);
    read_luma(width, height, &luma)
}

fn decoded(bytes: &[u8], format: ImageFormat) -> Result<DynamicImage, ScanError> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_PIXELS * MOST_BYTES_PER_PIXEL);
    reader.limits(limits);
    let decoder = reader.into_decoder().map_err(refused)?;
    let (width, height) = decoder.dimensions();
    // Before its pixels are decoded: a small file can say that it has millions of them.
    if area(width, height) > MAX_PIXELS {
        return Err(ScanError::TooLarge);
    }
    DynamicImage::from_decoder(decoder).map_err(refused)
}

#[expect(clippy::needless_pass_by_value, reason = "it is what `map_err` hands over")]
fn refused(error: ImageError) -> ScanError {
    match error {
        ImageError::Limits(_) => ScanError::TooLarge,
        ImageError::Decoding(_)
        | ImageError::Encoding(_)
        | ImageError::Parameter(_)
        | ImageError::Unsupported(_)
        | ImageError::IoError(_) => ScanError::Damaged,
    }
}

/// Width, height and grey values, with transparent parts seen on white.
fn grey(picture: DynamicImage) -> (u32, u32, Vec<u8>) {
    let (width, height) = (picture.width(), picture.height());
    if !picture.color().has_alpha() {
        return (width, height, picture.into_luma8().into_raw());
    }
    let pixels = picture.into_luma_alpha8();
    let luma = pixels.pixels().map(|pixel| {
        let [grey, alpha] = pixel.0;
        on_white(grey.into(), alpha.into())
    });
    (width, height, luma.collect())
}

/// How a pixel of this grey value and opacity looks on white.
#[expect(clippy::arithmetic_side_effects, reason = "both are at most 255")]
fn on_white(grey: u64, alpha: u64) -> u8 {
    byte((grey * alpha + WHITE * (WHITE - alpha)) / WHITE)
}

const WHITE: u64 = 255;
/// Four channels of two bytes.
const MOST_BYTES_PER_PIXEL: u64 = 8;
