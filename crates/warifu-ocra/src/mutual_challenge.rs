use warifu_core::codec::{Decode, Encode, Reader, Writer};
use warifu_core::{DecodeError, EncodeError, UnixTime};

use crate::challenge::Challenge;
use crate::question_text::QuestionText;
use crate::response::Response;

/// What the server sends back: its response, and what it asks.
#[derive(Debug)]
pub struct ToClient {
    /// The server's response to the client's question.
    pub response: Response,
    /// To be stored before its question leaves.
    pub challenge: MutualChallenge,
}

/// What the server keeps until the client answers: the client's question and its own challenge.
#[derive(Debug, PartialEq, Eq)]
pub struct MutualChallenge {
    pub(crate) asked: QuestionText,
    pub(crate) ours: Challenge,
}

impl MutualChallenge {
    /// Length of the longest encoding, in bytes: that of two questions of 64 characters.
    pub const MAX_ENCODED: usize = QuestionText::MAX_ENCODED + Challenge::MAX_ENCODED;

    /// What the client is asked.
    pub fn question(&self) -> &str {
        self.ours.question()
    }

    /// The first moment at which no answer counts any more.
    pub const fn expires(&self) -> UnixTime {
        self.ours.expires()
    }
}

/// The state for storage: the client's question, then the challenge.
impl Encode for MutualChallenge {
    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        self.asked.encode(writer)?;
        self.ours.encode(writer)
    }
}

/// The state of a void challenge is refused.
impl Decode for MutualChallenge {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self { asked: reader.read()?, ours: reader.read()? })
    }
}
