use sha2::{Digest, Sha256};
use warifu_core::{IssuerId, codec_as};

use crate::length_byte::length_byte;
use crate::transaction::{Body, Transaction};

/// The digest of an order at one bank: SHA-256 over purpose, issuer, operation and fields.
///
/// Who is asked does not count, nor what they are warned of, so that two persons who approve one order approve the same
/// digest. Their login and their cautions are in the number's question and on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OrderDigest(pub(crate) [u8; 32]);

impl OrderDigest {
    /// The digest of a transaction at the bank `issuer`.
    pub fn from_order(issuer: IssuerId, transaction: &Transaction) -> Self {
        let canonical = transaction.canonical();
        let body = Body::decode_again(canonical.as_slice());
        let hash = Sha256::new()
            .chain_update([length_byte(PURPOSE.as_bytes())])
            .chain_update(PURPOSE)
            .chain_update(issuer.value().to_be_bytes())
            .chain_update([body.operation().without_cautions().number()])
            .chain_update(body.encoded_fields_without_cautions());
        Self(hash.finalize().into())
    }

    /// Its bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

codec_as!(OrderDigest: [u8; 32]);

const PURPOSE: &str = "warifu/1 order";
