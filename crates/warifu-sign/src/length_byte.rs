/// The length of a part, which is hashed before the part itself.
#[expect(
    clippy::expect_used,
    reason = "labels are constants, and what is authenticated has at most 37 bytes"
)]
pub(crate) fn length_byte(part: &[u8]) -> u8 {
    u8::try_from(part.len()).expect("a short part")
}
