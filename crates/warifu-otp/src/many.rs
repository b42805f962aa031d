use warifu_core::UnixTime;

use crate::mac::{LANES, truncated_each};
use crate::time_step::Steps;
use crate::totp::Matching;
use crate::{Accepted, TimeStep, Totp, VerifyError, Window};

/// One typed code of many: the arguments of [`Totp::verify`], except for the time.
///
/// `Debug` shows no code.
#[derive(Clone, Copy)]
pub struct CodeCheck<'a> {
    /// The token that the code is said to be from.
    pub token: &'a Totp,
    /// What was typed.
    pub typed: &'a str,
    /// How far from the clock it may be.
    pub window: Window,
    /// By how many steps the token's clock is known to be ahead.
    pub drift: i32,
    /// The last step that was accepted for this token.
    pub last: Option<TimeStep>,
}

impl core::fmt::Debug for CodeCheck<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("CodeCheck").field("token", self.token).finish_non_exhaustive()
    }
}

/// Verifies many codes of one moment, each against its own token: what [`Totp::verify`] says of each is handed to
/// `answer` with the entry's place, in ascending order.
///
/// With the feature `wide`, sixteen entries at a time share the machine's vector unit; that pays if neighbours use the
/// same hash function and windows of about the same size. Each entry's window is computed as a whole all the same.
///
/// # Security
///
/// Two entries of one token must not both be accepted: what is said at [`Totp::verify`] about storing the step before
/// answering holds for each of them, and both carry the same `last`.
pub fn verify_many(
    entries: &[CodeCheck<'_>],
    now: UnixTime,
    mut answer: impl FnMut(usize, Result<Accepted, VerifyError>),
) {
    let mut answered = 0_usize..;
    for chunk in entries.chunks(LANES) {
        let mut lanes: [Option<Lane<'_>>; LANES] = [const { None }; LANES];
        for (lane, entry) in lanes.iter_mut().zip(chunk) {
            *lane = Some(Lane::new(entry, now));
        }
        advance(&mut lanes);
        for (lane, place) in lanes.into_iter().flatten().zip(&mut answered) {
            answer(place, lane.matching.and_then(Matching::outcome));
        }
    }
}

struct Lane<'a> {
    token: &'a Totp,
    steps: Steps,
    matching: Result<Matching<'a>, VerifyError>,
}

impl<'a> Lane<'a> {
    fn new(entry: &CodeCheck<'a>, now: UnixTime) -> Self {
        let CodeCheck { token, typed, window, drift, last } = *entry;
        let begun = Matching::new(token, typed, last).and_then(|matching| {
            let clock = token.clock(now)?;
            Ok((matching, window.around(clock, drift)))
        });
        match begun {
            Ok((matching, steps)) => Self { token, steps, matching: Ok(matching) },
            Err(refusal) => Self { token, steps: Steps::NONE, matching: Err(refusal) },
        }
    }
}

/// Takes all lanes through their windows, one step of each at a time.
fn advance(lanes: &mut [Option<Lane<'_>>; LANES]) {
    // A lane that is empty, or through with its window, computes a number that is not looked at.
    let Some(some) = lanes.iter().flatten().next().map(|lane| lane.token.hotp().key()) else {
        return;
    };
    let mut keys = [some; LANES];
    for (key, lane) in keys.iter_mut().zip(lanes.iter().flatten()) {
        *key = lane.token.hotp().key();
    }
    loop {
        let steps = lanes.each_mut().map(|lane| lane.as_mut().and_then(|lane| lane.steps.next()));
        if steps.iter().all(Option::is_none) {
            return;
        }
        let counters = steps.map(|step| match step {
            Some((step, _)) => step.value(),
            None => UNUSED,
        });
        let snums = truncated_each(&keys, &counters);
        for ((lane, step), snum) in lanes.iter_mut().zip(steps).zip(snums) {
            if let (Some(Lane { matching: Ok(matching), .. }), Some((step, away))) = (lane, step) {
                matching.compare(step, away, snum);
            }
        }
    }
}

/// The moving factor of a lane that has no step left.
const UNUSED: u64 = 0;
