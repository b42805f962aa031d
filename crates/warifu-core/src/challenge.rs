//! What is asked and not answered yet: the one machine for every number and response that a verifier waits for.

use crate::codec::{Decode, DecodeError, DecodeErrorKind, Encode, EncodeError, Reader, Writer};
use crate::{CodeError, UnixTime};

/// A question that waits for its answer: it expires, and takes one right answer or three wrong ones.
///
/// ```
/// # use warifu_core::{Answer, Comparison, OpenChallenge, RefusalReason, UnixTime};
/// let (now, expires) = (UnixTime::new(100), UnixTime::new(400));
/// let challenge = OpenChallenge::new("2 + 2", expires);
/// let check = |typed: &str| match typed {
///     "" => Comparison::Malformed("nothing was typed"),
///     "4" => Comparison::Right(()),
///     _ => Comparison::Wrong,
/// };
///
/// let Answer::Open(challenge, reason) = challenge.answer(now, |_| check("")) else { panic!() };
/// assert_eq!(reason, RefusalReason::Malformed("nothing was typed"), "it costs no attempt");
/// let Answer::Open(challenge, RefusalReason::Wrong) = challenge.answer(now, |_| check("5")) else { panic!() };
/// assert_eq!(challenge.answer(now, |_| check("4")), Answer::Accepted(()));
/// ```
///
/// One answer for one challenge:
///
/// ```compile_fail
/// # use warifu_core::{Comparison, OpenChallenge, UnixTime};
/// fn twice(challenge: OpenChallenge<u8>, now: UnixTime) {
///     let _ = challenge.answer(now, |_| Comparison::<(), ()>::Wrong);
///     let _ = challenge.answer(now, |_| Comparison::<(), ()>::Wrong);
/// }
/// ```
#[derive(Debug, PartialEq, Eq)]
pub struct OpenChallenge<Q> {
    question: Q,
    expires: UnixTime,
    /// Below [`MAX_WRONG`].
    wrong: u8,
}

impl<Q> OpenChallenge<Q> {
    /// `question` holds all that is needed to check an answer, and never the answer.
    pub const fn new(question: Q, expires: UnixTime) -> Self {
        Self { question, expires, wrong: 0 }
    }

    /// What was asked.
    pub const fn question(&self) -> &Q {
        &self.question
    }

    /// The first moment at which no answer counts any more.
    pub const fn expires(&self) -> UnixTime {
        self.expires
    }

    /// Takes an answer: `check` compares it with the right one, and is not called when the challenge has expired.
    ///
    /// The third wrong answer voids the challenge.
    ///
    /// # Security
    ///
    /// Before anyone learns the outcome, store the challenge of [`Answer::Open`] in place of the old one: the counted attempt
    /// is in it. [`Answer::Accepted`] and [`Answer::Void`] carry none: delete the stored challenge, or it takes the same answer
    /// again, or more guesses. Do either only if what is stored is still what was read: else another answer came first, and
    /// this outcome is worth nothing.
    pub fn answer<T, M>(
        self,
        now: UnixTime,
        check: impl FnOnce(&Q) -> Comparison<T, M>,
    ) -> Answer<T, Self, M> {
        debug_assert!(self.wrong < MAX_WRONG, "a void challenge is neither made nor decoded");
        // Before the answer is looked at: the device may have no clock, so this is the check that counts.
        if now >= self.expires {
            return Answer::Void(RefusalReason::Expired);
        }
        match check(&self.question) {
            Comparison::Right(accepted) => Answer::Accepted(accepted),
            // What cannot be an answer tells nothing about the right one, so it costs no attempt.
            Comparison::Malformed(why) => Answer::Open(self, RefusalReason::Malformed(why)),
            Comparison::Wrong => match self.wrong.checked_add(1) {
                Some(wrong) if wrong < MAX_WRONG => {
                    Answer::Open(Self { wrong, ..self }, RefusalReason::Wrong)
                }
                // Three guesses at one answer, and no more: the next guess needs another question.
                Some(_) | None => Answer::Void(RefusalReason::Wrong),
            },
        }
    }
}

/// The state for storage: the question, the moment of expiry, and the wrong answers so far in one byte.
impl<Q: Encode> Encode for OpenChallenge<Q> {
    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        self.question.encode(writer)?;
        self.expires.encode(writer)?;
        writer.u8(self.wrong)
    }
}

/// [`DecodeErrorKind::OutOfRange`] for a void challenge: it cannot be loaded again.
impl<Q: Decode> Decode for OpenChallenge<Q> {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            question: reader.read()?,
            expires: reader.read()?,
            wrong: reader.checked(DecodeErrorKind::OutOfRange, |wrong| {
                (wrong < MAX_WRONG).then_some(wrong)
            })?,
        })
    }
}

/// What a check found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison<T, M> {
    /// The answer is right, and this is the proof.
    Right(T),
    /// The answer is not the right one.
    Wrong,
    /// It cannot be an answer to any question, so it was compared with nothing.
    Malformed(M),
}

/// What an answer did to its challenge `C`. `T` is the proof that it was right.
#[derive(Debug, PartialEq, Eq)]
#[must_use = "store the challenge that stays open, or delete the one that is stored"]
pub enum Answer<T, C, M = CodeError> {
    /// It is right. The challenge is spent: what is stored of it is to be deleted.
    Accepted(T),
    /// It is not, and the challenge stays open: this state, with the counted attempt, is to be stored.
    Open(C, RefusalReason<M>),
    /// It is not, and the challenge is void: what is stored of it is to be deleted.
    Void(RefusalReason<M>),
}

impl<T, C, M> Answer<T, C, M> {
    /// The same outcome for the challenge that `wrap` makes of the one that stays open.
    pub fn map_open<D>(self, wrap: impl FnOnce(C) -> D) -> Answer<T, D, M> {
        match self {
            Self::Accepted(accepted) => Answer::Accepted(accepted),
            Self::Open(challenge, reason) => Answer::Open(wrap(challenge), reason),
            Self::Void(reason) => Answer::Void(reason),
        }
    }
}

/// Why an answer was refused. For the audit log; the outside learns only that it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusalReason<M = CodeError> {
    /// It cannot be an answer.
    Malformed(M),
    /// It is not the right one.
    Wrong,
    /// It came too late.
    Expired,
}

/// Wrong answers that void a challenge.
const MAX_WRONG: u8 = 3;

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: UnixTime = UnixTime::new(7);
    const LATE: UnixTime = UnixTime::new(8);

    fn wrong<Q>(challenge: OpenChallenge<Q>) -> Answer<(), OpenChallenge<Q>, ()> {
        challenge.answer(NOW, |_| Comparison::Wrong)
    }

    fn challenge() -> OpenChallenge<u16> {
        OpenChallenge::new(0x0102, LATE)
    }

    #[test]
    fn the_third_wrong_answer_voids_it() {
        let Answer::Open(once, RefusalReason::Wrong) = wrong(challenge()) else { panic!() };
        let Answer::Open(twice, RefusalReason::Wrong) = wrong(once) else { panic!() };
        assert_eq!(wrong(twice), Answer::Void(RefusalReason::Wrong));
    }

    #[test]
    fn what_is_no_answer_costs_nothing() {
        let mut open = challenge();
        for _ in 0..5 {
            let answer = open.answer(NOW, |_| Comparison::<(), _>::Malformed('x'));
            let Answer::Open(same, RefusalReason::Malformed('x')) = answer else { panic!() };
            open = same;
        }
        assert_eq!(open, challenge());
    }

    #[test]
    fn a_late_answer_is_not_looked_at() {
        let late = challenge().answer(LATE, |_| -> Comparison<(), ()> { panic!("looked at") });
        assert_eq!(late, Answer::Void(RefusalReason::Expired));
        let right = challenge().answer(NOW, |asked| Comparison::<_, ()>::Right(*asked));
        assert_eq!(right, Answer::Accepted(0x0102));
    }

    #[test]
    fn a_void_challenge_is_not_read() {
        let Answer::Open(once, _) = wrong(challenge()) else { panic!() };
        let mut stored = once.encoded::<16>().unwrap();
        assert_eq!(stored.as_slice(), [1, 2, 0, 0, 0, 0, 0, 0, 0, 8, 1]);
        assert_eq!(OpenChallenge::decode_whole(stored.as_slice()), Ok(once));
        for (wrong, is_read) in [(0, true), (2, true), (3, false), (255, false)] {
            stored.as_mut_slice()[10] = wrong;
            let read = OpenChallenge::<u16>::decode_whole(stored.as_slice());
            let error = DecodeError::new(DecodeErrorKind::OutOfRange, 10);
            assert_eq!(read.err(), (!is_read).then_some(error), "{wrong}");
        }
    }
}
