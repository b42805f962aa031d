//! One-time passwords beside their peers: totp-rs 6, which has the same job and a comparable interface, liboath, and the
//! least work that a code can be. `ratios.py` prints what came of it.
//!
//! All subjects of a group do the same: one key of 20 bytes, 6 digits, steps of 30 seconds, the time or the counter as an
//! argument, the answer kept. warifu keeps what HMAC made of the key. totp-rs and liboath take the key anew for each code:
//! their interfaces have no place to keep more.
#![expect(clippy::unwrap_used, reason = "fixed inputs")]

mod floor;
mod generate;
mod hash;
mod liboath;
mod verify;

use criterion::{Criterion, criterion_group, criterion_main};

use crate::hash::{Hash, Sha1, Sha256, Sha512};

fn under<H: Hash>(criterion: &mut Criterion) {
    generate::from_a_time::<H>(criterion);
    generate::from_a_counter::<H>(criterion);
    verify::a_wrong_code::<H>(criterion);
    verify::a_thousand_steps::<H>(criterion);
    verify::a_thousand_tokens::<H>(criterion);
}

criterion_group! {
    name = benches;
    config = warifu_benches::short_measurements();
    targets = under::<Sha1>, under::<Sha256>, under::<Sha512>
}
criterion_main!(benches);
