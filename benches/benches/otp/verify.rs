use std::hint::black_box;

use criterion::Criterion;
use warifu_core::{Counter, UnixTime};
use warifu_otp::{CodeCheck, VerifyError, Window, verify_many};

use crate::generate::NOW;
use crate::hash::{Hash, KEY};
use crate::liboath::{Job, Liboath};
use warifu_benches::{Subject, in_turns};

/// A step either way. A wrong code takes everybody through the whole window.
pub(crate) fn a_wrong_code<H: Hash>(criterion: &mut Criterion) {
    let (ours, peer, now) = (H::totp(KEY), H::totp_rs(*KEY, 1), UnixTime::new(NOW));
    let job = Job { name: "totp-validate", hash: H::LIBOATH, window: 1 };
    let verify = |typed: &str| ours.verify(typed, now, Window::ONE_EACH_WAY, 0, None);
    assert!(verify(ours.generate(now).unwrap().expose()).is_ok());
    assert_eq!(verify(WRONG), Err(VerifyError::Wrong));
    assert_eq!(peer.check(WRONG, NOW), None);

    let mut subjects = vec![
        Subject::new("warifu", || {
            let (token, now) = (black_box(&ours), black_box(now));
            token.verify(black_box(WRONG), now, Window::ONE_EACH_WAY, 0, None)
        }),
        Subject::new("totp-rs 6", || black_box(&peer).check(black_box(WRONG), black_box(NOW))),
    ];
    if let Some(liboath) = Liboath::installed() {
        assert_eq!(liboath.run(&job, 1).answer, "wrong");
        subjects.push(Subject::timed("liboath", |times| liboath.run(&job, times).elapsed));
    }
    in_turns(criterion, &format!("otp/refuse a wrong code in 3 steps, {}", H::NAME), subjects);
}

/// 1,001 of them, so that the peers can do it with 500 either way.
pub(crate) fn a_thousand_steps<H: Hash>(criterion: &mut Criterion) {
    let (ours, peer) = (H::hotp(), H::totp_rs(*KEY, 500));
    let job = Job { name: "totp-validate", hash: H::LIBOATH, window: 500 };
    let (first, last) = (Counter::new(NOW / 30 - 500), Counter::new(NOW / 30 + 500));
    assert_eq!(ours.search(ours.generate(last).expose(), first, 1001), Ok(Some(last)));
    assert_eq!(ours.search(WRONG, first, 1001), Ok(None));
    assert_eq!(peer.check(WRONG, NOW), None);

    let mut subjects = vec![
        Subject::new("warifu", || {
            black_box(&ours).search(black_box(WRONG), black_box(first), black_box(1001))
        }),
        Subject::new("totp-rs 6", || black_box(&peer).check(black_box(WRONG), black_box(NOW))),
    ];
    if let Some(liboath) = Liboath::installed() {
        assert_eq!(liboath.run(&job, 1).answer, "wrong");
        subjects.push(Subject::timed("liboath", |times| liboath.run(&job, times).elapsed));
    }
    let group = format!("otp/search 1,001 steps, {}, {}", H::NAME, vector_unit());
    in_turns(criterion, &group, subjects);
}

/// Each with its own key and a wrong code, a step either way.
pub(crate) fn a_thousand_tokens<H: Hash>(criterion: &mut Criterion) {
    let now = UnixTime::new(NOW);
    let ours: Vec<_> = keys().map(|key| H::totp(&key)).collect();
    let peers: Vec<_> = keys().map(|key| H::totp_rs(key, 1)).collect();
    let entry = |token| CodeCheck {
        token,
        typed: black_box(WRONG),
        window: Window::ONE_EACH_WAY,
        drift: 0,
        last: None,
    };
    let entries: Vec<_> = ours.iter().map(entry).collect();
    let at_once = || {
        let mut any = false;
        verify_many(black_box(&entries), black_box(now), |_, answer| {
            any |= answer.is_ok();
        });
        any
    };
    let one_by_one = || {
        let now = black_box(now);
        let accepted = |CodeCheck { token, typed, window, drift, last }: &CodeCheck<'_>| {
            token.verify(typed, now, *window, *drift, *last).is_ok()
        };
        black_box(&entries).iter().filter(|entry| accepted(entry)).count()
    };
    let totp_rs = || {
        let accepted =
            |peer: &totp_rs::Totp| peer.check(black_box(WRONG), black_box(NOW)).is_some();
        black_box(&peers).iter().filter(|peer| accepted(peer)).count()
    };
    assert_eq!((at_once(), one_by_one(), totp_rs()), (false, 0, 0));

    let group = format!("otp/refuse 1,000 tokens' codes, {}, {}", H::NAME, vector_unit());
    let subjects = [
        Subject::new("warifu", at_once),
        Subject::new("warifu, one by one", one_by_one),
        Subject::new("totp-rs 6", totp_rs),
    ];
    in_turns(criterion, &group, subjects);
}

/// A thousand keys that have nothing to do with one another: Knuth's multiplier, its upper bits.
fn keys() -> impl Iterator<Item = [u8; 20]> {
    let mut state = 1_u64;
    let mut byte = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let [upper, ..] = state.to_be_bytes();
        upper
    };
    (0..1000).map(move |_| std::array::from_fn(|_| byte()))
}

/// The widest that this machine has, of those that the feature `wide` knows.
fn vector_unit() -> &'static str {
    #[cfg(target_arch = "x86_64")]
    if std::is_x86_feature_detected!("avx512f") {
        return "AVX-512";
    } else if std::is_x86_feature_detected!("avx2") {
        return "AVX2";
    }
    if cfg!(target_arch = "aarch64") { "NEON" } else { "no wide vectors" }
}

/// Not the code of any step or token here, which is asserted.
const WRONG: &str = "000000";
