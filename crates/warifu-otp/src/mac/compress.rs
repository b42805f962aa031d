#![expect(
    clippy::inline_always,
    reason = "code outside the function that chose the machine does not get its vectors"
)]
#![expect(clippy::many_single_char_names, reason = "the names of FIPS 180-4")]

use pulp::Simd;
use sha1::Sha1;
use sha2::Sha256;
use warifu_core::hash::{Compression, Keyed};

use super::key::MacKey;
use super::midstates::Midstates;

/// The compression function of a hash with words of 32 bits (FIPS 180-4 §6), in every lane of a vector together.
pub(super) trait WideCompression<const N: usize>: Compression<State = [u32; N]> {
    /// With fewer lanes, a processor's own SHA instructions are as quick.
    const FEWEST_LANES: usize;

    /// The midstates, if the key is one under this hash function.
    fn midstates(key: &MacKey) -> Option<&Midstates<Self>>;

    fn compress_lanes<S: Simd>(
        vectors: Vectors<S>,
        state: &mut [S::u32s; N],
        block: &[S::u32s; 16],
    );
}

/// FIPS 180-4 §6.1.2.
impl WideCompression<5> for Sha1 {
    const FEWEST_LANES: usize = 8;

    fn midstates(key: &MacKey) -> Option<&Midstates<Self>> {
        if let Keyed::Sha1(midstates) = &key.0 { Some(midstates) } else { None }
    }

    #[inline(always)]
    fn compress_lanes<S: Simd>(v: Vectors<S>, state: &mut [S::u32s; 5], block: &[S::u32s; 16]) {
        let mut schedule = *block;
        let mut working = *state;
        // Each group of twenty rounds has its own function (§4.1.1) and constant (§4.2.1).
        for t in 0..20 {
            let [_, b, c, d, _] = working;
            sha1_round(v, &mut working, &mut schedule, t, v.choose(b, c, d), 0x5a82_7999);
        }
        for t in 20..40 {
            let [_, b, c, d, _] = working;
            sha1_round(v, &mut working, &mut schedule, t, v.parity(b, c, d), 0x6ed9_eba1);
        }
        for t in 40..60 {
            let [_, b, c, d, _] = working;
            sha1_round(v, &mut working, &mut schedule, t, v.majority(b, c, d), 0x8f1b_bcdc);
        }
        for t in 60..80 {
            let [_, b, c, d, _] = working;
            sha1_round(v, &mut working, &mut schedule, t, v.parity(b, c, d), 0xca62_c1d6);
        }
        add_all(v, state, working);
    }
}

#[inline(always)]
fn sha1_round<S: Simd>(
    v: Vectors<S>,
    working: &mut [S::u32s; 5],
    schedule: &mut [S::u32s; 16],
    t: usize,
    function: S::u32s,
    constant: u32,
) {
    if t >= 16 {
        let recent = v.xor(word(schedule, t, 13), word(schedule, t, 8));
        let old = v.xor(word(schedule, t, 2), word(schedule, t, 0));
        set(schedule, t, v.rotated_left(v.xor(recent, old), 1));
    }
    let [a, b, c, d, e] = *working;
    let scheduled = v.add(word(schedule, t, 0), v.splat(constant));
    let rest = v.add(e, v.add(function, scheduled));
    *working = [v.add(v.rotated_left(a, 5), rest), a, v.rotated_left(b, 30), c, d];
}

/// FIPS 180-4 §6.2.2.
impl WideCompression<8> for Sha256 {
    const FEWEST_LANES: usize = 8;

    fn midstates(key: &MacKey) -> Option<&Midstates<Self>> {
        if let Keyed::Sha256(midstates) = &key.0 { Some(midstates) } else { None }
    }

    #[inline(always)]
    fn compress_lanes<S: Simd>(v: Vectors<S>, state: &mut [S::u32s; 8], block: &[S::u32s; 16]) {
        let mut schedule = *block;
        let mut working = *state;
        let (constants, _) = SHA256_CONSTANTS.as_chunks::<16>();
        for (turn, constants) in constants.iter().enumerate() {
            for (t, constant) in constants.iter().enumerate() {
                if turn > 0 {
                    extend_sha256(v, &mut schedule, t);
                }
                sha256_round(v, &mut working, v.add(word(&schedule, t, 0), v.splat(*constant)));
            }
        }
        add_all(v, state, working);
    }
}

#[inline(always)]
fn extend_sha256<S: Simd>(v: Vectors<S>, schedule: &mut [S::u32s; 16], t: usize) {
    let (early, late) = (word(schedule, t, 1), word(schedule, t, 14));
    let small_0 = v.rotations(early, [7, 18], v.shifted_right(early, 3));
    let small_1 = v.rotations(late, [17, 19], v.shifted_right(late, 10));
    let kept = v.add(word(schedule, t, 0), word(schedule, t, 9));
    set(schedule, t, v.add(kept, v.add(small_0, small_1)));
}

#[inline(always)]
fn sha256_round<S: Simd>(v: Vectors<S>, working: &mut [S::u32s; 8], scheduled: S::u32s) {
    let [a, b, c, d, e, f, g, h] = *working;
    let large_1 = v.rotations(e, [6, 11], v.rotated_right(e, 25));
    let t1 = v.add(v.add(h, large_1), v.add(v.choose(e, f, g), scheduled));
    let large_0 = v.rotations(a, [2, 13], v.rotated_right(a, 22));
    let t2 = v.add(large_0, v.majority(a, b, c));
    *working = [v.add(t1, t2), a, b, c, v.add(d, t1), e, f, g];
}

/// A machine's vector unit. Every operation has to be compiled into the function that chose the machine.
#[derive(Clone, Copy)]
pub(super) struct Vectors<S>(pub(super) S);

impl<S: Simd> Vectors<S> {
    #[inline(always)]
    pub(super) fn splat(self, word: u32) -> S::u32s {
        self.0.splat_u32s(word)
    }

    #[inline(always)]
    fn add(self, x: S::u32s, y: S::u32s) -> S::u32s {
        self.0.add_u32s(x, y)
    }

    #[inline(always)]
    fn xor(self, x: S::u32s, y: S::u32s) -> S::u32s {
        self.0.xor_u32s(x, y)
    }

    #[inline(always)]
    fn and(self, x: S::u32s, y: S::u32s) -> S::u32s {
        self.0.and_u32s(x, y)
    }

    /// "Ch(x, y, z)".
    #[inline(always)]
    fn choose(self, x: S::u32s, y: S::u32s, z: S::u32s) -> S::u32s {
        self.xor(z, self.and(x, self.xor(y, z)))
    }

    /// "Parity(x, y, z)".
    #[inline(always)]
    fn parity(self, x: S::u32s, y: S::u32s, z: S::u32s) -> S::u32s {
        self.xor(x, self.xor(y, z))
    }

    /// "Maj(x, y, z)".
    #[inline(always)]
    fn majority(self, x: S::u32s, y: S::u32s, z: S::u32s) -> S::u32s {
        self.xor(self.and(x, y), self.and(z, self.xor(x, y)))
    }

    #[inline(always)]
    fn shifted_right(self, x: S::u32s, bits: u32) -> S::u32s {
        self.0.wrapping_dyn_shr_u32s(x, self.splat(bits))
    }

    #[inline(always)]
    fn rotated_right(self, x: S::u32s, bits: u32) -> S::u32s {
        self.rotated_left(x, 32_u32.wrapping_sub(bits))
    }

    #[inline(always)]
    fn rotated_left(self, x: S::u32s, bits: u32) -> S::u32s {
        let left = self.0.wrapping_dyn_shl_u32s(x, self.splat(bits));
        self.0.or_u32s(left, self.shifted_right(x, 32_u32.wrapping_sub(bits)))
    }

    /// The sums of FIPS 180-4 §4.1.2: two rotations and a third term.
    #[inline(always)]
    fn rotations(self, x: S::u32s, bits: [u32; 2], third: S::u32s) -> S::u32s {
        let [first, second] = bits;
        self.xor(self.rotated_right(x, first), self.xor(self.rotated_right(x, second), third))
    }
}

/// "the word W[t + ahead]" of a schedule of which the last sixteen are kept.
#[inline(always)]
#[expect(clippy::indexing_slicing, reason = "a remainder of 16 is below 16")]
fn word<V: Copy>(schedule: &[V; 16], t: usize, ahead: usize) -> V {
    schedule[t.wrapping_add(ahead) % 16]
}

#[inline(always)]
#[expect(clippy::indexing_slicing, reason = "a remainder of 16 is below 16")]
fn set<V>(schedule: &mut [V; 16], t: usize, value: V) {
    schedule[t % 16] = value;
}

#[inline(always)]
fn add_all<S: Simd, const N: usize>(v: Vectors<S>, state: &mut [S::u32s; N], to: [S::u32s; N]) {
    for (word, to) in state.iter_mut().zip(to) {
        *word = v.add(*word, to);
    }
}

/// FIPS 180-4 §4.2.2: "the first thirty-two bits of the fractional parts of the cube roots of the first sixty-four prime
/// numbers".
#[rustfmt::skip]
const SHA256_CONSTANTS: [u32; 64] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1,
    0x923f_82a4, 0xab1c_5ed5, 0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3,
    0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174, 0xe49b_69c1, 0xefbe_4786,
    0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
    0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147,
    0x06ca_6351, 0x1429_2967, 0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13,
    0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85, 0xa2bf_e8a1, 0xa81a_664b,
    0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
    0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a,
    0x5b9c_ca4f, 0x682e_6ff3, 0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208,
    0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
];
