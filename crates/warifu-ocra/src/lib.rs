#![doc = include_str!("../README.md")]
#![no_std]

#[cfg(test)]
extern crate std;

mod challenge;
mod compute;
mod inputs;
mod invalid_suite;
mod keyed;
mod mutual;
mod parser;
mod parts;
mod question;
mod question_text;
mod response;
mod suite;

pub use challenge::{AnswerError, CannotAsk, Challenge};
pub use compute::{Answered, Ocra, Refused, ShortKey, Tolerance};
pub use inputs::{Input, Inputs, InvalidInput, PinHash};
pub use invalid_suite::{Expected, InvalidSuite};
pub use mutual::{Asked, MutualChallenge, Pair, SameComputation, ServerVerified, ToClient};
pub use parts::{QuestionCharacters, QuestionFormat, ResponseLength};
pub use question::Question;
pub use response::{Mac, Response};
pub use suite::Suite;
pub use warifu_core::{Answer, RefusalReason};
