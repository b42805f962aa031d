use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use warifu_core::keys::SigningKey;
use warifu_core::{Code, Digits};
use warifu_otp::dynamic_truncation;

/// The OCRA suite of every 8-digit number: HMAC-SHA-256, 8 digits, one question of 64 hexadecimal digits
/// ([RFC 6287 §6]).
///
/// The question is a digest, so it always has the same length and the padding of [RFC 6287 §5.1] cannot make two
/// questions alike.
///
/// [RFC 6287 §6]: https://www.rfc-editor.org/rfc/rfc6287#section-6
/// [RFC 6287 §5.1]: https://www.rfc-editor.org/rfc/rfc6287#section-5.1
pub const SUITE: &str = "OCRA-1:HOTP-SHA256-8:QH64";

/// `OCRA(K, {OCRASuite | 00 | Q})` of [`SUITE`].
pub(crate) fn respond(key: &SigningKey, question: &[u8; 32]) -> Code {
    let mut mac = keyed(key.expose());
    mac.update(SUITE.as_bytes());
    mac.update(&[SEPARATOR]);
    mac.update(question);
    mac.update(&QUESTION_PADDING);
    let number = dynamic_truncation(&mac.finalize().into_bytes());
    Code::from_number(u64::from(number), Digits::EIGHT)
}

/// HMAC-SHA-256 under a 32-byte key.
#[expect(clippy::expect_used, reason = "RFC 2104 §2: HMAC takes keys of every length")]
pub(crate) fn keyed(key: &[u8; 32]) -> Hmac<Sha256> {
    Hmac::new_from_slice(key).expect("HMAC takes every key")
}

/// "a Byte value of '00' (hexadecimal) is used as separator" after the suite.
const SEPARATOR: u8 = 0;

/// "the challenge question Q is 128 bytes long; if it is shorter it is padded with zeros on the right".
const QUESTION_PADDING: [u8; 128 - 32] = [0; 128 - 32];

#[cfg(test)]
mod tests {
    use super::*;

    /// Computed with the Python package `oath` 1.4.5, which passes the RFC's own 70 vectors.
    #[test]
    fn another_implementation_agrees() {
        let key = SigningKey::new(*b"12345678901234567890123456789012");
        for (first, expected) in GOLDEN {
            let mut question = [0_u8; 32];
            for (index, byte) in (0_u8..).zip(question.iter_mut()) {
                *byte = first.wrapping_add(index);
            }
            assert_eq!(respond(&key, &question).expose(), expected);
        }
    }

    const GOLDEN: [(u8, &str); 4] =
        [(0x00, "11022174"), (0x07, "70284004"), (0x80, "18061311"), (0xf9, "23337335")];
}
