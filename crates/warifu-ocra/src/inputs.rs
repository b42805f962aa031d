use core::fmt;

use warifu_core::hash::{HashAlgorithm, HashOutput, HashRegistry};
use warifu_core::{Counter, UnixTime};

use crate::error::{Input, InputError};
use crate::suite::Suite;

/// What goes into a response with the question: exactly what the suite names.
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
    /// S: what identifies the session. If it is shorter than the suite says, it is padded with zeros on the left.
    pub session: Option<&'a [u8]>,
    /// T: the time. What is hashed is how many of the suite's steps have passed since 1970.
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
/// A short PIN can be guessed from its hash: keep the hash as secret as the key.
pub struct PinHash(HashOutput);

impl PinHash {
    /// The hash of what a person types, with the hash function that the suite's P names.
    pub fn from_pin(pin: &[u8], algorithm: HashAlgorithm) -> Self {
        Self(algorithm.hash(pin))
    }

    /// A hash that was stored.
    ///
    /// # Errors
    ///
    /// [`InputError::PinHashLength`] unless it is as long as the output of one of the hash functions that suites have.
    pub fn new(hash: &[u8]) -> Result<Self, InputError> {
        let known = |algorithm: &HashAlgorithm| algorithm.output_length() == hash.len();
        let hash = HashAlgorithm::ALL.iter().any(known).then(|| HashOutput::new(hash)).flatten();
        hash.map(Self).ok_or(InputError::PinHashLength)
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
    /// How many zeros come before the session.
    pub(crate) padding: usize,
    pub(crate) session: &'a [u8],
    pub(crate) step: Option<u64>,
}

impl<'a> Prepared<'a> {
    pub(crate) fn new(suite: &Suite, inputs: &Inputs<'a>) -> Result<Self, InputError> {
        let parts = &suite.parts;
        let counter = paired(parts.counter.then_some(()), inputs.counter, Input::Counter)?;
        let pin = paired(parts.pin, inputs.pin, Input::Pin)?;
        let session = paired(parts.session, inputs.session, Input::Session)?;
        let time = paired(parts.step, inputs.time, Input::Time)?;
        let pin = match pin {
            Some((algorithm, hash)) if hash.expose().len() == algorithm.output_length() => {
                hash.expose()
            }
            Some(_) => return Err(InputError::PinHashLength),
            None => &[],
        };
        let (length, session) =
            session.map_or((0, &[][..]), |(length, bytes)| (usize::from(length), bytes));
        let padding = length.checked_sub(session.len()).ok_or(InputError::SessionLength)?;
        let step = time.and_then(|(step, time)| time.value().checked_div(u64::from(step.value())));
        Ok(Self { counter: counter.map(|((), counter)| counter), pin, padding, session, step })
    }
}

/// What the suite says of an input, and the input: both or neither.
fn paired<S, T>(
    of_suite: Option<S>,
    given: Option<T>,
    input: Input,
) -> Result<Option<(S, T)>, InputError> {
    match (of_suite, given) {
        (Some(of_suite), Some(given)) => Ok(Some((of_suite, given))),
        (Some(_), None) => Err(InputError::Missing(input)),
        (None, Some(_)) => Err(InputError::Foreign(input)),
        (None, None) => Ok(None),
    }
}
