//! The kinds of sealed messages, as types.
//!
//! A sealed message is of one kind from the place where its bytes are read: what takes a transaction cannot be given an
//! activation. A registration has no type here: it travels in clear, so there is no sealed message of its kind.
//!
//! ```compile_fail
//! # use warifu_core::{AuthenticatedMessage, kind};
//! fn crossed(message: AuthenticatedMessage<kind::Activation>) -> AuthenticatedMessage<kind::Transaction> {
//!     message
//! }
//! ```
//!
//! ```compile_fail
//! # use warifu_core::{Message, kind};
//! fn sealed(registration: Message<kind::Registration>) {}
//! ```

use core::fmt;

use super::Kind;

/// The kind of a sealed message: [`Activation`] or [`Transaction`]. Sealed: the kinds are part of the format.
pub trait MessageKind: sealed::Sealed + fmt::Debug + Copy + Eq + 'static {
    /// What the header of such a message says.
    const KIND: Kind;
}

/// The kind of a message that names the instance which a registration makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Activation {}

/// The kind of a message that asks a person to approve an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transaction {}

impl MessageKind for Activation {
    const KIND: Kind = Kind::Activation;
}

impl MessageKind for Transaction {
    const KIND: Kind = Kind::Transaction;
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Activation {}
    impl Sealed for super::Transaction {}
}
