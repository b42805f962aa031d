//! What is drawn is read back, and damaged pictures are refused.
#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, reason = "tests")]

use std::fs;
use std::io::{Cursor, ErrorKind};

use image::ImageFormat;
use proptest::prelude::*;
use warifu_qr::draw::{Scale, Symbol};
use warifu_qr::{BUCKETS, text};
use warifu_scan::{ScanError, read_image, read_image_file, read_luma};

fn bytes_of(length: usize, seed: u8) -> Vec<u8> {
    let mut state = u32::from(seed) | 0x0100;
    let next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    };
    std::iter::repeat_with(next).take(length).collect()
}

fn symbol_of(bytes: &[u8]) -> Symbol {
    Symbol::from_text(&text::encode(bytes)).unwrap()
}

/// Grey values of a terminal text: a block is `ink`, a space is `paper`, three pixels per module.
fn photographed(terminal: &str, ink: u8, paper: u8) -> (u32, u32, Vec<u8>) {
    const PIXELS: usize = 3;
    let mut luma = Vec::new();
    let mut rows = 0;
    for line in terminal.lines() {
        for half in ['▀', '▄'] {
            let row: Vec<u8> = line
                .chars()
                .flat_map(|c| [if c == '█' || c == half { ink } else { paper }; PIXELS])
                .collect();
            for _ in 0..PIXELS {
                luma.extend_from_slice(&row);
                rows += 1;
            }
        }
    }
    (u32::try_from(luma.len() / rows).unwrap(), u32::try_from(rows).unwrap(), luma)
}

#[test]
fn every_bucket_survives_every_scale() {
    for (seed, bucket) in (1..).zip(BUCKETS) {
        let bytes = bytes_of(bucket, seed);
        let symbol = symbol_of(&bytes);
        for scale in [1, 2, 3, 4, 8, 16] {
            let picture = symbol.to_png(Scale::new(scale).unwrap());
            let texts = read_image(&picture).unwrap();
            assert_eq!(texts, [text::encode(&bytes)], "{bucket} bytes at scale {scale}");
            assert_eq!(text::decode(&texts[0]).unwrap(), bytes);
        }
    }
}

#[test]
fn a_file_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("symbol.png");
    let bytes = bytes_of(100, 7);
    fs::write(&path, symbol_of(&bytes).to_png(Scale::SCREEN)).unwrap();
    assert_eq!(read_image_file(&path).unwrap(), [text::encode(&bytes)]);
}

/// The same picture as a browser's canvas exports it: black on nothing.
#[test]
fn transparent_ground_counts_as_white() {
    let bytes = bytes_of(190, 8);
    let drawn = image::load_from_memory(&symbol_of(&bytes).to_png(Scale::SCREEN)).unwrap();
    let mut pixels = drawn.into_rgba8();
    for pixel in pixels.pixels_mut() {
        pixel.0 = [0, 0, 0, 255 - pixel.0[0]];
    }
    let mut file = Cursor::new(Vec::new());
    pixels.write_to(&mut file, ImageFormat::Png).unwrap();
    assert_eq!(read_image(file.get_ref()).unwrap(), [text::encode(&bytes)]);
}

#[test]
fn a_photograph_in_jpeg_is_read() {
    let bytes = bytes_of(100, 9);
    let drawn = image::load_from_memory(&symbol_of(&bytes).to_png(Scale::new(5).unwrap())).unwrap();
    let mut file = Cursor::new(Vec::new());
    drawn.into_rgb8().write_to(&mut file, ImageFormat::Jpeg).unwrap();
    assert_eq!(read_image(file.get_ref()).unwrap(), [text::encode(&bytes)]);
    for length in 3..200 {
        assert!(read_image(&file.get_ref()[..length]).is_err(), "{length} bytes");
    }
}

#[test]
fn files_that_are_no_pictures_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let missing = read_image_file(&folder.path().join("missing.png"));
    assert_eq!(missing, Err(ScanError::Unreadable(ErrorKind::NotFound)));
    assert!(matches!(read_image_file(folder.path()), Err(ScanError::Unreadable(_))));
    let path = folder.path().join("text.png");
    fs::write(&path, "not a picture").unwrap();
    assert_eq!(read_image_file(&path), Err(ScanError::NotAPicture));
    assert_eq!(read_image(b""), Err(ScanError::NotAPicture));
    assert_eq!(read_image(b"GIF89a\x01\0\x01\0"), Err(ScanError::NotAPicture));
}

#[test]
fn a_terminal_is_read_on_dark_and_on_light_ground() {
    for (seed, bucket) in (1..).zip(BUCKETS) {
        let bytes = bytes_of(bucket, seed);
        let terminal = symbol_of(&bytes).to_terminal();
        for (ink, paper) in [(230, 20), (30, 240)] {
            let (width, height, luma) = photographed(&terminal, ink, paper);
            assert_eq!(read_luma(width, height, &luma).unwrap(), [text::encode(&bytes)]);
        }
    }
}

#[test]
fn two_symbols_in_one_picture_are_both_read() {
    let (left, right) = (bytes_of(100, 1), bytes_of(100, 2));
    let (width, height, a) = photographed(&symbol_of(&left).to_terminal(), 255, 0);
    let (_, _, b) = photographed(&symbol_of(&right).to_terminal(), 255, 0);
    let across = usize::try_from(width).unwrap();
    let rows = a.chunks(across).zip(b.chunks(across));
    let luma: Vec<u8> = rows.flat_map(|(left, right)| [left, right].concat()).collect();
    let mut texts = read_luma(width * 2, height, &luma).unwrap();
    texts.sort();
    let mut expected = [text::encode(&left), text::encode(&right)];
    expected.sort();
    assert_eq!(texts, expected);
}

#[test]
fn a_truncated_picture_is_damaged() {
    let picture = symbol_of(&bytes_of(100, 3)).to_png(Scale::new(2).unwrap());
    let end_chunk = picture.len() - 12;
    for length in 8..end_chunk {
        assert_eq!(read_image(&picture[..length]), Err(ScanError::Damaged), "{length} bytes");
    }
}

#[test]
fn a_changed_picture_is_never_misread() {
    let bytes = bytes_of(100, 4);
    let picture = symbol_of(&bytes).to_png(Scale::new(2).unwrap());
    for place in 0..picture.len() {
        let mut changed = picture.clone();
        changed[place] ^= 0x20;
        if let Ok(texts) = read_image(&changed) {
            assert_eq!(texts, [text::encode(&bytes)], "byte {place}");
        }
    }
}

#[test]
fn a_picture_that_claims_to_be_huge_is_refused_by_its_header() {
    // 65,535 pixels a side, one bit each, and nothing behind the header.
    let mut picture = symbol_of(&bytes_of(100, 5)).to_png(Scale::SCREEN)[..16].to_vec();
    let header = [0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff, 1, 0, 0, 0, 0];
    picture.extend(header);
    picture.extend(crc(b"IHDR", &header).to_be_bytes());
    picture.extend([0, 0, 0, 0, b'I', b'D', b'A', b'T']);
    picture.extend(crc(b"IDAT", &[]).to_be_bytes());
    assert_eq!(read_image(&picture), Err(ScanError::TooLarge));
}

/// The checksum of a PNG chunk (PNG specification, annex D).
fn crc(kind: &[u8], data: &[u8]) -> u32 {
    !kind.iter().chain(data).fold(u32::MAX, |sum, &byte| {
        (0..8).fold(sum ^ u32::from(byte), |sum, _| {
            if sum & 1 == 1 { 0xedb8_8320 ^ (sum >> 1) } else { sum >> 1 }
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn any_bytes_survive(bytes in proptest::collection::vec(any::<u8>(), 1..=375)) {
        let picture = symbol_of(&bytes).to_png(Scale::new(3).unwrap());
        prop_assert_eq!(read_image(&picture).unwrap(), [text::encode(&bytes)]);
    }
}
