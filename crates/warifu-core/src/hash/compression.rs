use zeroize::Zeroize;

use super::HashFunction;

/// A hash function of FIPS 180-4, with its compression function by itself.
///
/// HMAC of a short message is two compressions, from states that depend on the key alone. Code that computes millions of
/// them, for one-time passwords, keeps the states and calls the compressions.
pub trait Compression: HashFunction {
    /// The chaining value.
    type State: Copy + Zeroize;

    /// A block of the message.
    type Block: Copy + Zeroize + AsRef<[u8]> + AsMut<[u8]>;

    /// The output, in bytes.
    type Bytes: AsRef<[u8]>;

    /// The chaining value before the first block (FIPS 180-4 §5.3).
    const INITIAL: Self::State;

    /// A block of zeros.
    const BLANK: Self::Block;

    /// Replaces the chaining value by that after `block`.
    fn compress(state: &mut Self::State, block: &Self::Block);

    /// The hash of a message, from its last chaining value.
    fn output(state: &Self::State) -> Self::Bytes;

    /// The last block of a message of one whole block and `number` (FIPS 180-4 §5.1), high-order byte first.
    fn last_block_of_number(number: u64) -> Self::Block;

    /// The last block of a message that is one whole block and a hash: the hash with the chaining value `state` at its
    /// end (FIPS 180-4 §5.1).
    fn last_block_of_output(state: &Self::State) -> Self::Block;
}

/// Implements [`Compression`] for a hash function by its row.
macro_rules! compression {
    ($hash:ty, $output:literal, [$word:ty; $words:literal], $block:literal, $compress:path, $initial:expr) => {
        const _: () =
            assert!($output >= 20, "dynamic truncation takes 4 bytes at an offset of up to 15");

        impl $crate::hash::Compression for $hash {
            type State = [$word; $words];
            type Block = [u8; $block];
            type Bytes = [u8; $output];

            const INITIAL: Self::State = $initial;
            const BLANK: [u8; $block] = [0; $block];

            #[inline]
            fn compress(state: &mut [$word; $words], block: &[u8; $block]) {
                $compress(state, core::slice::from_ref(block));
            }

            #[inline]
            fn output(state: &[$word; $words]) -> [u8; $output] {
                let mut output = [0; $output];
                $crate::hash::compression::fill(
                    &mut output,
                    state.map(<$word>::to_be_bytes).as_flattened(),
                );
                output
            }

            #[inline]
            fn last_block_of_number(number: u64) -> [u8; $block] {
                const BLANK: [u8; $block] = $crate::hash::compression::padded(8);
                let mut block = BLANK;
                $crate::hash::compression::fill(&mut block, &number.to_be_bytes());
                block
            }

            #[inline]
            fn last_block_of_output(state: &[$word; $words]) -> [u8; $block] {
                const BLANK: [u8; $block] = $crate::hash::compression::padded($output);
                let mut block = BLANK;
                $crate::hash::compression::fill(&mut block, &Self::output(state));
                block
            }
        }
    };
}
pub(super) use compression;

/// The last block of a message that is one block and then `length` bytes, these left blank.
#[expect(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "only in constants, which do not compile where it is out of bounds"
)]
#[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "at most 2,048 bits")]
pub(super) const fn padded<const B: usize>(length: usize) -> [u8; B] {
    let mut block = [0; B];
    block[length] = 0x80;
    let [high, low] = (((B + length) * 8) as u16).to_be_bytes();
    block[B - 2] = high;
    block[B - 1] = low;
    block
}

/// Copies what both have room for.
#[inline]
pub(super) fn fill(place: &mut [u8], bytes: &[u8]) {
    for (place, byte) in place.iter_mut().zip(bytes) {
        *place = *byte;
    }
}
