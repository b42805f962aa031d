use warifu_core::codec::{Decode, Encode, Reader, Writer};
use warifu_core::{DecodeError, EncodeError, IssuerId};

use crate::order_digest::OrderDigest;

/// What a transaction's number approves: one order at one bank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Order {
    pub(crate) issuer: IssuerId,
    pub(crate) digest: OrderDigest,
}

impl Encode for Order {
    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        self.issuer.encode(writer)?;
        self.digest.encode(writer)
    }
}

impl Decode for Order {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self { issuer: reader.read()?, digest: reader.read()? })
    }
}

/// An activation's number approves no order: it ends a registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoOrder;

impl Encode for NoOrder {
    fn encode(&self, _: &mut Writer<'_>) -> Result<(), EncodeError> {
        Ok(())
    }
}

impl Decode for NoOrder {
    fn decode(_: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self)
    }
}
