#![doc = include_str!("../README.md")]
#![no_std]

#[cfg(test)]
extern crate std;

mod challenge;
mod compute;
mod error;
mod inputs;
mod mutual;
mod mutual_challenge;
mod parser;
mod parts;
mod question;
mod question_text;
mod response;
mod suite;

pub use challenge::Challenge;
pub use compute::{Answered, Ocra, Tolerance};
pub use error::{
    AnswerError, ChallengeError, Expected, Input, InputError, ResponseError, SuiteError,
};
pub use inputs::{Inputs, PinHash};
pub use mutual::{Asked, Pair, ServerVerified};
pub use mutual_challenge::{MutualChallenge, ToClient};
pub use parts::{QuestionCharacters, QuestionFormat, ResponseLength};
pub use question::Question;
pub use response::{Mac, Response};
pub use suite::Suite;
pub use warifu_core::{Answer, RefusalReason};
