use warifu_core::codec::Decode;
use warifu_core::{DecodeError, MessageKind, kind};

use crate::activation::ActivationMessage;
use crate::display::PageContent;
use crate::order::{NoOrder, Order};
use crate::transaction::Body;

/// A kind of message that a person reviews and answers with a number: [`kind::Activation`] and [`kind::Transaction`].
///
/// What the kinds have in common is written once, with this as its bound; what only one of them has, such as
/// [`Approved::authorises`](crate::Approved::authorises), exists for that one only.
pub trait Reviewed: MessageKind + details::KindDetails {}

impl Reviewed for kind::Activation {}
impl Reviewed for kind::Transaction {}

pub(crate) mod details {
    use core::fmt;

    use warifu_core::DecodeError;
    use warifu_core::codec::{Decode, Encode};

    use crate::display::PageContent;

    pub trait KindDetails {
        /// What a right number approves, and the bank keeps until the number comes.
        type Subject: fmt::Debug + Copy + Eq + Encode + Decode;

        /// What the number is for. No two kinds share a purpose, so a number given for one is worthless for another.
        const NUMBER: &'static str;

        /// What a person reads of the message.
        fn content(body: &[u8]) -> Result<PageContent<'_>, DecodeError>;
    }
}

impl details::KindDetails for kind::Activation {
    type Subject = NoOrder;

    const NUMBER: &'static str = "warifu/1 activation number";

    fn content(body: &[u8]) -> Result<PageContent<'_>, DecodeError> {
        ActivationMessage::decode_whole(body)
            .map(|message| PageContent::Activation(message.shown()))
    }
}

impl details::KindDetails for kind::Transaction {
    type Subject = Order;

    const NUMBER: &'static str = "warifu/1 transaction number";

    fn content(body: &[u8]) -> Result<PageContent<'_>, DecodeError> {
        Body::decode(body).map(PageContent::Transaction)
    }
}
