use core::fmt;

use warifu_core::hash::{HashAlgorithm, HashOutput, HashRegistry};
use warifu_core::{Counter, UnixTime};

use crate::suite::Suite;

/// What goes into a response beside the question: exactly what the suite names.
///
/// ```
/// # use warifu_ocra::Inputs;
/// # use warifu_core::{Counter, UnixTime};
/// let inputs = Inputs { counter: Some(Counter::new(7)), ..Inputs::NONE };
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Inputs<'a> {
    /// C: rises with each response that the device computes.
    pub counter: Option<Counter>,
    /// P: the hash of the person's PIN.
    pub pin: Option<&'a PinHash>,
    /// S: what identifies the session. Shorter than the suite says, it is filled up with zeros on the left.
    pub session: Option<&'a [u8]>,
    /// T: the time, of which the suite's steps since 1970 are hashed.
    pub time: Option<UnixTime>,
}

impl Inputs<'_> {
    /// For suites with a question alone.
    pub const NONE: Self = Self { counter: None, pin: None, session: None, time: None };
}

/// The hash of a PIN or password, redacted in `Debug` and wiped on drop.
///
/// # Security
///
/// The hash of a short PIN is the PIN to whoever may guess: keep it as secret as the key.
pub struct PinHash(HashOutput);

impl PinHash {
    /// The hash that a suite's P names, of what a person types.
    pub fn of(pin: &[u8], algorithm: HashAlgorithm) -> Self {
        Self(algorithm.hash(pin))
    }

    /// A hash that was kept.
    ///
    /// # Errors
    ///
    /// [`InvalidInput::PinHashLength`] for a length that no hash function of a suite has: 20, 32 and 64 bytes are right.
    pub fn new(hash: &[u8]) -> Result<Self, InvalidInput> {
        let known = |algorithm: &HashAlgorithm| algorithm.output_length() == hash.len();
        let hash = HashAlgorithm::ALL.iter().any(known).then(|| HashOutput::new(hash)).flatten();
        hash.map(Self).ok_or(InvalidInput::PinHashLength)
    }

    pub(crate) fn expose(&self) -> &[u8] {
        self.0.expose()
    }
}

impl fmt::Debug for PinHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PinHash({} bytes, redacted)", self.expose().len())
    }
}

/// The inputs of one suite, in the form in which they are hashed.
pub(crate) struct Prepared<'a> {
    pub(crate) counter: Option<Counter>,
    pub(crate) pin: &'a [u8],
    /// Zeros that stand before the session.
    pub(crate) padding: usize,
    pub(crate) session: &'a [u8],
    pub(crate) step: Option<u64>,
}

impl<'a> Prepared<'a> {
    pub(crate) fn new(suite: &Suite, inputs: &Inputs<'a>) -> Result<Self, InvalidInput> {
        let parts = &suite.parts;
        let counter = paired(parts.counter.then_some(()), inputs.counter, Input::Counter)?;
        let pin = paired(parts.pin, inputs.pin, Input::Pin)?;
        let session = paired(parts.session, inputs.session, Input::Session)?;
        let time = paired(parts.step, inputs.time, Input::Time)?;
        let pin = match pin {
            Some((algorithm, hash)) if hash.expose().len() == algorithm.output_length() => {
                hash.expose()
            }
            Some(_) => return Err(InvalidInput::PinHashLength),
            None => &[],
        };
        let (length, session) =
            session.map_or((0, &[][..]), |(length, bytes)| (usize::from(length), bytes));
        let padding = length.checked_sub(session.len()).ok_or(InvalidInput::SessionLength)?;
        let step = time.and_then(|(step, time)| time.value().checked_div(u64::from(step.value())));
        Ok(Self { counter: counter.map(|((), counter)| counter), pin, padding, session, step })
    }
}

/// What the suite says of an input, and the input: both or neither.
fn paired<S, T>(
    of_suite: Option<S>,
    given: Option<T>,
    input: Input,
) -> Result<Option<(S, T)>, InvalidInput> {
    match (of_suite, given) {
        (Some(of_suite), Some(given)) => Ok(Some((of_suite, given))),
        (Some(_), None) => Err(InvalidInput::Missing(input)),
        (None, Some(_)) => Err(InvalidInput::Foreign(input)),
        (None, None) => Ok(None),
    }
}

/// An input beside the question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Input {
    /// C.
    Counter,
    /// P.
    Pin,
    /// S.
    Session,
    /// T.
    Time,
}

/// A question or input that does not go with the suite.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvalidInput {
    /// The suite names the input, and it was not given.
    Missing(Input),
    /// The input was given, and the suite does not name it.
    Foreign(Input),
    /// A question is empty, or longer than the suite allows; or, from the client of a [`Pair`](super::Pair), shorter.
    QuestionLength,
    /// A question has a character that its format does not have.
    QuestionCharacter {
        /// The character's index, counted from zero.
        index: usize,
    },
    /// A PIN's hash does not have the length of the suite's hash function.
    PinHashLength,
    /// The session is longer than the suite says.
    SessionLength,
}

impl fmt::Display for InvalidInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(input) => {
                write!(f, "the suite asks for {}, which is missing", input.name())
            }
            Self::Foreign(input) => write!(f, "the suite does not have {}", input.name()),
            Self::QuestionLength => {
                f.write_str("the question is empty or longer than the suite allows")
            }
            Self::QuestionCharacter { index } => {
                write!(f, "character {index} of the question is not in the suite's format")
            }
            Self::PinHashLength => f.write_str("the PIN's hash does not have the suite's length"),
            Self::SessionLength => f.write_str("the session is longer than the suite allows"),
        }
    }
}

impl core::error::Error for InvalidInput {}

impl Input {
    const fn name(self) -> &'static str {
        match self {
            Self::Counter => "a counter",
            Self::Pin => "a PIN",
            Self::Session => "a session",
            Self::Time => "the time",
        }
    }
}
