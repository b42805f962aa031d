//! OCRA, the OATH challenge-response algorithm ([RFC 6287]): suites, responses, and the verifier's challenges.
//!
//! | mode | device | verifier |
//! |---|---|---|
//! | one-way (§7.1) | [`Ocra::respond`] | [`Challenge`] |
//! | mutual (§7.2) | [`Pair::ask`] | [`Pair::answer`] |
//! | plain signature (§7.3.1) | [`Ocra::respond`] | [`Challenge::about`] |
//! | signature with server authentication (§7.3.2) | [`Pair::ask`] | [`Pair::answer_about`] |
//!
//! [RFC 6287]: https://www.rfc-editor.org/rfc/rfc6287

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
mod transaction;

pub use challenge::{Answer, CannotAsk, Challenge, Reason};
pub use compute::{Answered, Ocra, Refused, ShortKey, Tolerance};
pub use inputs::{Input, Inputs, InvalidInput, PinHash};
pub use invalid_suite::{Expected, InvalidSuite};
pub use mutual::{Asked, MutualChallenge, Pair, SameComputation, ServerVerified, ToClient};
pub use parts::{QuestionCharacters, QuestionFormat, ResponseLength};
pub use question::Question;
pub use response::{Mac, Response};
pub use suite::Suite;
pub use transaction::SUITE;
pub(crate) use transaction::{keyed, respond};
