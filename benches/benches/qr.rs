//! Sealing, opening and drawing; the `qrcode` crate's own way of drawing the same text beside ours.
#![expect(clippy::unwrap_used, reason = "fixed inputs")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};
use warifu_core::keys::InstanceKey;
use warifu_core::{Kind, Message, Nonce, Seconds, UnixTime, Validity};
use warifu_qr::draw::{Scale, Symbol};
use warifu_qr::{Envelope, text};

fn picture(criterion: &mut Criterion) {
    let key = InstanceKey::new([7; 32]).message_key();
    let validity = Validity::new(1, UnixTime::new(1_796_083_200), Seconds::minutes(5)).unwrap();
    let message =
        Message::compose(Kind::Transaction, key.id(), Nonce([9; 12]), &[], validity, |writer| {
            writer.bytes(&[0x41; 56])
        })
        .unwrap();
    let envelope = Envelope::seal(&message, &key).unwrap();
    let shown = text::encode(envelope.as_bytes());
    assert_eq!(shown.len(), 160);
    assert!(envelope.open(&key, &[]).is_ok());
    let (ours, peers) =
        (Symbol::of_text(&shown).unwrap(), QrCode::with_error_correction_level(&shown, EcLevel::M));
    assert_eq!(ours.size(), peers.unwrap().width(), "the same version");

    criterion.bench_function("qr/seal", |bencher| {
        bencher.iter(|| Envelope::seal(black_box(&message), &key));
    });
    criterion
        .bench_function("qr/open", |bencher| bencher.iter(|| black_box(&envelope).open(&key, &[])));
    let mut group = criterion.benchmark_group("qr/text to SVG");
    group.bench_function("warifu", |bencher| {
        bencher.iter(|| Symbol::of_text(black_box(&shown)).unwrap().to_svg());
    });
    group.bench_function("qrcode's own", |bencher| {
        bencher.iter(|| {
            let code = QrCode::with_error_correction_level(black_box(&shown), EcLevel::M).unwrap();
            code.render::<svg::Color<'_>>().build()
        });
    });
    group.finish();
    criterion.bench_function("qr/symbol to PNG", |bencher| {
        bencher.iter(|| black_box(&ours).to_png(Scale::SCREEN));
    });
}

criterion_group!(benches, picture);
criterion_main!(benches);
