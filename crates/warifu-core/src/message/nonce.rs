use crate::codec_as;

/// 96 bits that no other sealed message has: the nonce of AES-GCM, and the name of the challenge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Nonce(pub [u8; 12]);

codec_as!(Nonce: [u8; 12]);
