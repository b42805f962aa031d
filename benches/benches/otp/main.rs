//! One-time passwords beside totp-rs 6, beside the least that a code can cost, and beside liboath where it is installed.
#![expect(clippy::unwrap_used, reason = "fixed inputs")]

mod compare;
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
    config = compare::short_measurements();
    targets = under::<Sha1>, under::<Sha256>, under::<Sha512>
}
criterion_main!(benches);
