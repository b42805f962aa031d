use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};
use warifu_core::{Counter, Secret};
use zeroize::{Zeroize, ZeroizeOnDrop};

use super::dynamic_truncation;

/// HMAC ([RFC 2104]) with both of its keyed blocks compressed.
///
/// The `hmac` crate keeps the same two states and does not hand them out; cloning and finishing its `Hmac` for each code
/// costs a fifth more, and wide lanes need the words themselves. The compression functions are those of `sha1` and
/// `sha2`.
///
/// [RFC 2104]: https://www.rfc-editor.org/rfc/rfc2104
#[derive(Zeroize, ZeroizeOnDrop)]
pub(crate) struct Midstates<S: State> {
    /// After "K XOR ipad".
    pub(super) inner: S,
    /// After "K XOR opad".
    pub(super) outer: S,
}

impl<S: State> Midstates<S> {
    pub(super) fn new(secret: &Secret) -> Self {
        let mut key = S::BLANK;
        if secret.expose().len() > key.as_ref().len() {
            // "Applications that use keys longer than B bytes will first hash the key using H".
            S::hash_into(secret.expose(), key.as_mut());
        } else {
            fill(key.as_mut(), secret.expose());
        }
        let midstates = Self { inner: compressed(&key, IPAD), outer: compressed(&key, OPAD) };
        key.as_mut().zeroize();
        midstates
    }

    /// Shows Snum of each counter, together with what came along with the counter.
    pub(super) fn truncated<T>(
        &self,
        counters: impl Iterator<Item = (Counter, T)>,
        mut show: impl FnMut(T, u32),
    ) {
        let (mut inner, mut outer) = (self.inner, self.outer);
        for (counter, along) in counters {
            inner = self.inner;
            inner.compress(&S::block_of_counter(counter.value()));
            outer = self.outer;
            outer.compress(&inner.block_of_hash());
            show(along, outer.snum());
        }
        inner.zeroize();
        outer.zeroize();
    }
}

/// The chaining value of a hash function, which the words tell: five for SHA-1, eight for SHA-256 and SHA-512.
pub(crate) trait State: Copy + Zeroize {
    type Block: Copy + AsRef<[u8]> + AsMut<[u8]>;

    const INITIAL: Self;
    const BLANK: Self::Block;

    fn compress(&mut self, block: &Self::Block);

    /// The hash of a whole message, into the first bytes of `place`.
    fn hash_into(message: &[u8], place: &mut [u8]);

    /// The last block of a message of one block and the moving factor.
    fn block_of_counter(counter: u64) -> Self::Block;

    /// The last block of a message of one block and the hash that this is.
    fn block_of_hash(&self) -> Self::Block;

    /// Snum of the MAC that this is.
    fn snum(&self) -> u32;
}

macro_rules! state {
    ($hash:ty, [$word:ty; $words:literal], $block:literal, $compress:path, $initial:expr) => {
        impl State for [$word; $words] {
            type Block = [u8; $block];

            const INITIAL: Self = $initial;
            const BLANK: [u8; $block] = [0; $block];

            fn compress(&mut self, block: &[u8; $block]) {
                $compress(self, core::slice::from_ref(block));
            }

            fn hash_into(message: &[u8], place: &mut [u8]) {
                let mut hash = <$hash>::digest(message);
                fill(place, &hash);
                hash.as_mut_slice().zeroize();
            }

            fn block_of_counter(counter: u64) -> [u8; $block] {
                const BLANK: [u8; $block] = padded(8);
                let mut block = BLANK;
                // RFC 4226 §5.1: "8-byte counter value, the moving factor"; §5.2: "hashed high-order byte first".
                fill(&mut block, &counter.to_be_bytes());
                block
            }

            fn block_of_hash(&self) -> [u8; $block] {
                const BLANK: [u8; $block] = padded(size_of::<[$word; $words]>());
                let mut block = BLANK;
                fill(&mut block, self.map(<$word>::to_be_bytes).as_flattened());
                block
            }

            fn snum(&self) -> u32 {
                dynamic_truncation(self.map(<$word>::to_be_bytes).as_flattened())
            }
        }
    };
}

// The initial values of FIPS 180-4 §5.3.
state!(
    Sha1,
    [u32; 5],
    64,
    sha1::block_api::compress,
    [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0]
);
state!(
    Sha256,
    [u32; 8],
    64,
    sha2::block_api::compress256,
    [
        0x6a09_e667,
        0xbb67_ae85,
        0x3c6e_f372,
        0xa54f_f53a,
        0x510e_527f,
        0x9b05_688c,
        0x1f83_d9ab,
        0x5be0_cd19
    ]
);
state!(
    Sha512,
    [u64; 8],
    128,
    sha2::block_api::compress512,
    [
        0x6a09_e667_f3bc_c908,
        0xbb67_ae85_84ca_a73b,
        0x3c6e_f372_fe94_f82b,
        0xa54f_f53a_5f1d_36f1,
        0x510e_527f_ade6_82d1,
        0x9b05_688c_2b3e_6c1f,
        0x1f83_d9ab_fb41_bd6b,
        0x5be0_cd19_137e_2179
    ]
);

fn compressed<S: State>(key: &S::Block, pad: u8) -> S {
    let mut block = *key;
    for byte in block.as_mut() {
        *byte ^= pad;
    }
    let mut state = S::INITIAL;
    state.compress(&block);
    block.as_mut().zeroize();
    state
}

/// The last block of a message that is one block and then `length` bytes, these left blank (FIPS 180-4 §5.1).
#[expect(
    clippy::indexing_slicing,
    reason = "a constant that does not compile if it is out of bounds"
)]
#[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "at most 1,536 bits")]
const fn padded<const B: usize>(length: usize) -> [u8; B] {
    let mut block = [0; B];
    block[length] = 0x80;
    let [high, low] = (B.saturating_add(length).saturating_mul(8) as u16).to_be_bytes();
    block[B.saturating_sub(2)] = high;
    block[B.saturating_sub(1)] = low;
    block
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
    use hmac::digest::KeyInit;
    use hmac::{Hmac, Mac};
    use proptest::prelude::*;

    use super::*;
    use crate::Algorithm;
    use crate::mac::Keyed;

    fn of_the_hmac_crate<M: Mac + KeyInit>(secret: &Secret, counter: u64) -> u32 {
        let mac = <M as KeyInit>::new_from_slice(secret.expose()).unwrap();
        dynamic_truncation(&mac.chain_update(counter.to_be_bytes()).finalize().into_bytes())
    }

    proptest! {
        #[test]
        fn as_the_hmac_crate(key in proptest::collection::vec(any::<u8>(), 1..=128), counter: u64) {
            let secret = Secret::new(&key).unwrap();
            let moving = Counter::new(counter);
            let number = |algorithm| Keyed::new(&secret, algorithm).truncated(moving);
            let expected = of_the_hmac_crate::<Hmac<Sha1>>(&secret, counter);
            prop_assert_eq!(number(Algorithm::Sha1), expected);
            let expected = of_the_hmac_crate::<Hmac<Sha256>>(&secret, counter);
            prop_assert_eq!(number(Algorithm::Sha256), expected);
            let expected = of_the_hmac_crate::<Hmac<Sha512>>(&secret, counter);
            prop_assert_eq!(number(Algorithm::Sha512), expected);
        }
    }

    #[test]
    fn wiping_leaves_nothing() {
        let mut midstates = Midstates::<[u32; 8]>::new(&Secret::new(&[0xab; 32]).unwrap());
        midstates.zeroize();
        assert_eq!((midstates.inner, midstates.outer), ([0; 8], [0; 8]));
    }
}
