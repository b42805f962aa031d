//! Requests that race for one stored state.

use std::sync::{Barrier, Mutex};
use std::thread;

use warifu_core::{Counter, UnixTime};
use warifu_otp::{
    Failures, HashAlgorithm, HotpVerifier, Policy, RecordedCounter, RecordedState, TotpVerifier,
    VerifyError,
};

use crate::oracle::{EVERY_SECOND, NOW, code, code_at, hotp, totp};

/// A store that swaps a state for the next one if it is still the one that was read.
struct Store<S>(Mutex<S>);

impl<S: Copy + PartialEq> Store<S> {
    fn load(&self) -> S {
        *self.0.lock().unwrap()
    }

    fn swap(&self, read: S, next: S) -> bool {
        let mut stored = self.0.lock().unwrap();
        let first = *stored == read;
        if first {
            *stored = next;
        }
        first
    }

    /// What leaves, after the state of it was stored.
    fn answered<A>(
        &self,
        verify: impl Fn(S) -> (S, Result<A, VerifyError>),
    ) -> Result<A, VerifyError> {
        loop {
            let read = self.load();
            let (next, outcome) = verify(read);
            // Somebody else comes first as often as possible.
            thread::yield_now();
            if self.swap(read, next) {
                return outcome;
            }
        }
    }
}

/// All of them at once; what each was answered.
fn race<S: Copy + PartialEq + Send, A: Send>(
    store: &Store<S>,
    typed: &[String],
    verify: impl Fn(S, &str) -> (S, Result<A, VerifyError>) + Sync,
) -> Vec<Result<A, VerifyError>> {
    let barrier = Barrier::new(typed.len());
    thread::scope(|scope| {
        let requests: Vec<_> = typed
            .iter()
            .map(|typed| {
                let (barrier, verify) = (&barrier, &verify);
                scope.spawn(move || {
                    barrier.wait();
                    store.answered(|state| verify(state, typed))
                })
            })
            .collect();
        requests.into_iter().map(|request| request.join().unwrap()).collect()
    })
}

#[test]
fn racing_requests_spend_a_code_once() {
    let token = totp(&[7; 20], EVERY_SECOND);
    let verifier = TotpVerifier::new(&token, &Policy::TIME_6_DIGITS).unwrap();
    let counter = hotp(&[7; 20], HashAlgorithm::Sha1, 6);
    let of_counter = HotpVerifier::new(&counter, &Policy::COUNTER_6_DIGITS).unwrap();
    for round in 0..20 {
        let now = UnixTime::new(NOW + round * 10);
        let store = Store(Mutex::new(RecordedState::NEW));
        let typed = vec![code_at(&token, now.value()); 8];
        let answers = race(&store, &typed, |state, typed| {
            let verdict = verifier.verify(state, now, typed);
            (verdict.state, verdict.outcome)
        });
        let accepted = answers.iter().filter(|answer| answer.is_ok()).count();
        let used = answers.iter().filter(|answer| **answer == Err(VerifyError::Used)).count();
        let suspended =
            answers.iter().filter(|answer| **answer == Err(VerifyError::Suspended)).count();
        assert_eq!((accepted, used, suspended), (1, 5, 2));

        let store = Store(Mutex::new(RecordedCounter::new(Counter::new(round))));
        let typed = vec![code(&counter, round + 3); 8];
        let answers = race(&store, &typed, |state, typed| {
            let verdict = of_counter.verify(state, now, typed);
            (verdict.state, verdict.outcome)
        });
        let accepted = answers.iter().filter(|answer| answer.is_ok()).count();
        let wrong = answers.iter().filter(|answer| **answer == Err(VerifyError::Wrong)).count();
        let suspended =
            answers.iter().filter(|answer| **answer == Err(VerifyError::Suspended)).count();
        assert_eq!((accepted, wrong, suspended), (1, 5, 2));
        assert_eq!(store.load().next, Counter::new(round + 4));
    }
}

#[test]
fn racing_guesses_are_all_counted() {
    let token = totp(&[7; 20], EVERY_SECOND);
    let verifier = TotpVerifier::new(&token, &Policy::TIME_6_DIGITS).unwrap();
    let right: Vec<String> = (NOW - 400..NOW + 400).map(|at| code_at(&token, at)).collect();
    let guesses: Vec<String> = (0..)
        .map(|guess| format!("{guess:06}"))
        .filter(|guess| !right.contains(guess))
        .take(12)
        .collect();
    let now = UnixTime::new(NOW);
    let store = Store(Mutex::new(RecordedState::NEW));
    // Released whenever the row is full, until the thirty days are.
    let mut looked_at = 0;
    for row in 1..=20 {
        let answers = race(&store, &guesses, |state, typed| {
            let verdict = verifier.verify(state, now, typed);
            (verdict.state, verdict.outcome)
        });
        looked_at += answers.iter().filter(|answer| **answer == Err(VerifyError::Wrong)).count();
        assert!(answers.iter().all(Result::is_err));
        assert_eq!(looked_at, (5 * row).min(80), "row {row}");
        let suspended = store.load();
        let failures: Failures = suspended.failures.released();
        assert!(store.swap(suspended, RecordedState { failures, ..suspended }));
    }
}
