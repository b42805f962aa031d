//! Coordinates, counts of pixels and grey values, from one type of number to another.

/// The number of pixels.
#[expect(clippy::arithmetic_side_effects, reason = "the product of two numbers of 32 bits fits 64")]
pub(crate) fn area(width: u32, height: u32) -> u64 {
    u64::from(width) * u64::from(height)
}

#[expect(
    clippy::as_conversions,
    reason = "a `usize` has at least 32 bits, as the assertion below says"
)]
pub(crate) const fn index(count: u32) -> usize {
    count as usize
}

const _: () = assert!(usize::BITS >= 32, "a picture's pixels can be counted");

/// A computed grey value, which is at most 255.
#[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "at most 255")]
pub(crate) fn byte(value: u64) -> u8 {
    debug_assert!(value <= 255, "{value} is no grey value");
    value as u8
}

/// Rounded down; nothing below 0.
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "there is no other way from a float to an integer, and this one saturates"
)]
pub(crate) const fn whole(value: f32) -> u32 {
    value as u32
}

#[expect(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "pictures are less than 2^24 pixels wide"
)]
pub(crate) const fn float(value: u32) -> f32 {
    value as f32
}

/// The nearest grey value.
pub(crate) fn grey(value: f32) -> u8 {
    byte(whole(value + 0.5).into())
}
