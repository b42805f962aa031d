use hmac::{Hmac, KeyInit};
use sha1::Sha1;
use sha2::{Sha256, Sha512};
use warifu_otp::Algorithm;

use crate::response::Mac;

/// An HMAC that has absorbed its key.
pub(crate) enum Keyed {
    Sha1(Hmac<Sha1>),
    Sha256(Hmac<Sha256>),
    Sha512(Hmac<Sha512>),
}

impl Keyed {
    pub(crate) fn new(algorithm: Algorithm, key: &[u8]) -> Self {
        match algorithm {
            Algorithm::Sha1 => Self::Sha1(absorbed(key)),
            Algorithm::Sha256 => Self::Sha256(absorbed(key)),
            Algorithm::Sha512 => Self::Sha512(absorbed(key)),
        }
    }

    /// The HMAC of the parts that `write` hands over one after another.
    pub(crate) fn mac(&self, write: impl FnOnce(&mut dyn FnMut(&[u8]))) -> Mac {
        match self {
            Self::Sha1(keyed) => finished(keyed, write),
            Self::Sha256(keyed) => finished(keyed, write),
            Self::Sha512(keyed) => finished(keyed, write),
        }
    }
}

#[expect(clippy::expect_used, reason = "RFC 2104 §2: HMAC takes keys of every length")]
fn absorbed<M: KeyInit>(key: &[u8]) -> M {
    M::new_from_slice(key).expect("HMAC takes every key")
}

fn finished<M: hmac::Mac + Clone>(keyed: &M, write: impl FnOnce(&mut dyn FnMut(&[u8]))) -> Mac {
    let mut mac = keyed.clone();
    write(&mut |part| mac.update(part));
    Mac::new(&mac.finalize().into_bytes())
}
