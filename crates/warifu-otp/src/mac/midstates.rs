use warifu_core::Counter;
use warifu_core::hash::{Compression, KeyState, KeyedVisitor};
use zeroize::{Zeroize, ZeroizeOnDrop};

use super::truncation::dynamic_truncation;

/// HMAC ([RFC 2104]) with both of its keyed blocks compressed.
///
/// The `hmac` crate keeps the same two states and does not hand them out; cloning and finishing its `Hmac` for each code
/// costs a fifth more, and wide lanes need the words themselves.
///
/// [RFC 2104]: https://www.rfc-editor.org/rfc/rfc2104
#[derive(Zeroize, ZeroizeOnDrop)]
pub(crate) struct Midstates<H: Compression> {
    /// After "K XOR ipad".
    pub(super) inner: H::State,
    /// After "K XOR opad".
    pub(super) outer: H::State,
}

impl<H: Compression> Midstates<H> {
    fn new(key: &[u8]) -> Self {
        let mut block = H::BLANK;
        if key.len() > block.as_ref().len() {
            // "Applications that use keys longer than B bytes will first hash the key using H".
            let mut hash = H::digest(key);
            fill(block.as_mut(), &hash);
            hash.as_mut_slice().zeroize();
        } else {
            fill(block.as_mut(), key);
        }
        let midstates =
            Self { inner: compressed::<H>(&block, IPAD), outer: compressed::<H>(&block, OPAD) };
        block.zeroize();
        midstates
    }

    /// Shows Snum of each counter, together with what came along with the counter.
    fn truncated<T>(
        &self,
        counters: impl Iterator<Item = (Counter, T)>,
        mut show: impl FnMut(T, u32),
    ) {
        let (mut inner, mut outer) = (self.inner, self.outer);
        for (counter, along) in counters {
            inner = self.inner;
            // RFC 4226 §5.1: "8-byte counter value, the moving factor"; §5.2: "hashed high-order byte first".
            H::compress(&mut inner, &H::last_block_of_number(counter.value()));
            outer = self.outer;
            H::compress(&mut outer, &H::last_block_of_output(&inner));
            show(along, dynamic_truncation(H::output(&outer).as_ref()));
        }
        inner.zeroize();
        outer.zeroize();
    }
}

/// The midstates of a key under each hash function.
pub(crate) enum AsMidstates {}

impl KeyState for AsMidstates {
    type Under<H: Compression> = Midstates<H>;

    fn absorb<H: Compression>(key: &[u8]) -> Midstates<H> {
        Midstates::new(key)
    }
}

/// Shows Snum of each counter, together with what came along with the counter.
pub(super) struct Truncate<I, F> {
    pub(super) counters: I,
    pub(super) show: F,
}

impl<T, I: Iterator<Item = (Counter, T)>, F: FnMut(T, u32)> KeyedVisitor<AsMidstates>
    for Truncate<I, F>
{
    type Output = ();

    fn visit<H: Compression>(self, midstates: &Midstates<H>) {
        midstates.truncated(self.counters, self.show);
    }
}

fn compressed<H: Compression>(key: &H::Block, pad: u8) -> H::State {
    let mut block = *key;
    for byte in block.as_mut() {
        *byte ^= pad;
    }
    let mut state = H::INITIAL;
    H::compress(&mut state, &block);
    block.zeroize();
    state
}

fn fill(place: &mut [u8], bytes: &[u8]) {
    for (place, byte) in place.iter_mut().zip(bytes) {
        *place = *byte;
    }
}

const IPAD: u8 = 0x36;
const OPAD: u8 = 0x5c;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use warifu_core::Secret;
    use warifu_core::hash::{HashAlgorithm, HashRegistry};

    use super::*;
    use crate::mac::MacKey;

    proptest! {
        #[test]
        fn as_the_hmac_crate(key in proptest::collection::vec(any::<u8>(), 1..=128), counter: u64) {
            let secret = Secret::new(&key).unwrap();
            for algorithm in HashAlgorithm::ALL {
                let mac = algorithm.mac(&key, &counter.to_be_bytes());
                let number = MacKey::new(&secret, algorithm).truncated(Counter::new(counter));
                prop_assert_eq!(number, dynamic_truncation(mac.expose()));
            }
        }
    }

    #[test]
    fn wiping_leaves_nothing() {
        let mut midstates = Midstates::<sha2::Sha256>::new(&[0xab; 32]);
        midstates.zeroize();
        assert_eq!((midstates.inner, midstates.outer), ([0; 8], [0; 8]));
    }
}
