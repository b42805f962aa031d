//! HMAC-SHA-1 and HMAC-SHA-256 in the lanes of the machine's vector unit, which is found out at run time.
//!
//! Sixteen moving factors together, each under its own key: one vector of AVX-512, two of AVX2, four of NEON. The
//! vectors are those of the `pulp` crate, which are safe to use; the hash functions are FIPS 180-4's, word by word.

#![expect(
    clippy::inline_always,
    reason = "code outside the function that chose the machine does not get its vectors"
)]

use core::marker::PhantomData;

use pulp::{Arch, Simd, WithSimd};
use sha1::Sha1;
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop};

use super::compress::{Vectors, WideCompression};
use super::key::{LANES, MacKey};
use super::truncation::dynamic_truncation;

/// Snum of sixteen moving factors.
///
/// `None` where scalar code does as well: keys of different hash functions, words of 64 bits (which fill a lane twice), and
/// vectors too narrow to beat a processor's own SHA instructions.
pub(super) fn truncated(keys: &[&MacKey; LANES], counters: &[u64; LANES]) -> Option<[u32; LANES]> {
    in_lanes::<Sha1, 5>(keys, counters).or_else(|| in_lanes::<Sha256, 8>(keys, counters))
}

fn in_lanes<H: WideCompression<N>, const N: usize>(
    keys: &[&MacKey; LANES],
    counters: &[u64; LANES],
) -> Option<[u32; LANES]> {
    let keys = Keys::<H, N>::turned(keys)?;
    Arch::new().dispatch(Macs { keys, counters })
}

/// The midstates of sixteen keys, turned so that a word of all of them lies together.
#[derive(Zeroize, ZeroizeOnDrop)]
struct Keys<H, const N: usize> {
    hash: PhantomData<H>,
    inner: [[u32; LANES]; N],
    outer: [[u32; LANES]; N],
}

impl<H: WideCompression<N>, const N: usize> Keys<H, N> {
    /// `None` unless all of them are keys under `H`.
    fn turned(keys: &[&MacKey; LANES]) -> Option<Self> {
        let blank = [[0; LANES]; N];
        let mut turned = Self { hash: PhantomData, inner: blank, outer: blank };
        for (lane, key) in keys.iter().enumerate() {
            let midstates = H::midstates(key)?;
            put(&mut turned.inner, lane, &midstates.inner);
            put(&mut turned.outer, lane, &midstates.outer);
        }
        Some(turned)
    }
}

struct Macs<'a, H: WideCompression<N>, const N: usize> {
    keys: Keys<H, N>,
    counters: &'a [u64; LANES],
}

impl<H: WideCompression<N>, const N: usize> WithSimd for Macs<'_, H, N> {
    type Output = Option<[u32; LANES]>;

    #[expect(clippy::indexing_slicing, reason = "each vector below LANES / U32_LANES")]
    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> Self::Output {
        if S::U32_LANES < H::FEWEST_LANES {
            return None;
        }
        let vectors = Vectors(simd);
        let mut macs = MacWords([[0; LANES]; N]);
        let [high, low] = halves(self.counters);
        for vector in 0..LANES.checked_div(S::U32_LANES)? {
            let load = |words: &[u32; LANES]| S::as_simd_u32s(words).0[vector];
            let message = [load(&high), load(&low)];
            // HMAC (RFC 2104 §2) from the two states that the key left behind: the inner hash, then the outer one.
            let mut inner = self.keys.inner.each_ref().map(load);
            H::compress_lanes(vectors, &mut inner, &last_block(vectors, &message));
            let mut outer = self.keys.outer.each_ref().map(load);
            H::compress_lanes(vectors, &mut outer, &last_block(vectors, &inner));
            for (words, vectored) in macs.0.iter_mut().zip(outer) {
                S::as_mut_simd_u32s(words).0[vector] = vectored;
            }
        }
        Some(macs.truncated::<H>())
    }
}

/// Words of sixteen MACs.
#[derive(Zeroize, ZeroizeOnDrop)]
struct MacWords<const N: usize>([[u32; LANES]; N]);

impl<const N: usize> MacWords<N> {
    #[expect(clippy::indexing_slicing, reason = "each lane below LANES")]
    fn truncated<H: WideCompression<N>>(&self) -> [u32; LANES] {
        let mut numbers = [0; LANES];
        for (lane, number) in numbers.iter_mut().enumerate() {
            let words = self.0.each_ref().map(|words| words[lane]);
            *number = dynamic_truncation(H::output(&words).as_ref());
        }
        numbers
    }
}

/// The second and last block of a message that is one block and then these words (FIPS 180-4 §5.1).
#[inline(always)]
fn last_block<S: Simd, const N: usize>(
    vectors: Vectors<S>,
    message: &[S::u32s; N],
) -> [S::u32s; 16] {
    // With the end mark and the length, the message has to fit one block.
    const { assert!(N < WORDS_IN_A_BLOCK - 2) };
    let mut block = [vectors.splat(0); 16];
    let end = [vectors.splat(0x8000_0000)];
    for (place, word) in block.iter_mut().zip(message.iter().chain(&end)) {
        *place = *word;
    }
    let [.., length] = &mut block;
    *length = vectors.splat(const { bits(WORDS_IN_A_BLOCK + N) });
    block
}

/// The high-order words, and the low-order ones.
fn halves(counters: &[u64; LANES]) -> [[u32; LANES]; 2] {
    let high = counters.map(|counter| {
        let [a, b, c, d, ..] = counter.to_be_bytes();
        u32::from_be_bytes([a, b, c, d])
    });
    let low = counters.map(|counter| {
        let [.., a, b, c, d] = counter.to_be_bytes();
        u32::from_be_bytes([a, b, c, d])
    });
    [high, low]
}

#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::arithmetic_side_effects,
    reason = "at most 32 words, and only in constants"
)]
const fn bits(words: usize) -> u32 {
    words as u32 * 32
}

#[expect(clippy::indexing_slicing, reason = "each lane below LANES")]
fn put<const N: usize>(turned: &mut [[u32; LANES]; N], lane: usize, words: &[u32; N]) {
    for (places, word) in turned.iter_mut().zip(words) {
        places[lane] = *word;
    }
}

const WORDS_IN_A_BLOCK: usize = 16;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use std::vec::Vec;
    use warifu_core::hash::HashAlgorithm;
    use warifu_core::{Counter, Secret};

    use super::*;

    fn keyed(bytes: &[Vec<u8>], algorithm: HashAlgorithm) -> Vec<MacKey> {
        bytes.iter().map(|key| MacKey::new(&Secret::new(key).unwrap(), algorithm)).collect()
    }

    proptest! {
        #[test]
        fn every_lane_is_as_the_scalar_code(
            keys in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 1..=128), LANES),
            counters: [u64; LANES],
        ) {
            for algorithm in [HashAlgorithm::Sha1, HashAlgorithm::Sha256] {
                let keyed = keyed(&keys, algorithm);
                let lanes: Vec<_> = keyed.iter().collect();
                let scalar: Vec<_> =
                    keyed.iter().zip(counters).map(|(key, at)| key.truncated(Counter::new(at))).collect();
                if let Some(wide) = truncated(&<[&MacKey; LANES]>::try_from(lanes).ok().unwrap(), &counters) {
                    prop_assert_eq!(wide.as_slice(), scalar.as_slice());
                }
            }
        }
    }

    #[test]
    fn different_hash_functions_are_left_to_the_scalar_code() {
        let secret = Secret::new(&[7; 20]).unwrap();
        let (one, other) = (
            MacKey::new(&secret, HashAlgorithm::Sha1),
            MacKey::new(&secret, HashAlgorithm::Sha256),
        );
        let long = MacKey::new(&secret, HashAlgorithm::Sha512);
        let mut lanes = [&one; LANES];
        lanes[15] = &other;
        assert_eq!(truncated(&lanes, &[0; LANES]), None);
        assert_eq!(truncated(&[&long; LANES], &[0; LANES]), None);
    }
}
