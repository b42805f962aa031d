use sha2::{Digest, Sha256};
use warifu_core::{Kind, Message};

/// SHA-256 over purpose, additional authenticated bytes, nonce and plaintext, the first two behind a length byte.
pub(crate) fn question(message: &Message) -> [u8; 32] {
    let aad = message.aad();
    let mut hash = Sha256::new();
    for part in [purpose(message.kind()).as_bytes(), aad.as_slice()] {
        hash.update([length_byte(part)]);
        hash.update(part);
    }
    hash.update(message.nonce().0);
    hash.update(message.plaintext());
    hash.finalize().into()
}

/// The length of a part that is hashed behind it.
#[expect(
    clippy::expect_used,
    reason = "labels are constants, and what is authenticated has at most 37 bytes"
)]
pub(crate) fn length_byte(part: &[u8]) -> u8 {
    u8::try_from(part.len()).expect("a short part")
}

/// What the number stands for. No two kinds share a purpose, so a number given for one is worthless for another.
const fn purpose(kind: Kind) -> &'static str {
    match kind {
        Kind::Registration => "warifu/1 registration number",
        Kind::Activation => "warifu/1 activation number",
        Kind::Transaction => "warifu/1 transaction number",
    }
}
