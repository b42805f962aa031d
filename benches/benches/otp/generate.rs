use std::fmt::Write;
use std::hint::black_box;

use criterion::Criterion;
use warifu_core::{Counter, UnixTime};

use crate::floor::Midstates;
use crate::hash::{Hash, KEY};
use crate::liboath::{Job, Liboath};
use warifu_benches::{Subject, in_turns};

pub(crate) fn from_a_time<H: Hash>(criterion: &mut Criterion) {
    let (ours, peer, floor) = (H::totp(KEY), H::totp_rs(*KEY, 1), H::Floor::new(KEY));
    let job = Job { name: "totp-generate", hash: H::LIBOATH, window: 0 };
    let code = ours.generate(UnixTime::new(NOW)).unwrap();
    assert_eq!(peer.generate(NOW).to_string(), code.expose());
    assert_eq!(floor.code(STEP).expose(), code.expose());

    let mut subjects = vec![
        Subject::new("warifu", || black_box(&ours).generate(black_box(UnixTime::new(NOW)))),
        // The code as a number, which is less than the others do.
        Subject::new("totp-rs 6", || black_box(&peer).generate(black_box(NOW))),
        Subject::new("totp-rs 6, digits too", || {
            let mut digits = Digits::default();
            write!(digits, "{}", black_box(&peer).generate(black_box(NOW))).unwrap();
            digits
        }),
        // From the time step: no division.
        Subject::new("floor", || black_box(&floor).code(black_box(STEP))),
    ];
    if let Some(liboath) = Liboath::installed() {
        assert_eq!(liboath.run(&job, 1).answer, code.expose());
        subjects.push(Subject::timed("liboath", |times| liboath.run(&job, times).elapsed));
    }
    in_turns(criterion, &format!("otp/generate from a time, {}", H::NAME), subjects);
}

pub(crate) fn from_a_counter<H: Hash>(criterion: &mut Criterion) {
    let (ours, floor) = (H::hotp(), H::Floor::new(KEY));
    let job = Job { name: "hotp-generate", hash: H::LIBOATH, window: 0 };
    let code = ours.generate(Counter::new(STEP));
    assert_eq!(floor.code(STEP).expose(), code.expose());

    let mut subjects = vec![
        Subject::new("warifu", || black_box(&ours).generate(black_box(Counter::new(STEP)))),
        Subject::new("floor", || black_box(&floor).code(black_box(STEP))),
    ];
    // liboath has counters under SHA-1 alone, totp-rs has none.
    if let Some(liboath) = Liboath::installed().filter(|_| H::LIBOATH == "0") {
        assert_eq!(liboath.run(&job, 1).answer, code.expose());
        subjects.push(Subject::timed("liboath", |times| liboath.run(&job, times).elapsed));
    }
    in_turns(criterion, &format!("otp/generate from a counter, {}", H::NAME), subjects);
}

/// A text of at most six characters without an allocation.
#[derive(Default)]
struct Digits {
    text: [u8; 6],
    length: usize,
}

impl Write for Digits {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        let end = self.length.saturating_add(text.len());
        let place = self.text.get_mut(self.length..end).ok_or(std::fmt::Error)?;
        place.copy_from_slice(text.as_bytes());
        self.length = end;
        Ok(())
    }
}

pub(crate) const NOW: u64 = 1_796_083_200;
const STEP: u64 = NOW / 30;
