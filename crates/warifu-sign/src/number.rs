use core::fmt;

use sha2::{Digest, Sha256};
use warifu_core::keys::SigningKey;
use warifu_core::{Code, Kind, Message, Opened};

use crate::ocra;

/// The number by which a device ends its registration.
///
/// An activation is not a transaction: nothing is approved by it beyond the registration that the person is in.
///
/// # Errors
///
/// [`NotAnActivation`] for any other kind of message. The number of a transaction is had from
/// [`Confirmed::sign`](crate::Confirmed::sign) alone.
pub fn activation_number(opened: &Opened, key: &SigningKey) -> Result<Code, NotAnActivation> {
    if opened.message().kind() != Kind::Activation {
        return Err(NotAnActivation);
    }
    Ok(ocra::respond(key, &question(opened.message())))
}

/// A message of another kind was given where an activation belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAnActivation;

impl fmt::Display for NotAnActivation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the message is not an activation")
    }
}

impl core::error::Error for NotAnActivation {}

/// SHA-256 over purpose, additional authenticated bytes, nonce and plaintext, the first two behind a length byte.
pub(crate) fn question(message: &Message) -> [u8; 32] {
    let purpose = purpose(message.kind());
    let aad = message.aad();
    let mut hash = Sha256::new();
    for part in [purpose.as_bytes(), aad.as_slice()] {
        hash.update([u8::try_from(part.len()).unwrap_or_default()]);
        hash.update(part);
    }
    hash.update(message.nonce().0);
    hash.update(message.plaintext());
    hash.finalize().into()
}

/// What the number stands for. No two kinds share a purpose, so a number given for one is worthless for another.
const fn purpose(kind: Kind) -> &'static str {
    match kind {
        Kind::Registration => "warifu/1 registration number",
        Kind::Activation => "warifu/1 activation number",
        Kind::Transaction => "warifu/1 transaction number",
        Kind::Deactivation => "warifu/1 deactivation number",
    }
}
