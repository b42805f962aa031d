//! The least work that a code can be with these hash crates: two compressions from midstates that were kept, the number
//! taken from the hash, its digits.
//!
//! Sizes and padding are constants, and nothing is wiped but the code: what is above this is the price of warifu's own
//! code.

use warifu_core::{Code, Digits};
use warifu_otp::dynamic_truncation;

pub(crate) trait Midstates {
    fn new(key: &[u8; 20]) -> Self;

    fn code(&self, counter: u64) -> Code;
}

macro_rules! floor {
    ($name:ident, [$word:ty; $words:literal], $compress:path, $block:literal, $mac:literal, $initial:expr) => {
        pub(crate) struct $name {
            inner: [$word; $words],
            outer: [$word; $words],
        }

        impl Midstates for $name {
            fn new(key: &[u8; 20]) -> Self {
                let keyed = |pad: u8| {
                    let mut block = [pad; $block];
                    for (place, byte) in block.iter_mut().zip(key) {
                        *place = byte ^ pad;
                    }
                    let mut state: [$word; $words] = $initial;
                    $compress(&mut state, &[block]);
                    state
                };
                Self { inner: keyed(0x36), outer: keyed(0x5c) }
            }

            #[inline]
            fn code(&self, counter: u64) -> Code {
                let mut block = [0; $block];
                block[..8].copy_from_slice(&counter.to_be_bytes());
                block[8] = 0x80;
                block[$block - 2..].copy_from_slice(&u16::to_be_bytes(8 * ($block + 8)));
                let mut state = self.inner;
                $compress(&mut state, &[block]);

                let mut block = [0; $block];
                block[..$mac].copy_from_slice(state.map(<$word>::to_be_bytes).as_flattened());
                block[$mac] = 0x80;
                block[$block - 2..].copy_from_slice(&u16::to_be_bytes(8 * ($block + $mac)));
                let mut state = self.outer;
                $compress(&mut state, &[block]);

                let mac = state.map(<$word>::to_be_bytes);
                Code::from_number(dynamic_truncation(mac.as_flattened()).into(), Digits::SIX)
            }
        }
    };
}

floor!(
    FloorSha1,
    [u32; 5],
    sha1::block_api::compress,
    64,
    20,
    [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0]
);
floor!(
    Floor256,
    [u32; 8],
    sha2::block_api::compress256,
    64,
    32,
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
floor!(
    Floor512,
    [u64; 8],
    sha2::block_api::compress512,
    128,
    64,
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
