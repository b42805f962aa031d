//! Sealing, opening and drawing; AES-256-GCM alone and the `qrcode` crate's own way of drawing the same text beside ours.
#![expect(clippy::unwrap_used, reason = "fixed inputs")]

use std::hint::black_box;

use aes_gcm::aead::AeadInOut;
use aes_gcm::{Aes256Gcm, KeyInit};
use criterion::{Criterion, criterion_group, criterion_main};
use qrcode::QrCode;
use qrcode::render::svg;
use warifu_benches::{Subject, in_turns, short_measurements};
use warifu_core::keys::{InstanceKey, RandomBytes, SealingKeys};
use warifu_core::{Message, SealingKey, Seconds, UnixTime, Validity, kind};
use warifu_qr::draw::{Scale, Symbol};
use warifu_qr::{Envelope, SealedMessage, text};

/// Bodies that fill each length of envelope, with the QR version of its symbol.
const BODIES: [(usize, u8); 3] = [(56, 7), (146, 10), (331, 15)];

fn keys() -> SealingKeys {
    InstanceKey::new([7; 32]).message_keys()
}

fn message(body: usize) -> Message<kind::Transaction> {
    let validity = Validity::new(1, UnixTime::new(1_796_083_200), Seconds::minutes(5)).unwrap();
    let content: Vec<u8> = (0..=u8::MAX).cycle().take(body).collect();
    let (keys, random) = (keys(), RandomBytes([9; 16]));
    Message::compose(&keys, &random, &[], validity, |writer| writer.bytes(&content)).unwrap()
}

/// AES-256-GCM in place, a new cipher for each message as a bank has a new key for each token.
fn encrypted(key: &SealingKey, mut text: [u8; 375], length: usize) -> [u8; 16] {
    Aes256Gcm::new(key.expose().into())
        .encrypt_inout_detached(&[9; 12].into(), &[0x13; 5], text.split_at_mut(length).0.into())
        .unwrap()
        .into()
}

fn decrypted(key: &SealingKey, mut text: [u8; 375], length: usize, tag: [u8; 16]) -> [u8; 375] {
    Aes256Gcm::new(key.expose().into())
        .decrypt_inout_detached(
            &[9; 12].into(),
            &[0x13; 5],
            text.split_at_mut(length).0.into(),
            &tag.into(),
        )
        .unwrap();
    text
}

fn sealing(criterion: &mut Criterion) {
    let keys = keys();
    let key = keys.sealing_key();
    for (body, _) in BODIES {
        let message = message(body);
        let sealed = SealedMessage::seal(&message, key).unwrap();
        let envelope = Envelope::decode(sealed.as_bytes()).unwrap();
        let bytes = sealed.as_bytes().len();
        let (length, plain) = (bytes.saturating_sub(33), [0x41; 375]);
        let mut cipher = plain;
        let tag: [u8; 16] = Aes256Gcm::new(key.expose().into())
            .encrypt_inout_detached(
                &[9; 12].into(),
                &[0x13; 5],
                cipher.split_at_mut(length).0.into(),
            )
            .unwrap()
            .into();
        let opened = envelope.open::<kind::Transaction>(key, &[]).unwrap();
        assert_eq!(opened.message().plaintext(), message.plaintext());
        let subjects = [
            Subject::new("warifu", || SealedMessage::seal(black_box(&message), key)),
            Subject::new("AES-256-GCM alone", || encrypted(key, black_box(plain), length)),
        ];
        in_turns(criterion, &format!("qr/seal {bytes} bytes"), subjects);
        let subjects = [
            Subject::new("warifu", || black_box(&envelope).open::<kind::Transaction>(key, &[])),
            Subject::new("AES-256-GCM alone", || decrypted(key, black_box(cipher), length, tag)),
        ];
        in_turns(criterion, &format!("qr/open {bytes} bytes"), subjects);
    }
}

/// From the text to the document or file.
fn drawing(criterion: &mut Criterion) {
    for (body, version) in BODIES {
        let sealed = SealedMessage::seal(&message(body), keys().sealing_key()).unwrap();
        let shown = text::encode(sealed.as_bytes());
        let symbol = Symbol::from_text(&shown).unwrap();
        let scored = || QrCode::new(black_box(&shown)).unwrap();
        assert_eq!(symbol.version(), version);
        assert_eq!(symbol.size(), scored().width(), "the same version");
        let peer = || {
            Subject::new("qrcode's new and SVG", || {
                scored().render::<svg::Color<'_>>().min_dimensions(1, 1).build()
            })
        };
        let draw = || Symbol::from_text(black_box(&shown)).unwrap();
        let group = |what: &str| format!("qr/version {version}, {what}");
        let to_svg = [Subject::new("warifu", || draw().to_svg()), peer()];
        in_turns(criterion, &group("matrix and SVG"), to_svg);
        let to_png = [Subject::new("warifu", || draw().to_png(Scale::SCREEN)), peer()];
        in_turns(criterion, &group("matrix and PNG"), to_png);
        let matrix = [Subject::new("warifu", draw), Subject::new("qrcode's new", scored)];
        in_turns(criterion, &group("matrix"), matrix);
        let code = scored();
        let svg = [
            Subject::new("warifu", || black_box(&symbol).to_svg()),
            Subject::new("qrcode's SVG", || {
                black_box(&code).render::<svg::Color<'_>>().min_dimensions(1, 1).build()
            }),
        ];
        in_turns(criterion, &group("SVG"), svg);
    }
}

criterion_group! {
    name = benches;
    config = short_measurements();
    targets = sealing, drawing
}
criterion_main!(benches);
