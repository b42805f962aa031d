//! The power fails at every word and every page, at once or again while `open` mends it.
#![expect(clippy::unwrap_used, clippy::panic, reason = "fixtures of tests")]
#![expect(clippy::arithmetic_side_effects, reason = "an overflow fails the test")]

use warifu_testkit::nor::{Cut, SimulatedNor, Torn};
use warifu_token::{TwoSlotError, TwoSlotFlash};

use crate::images::{assert_wiped, held, image, part_with};

/// How a part comes back after a cut while the image `next` was stored: the image before, or this one, whole; every other
/// key gone; and it goes on.
fn assert_whole<const WORD: usize, const PAGE: usize>(
    mut part: SimulatedNor<WORD, PAGE>,
    next: u8,
    cut: &str,
) {
    part.power_on();
    let flash = TwoSlotFlash::open(&mut part).unwrap_or_else(|error| panic!("{cut}: {error}"));
    let first = held(&flash);
    assert!(first == Some(next) || first == next.checked_sub(1), "{cut}: {first:?}");
    assert_wiped(flash.into_part(), first);
    for _ in 0..8 {
        let flash = TwoSlotFlash::open(&mut part).unwrap_or_else(|error| panic!("{cut}: {error}"));
        assert_eq!(held(&flash), first, "{cut}: and later another one");
    }
    let mut flash = TwoSlotFlash::open(&mut part).unwrap();
    for number in [6, 7] {
        flash.store(&image(number)).unwrap_or_else(|error| panic!("{cut}, then: {error}"));
        assert_eq!(held(&flash), Some(number), "{cut}");
    }
    assert_wiped(&part, Some(7));
}

/// Stores an image over the ones before it, with a cut. `None` when all was done before the cut.
fn cut_short<const WORD: usize, const PAGE: usize>(
    before: &SimulatedNor<WORD, PAGE>,
    next: u8,
    cut: Cut,
) -> Option<SimulatedNor<WORD, PAGE>> {
    let mut part = before.clone();
    part.plan(cut);
    let mut flash = TwoSlotFlash::open(&mut part).unwrap();
    let stored = flash.store(&image(next));
    let failed = part.failed();
    assert_eq!(stored.is_err(), failed, "{cut:?}: {stored:?}");
    assert!(!failed || matches!(stored, Err(TwoSlotError::Part(_))), "{cut:?}: {stored:?}");
    failed.then_some(part)
}

/// Opens the part, with a cut. `None` when all was mended before the cut.
fn cut_again<const WORD: usize, const PAGE: usize>(
    part: &SimulatedNor<WORD, PAGE>,
    cut: Cut,
) -> Option<SimulatedNor<WORD, PAGE>> {
    let mut part = part.clone();
    part.power_on();
    part.plan(cut);
    let opened = TwoSlotFlash::open(&mut part).map(|_| ());
    let failed = part.failed();
    assert_eq!(opened.is_err(), failed, "{cut:?}: {opened:?}");
    failed.then_some(part)
}

fn every_cut<const WORD: usize, const PAGE: usize>(pages: usize, tears: &[(Torn, u64)]) {
    let mut once = 0_u32;
    for next in 0..3 {
        let before = part_with::<WORD, PAGE>(pages, next);
        for &(torn, seed) in tears {
            for step in 1.. {
                let cut = Cut { step, torn, seed };
                let Some(part) = cut_short(&before, next, cut) else { break };
                once += 1;
                for again in 1.. {
                    let second = Cut { step: again, torn, seed: seed + 100 };
                    let Some(part) = cut_again(&part, second) else { break };
                    let third = Cut { step: 1, ..second };
                    if let Some(part) = cut_again(&part, third) {
                        assert_whole(
                            part,
                            next,
                            &format!("image {next}, {cut:?}, {second:?} twice"),
                        );
                    }
                    assert_whole(part, next, &format!("image {next}, {cut:?}, {second:?}"));
                }
                assert_whole(part, next, &format!("image {next}, {cut:?}"));
            }
        }
    }
    let least = 3 * tears.len() * 64 / WORD;
    assert!(usize::try_from(once).unwrap() > least, "{once} cuts");
}

fn tears(seeds: u64) -> Vec<(Torn, u64)> {
    Torn::ALL.into_iter().flat_map(|torn| (0..seeds).map(move |seed| (torn, seed))).collect()
}

#[test]
fn one_page_to_a_slot() {
    every_cut::<4, 1024>(2, &tears(3));
}

#[test]
fn many_pages_to_a_slot() {
    every_cut::<8, 256>(8, &tears(3));
}

#[test]
fn wide_words_and_a_page_left_over() {
    every_cut::<64, 2048>(3, &tears(2));
}

#[test]
fn single_bytes() {
    every_cut::<1, 1024>(2, &[(Torn::Half, 0), (Torn::Unstable, 1)]);
}

/// The two cuts at which a torn mark is what is left to rely on, of different kinds.
#[test]
fn cuts_of_different_kinds() {
    let before = part_with::<32, 2048>(2, 1);
    for ((first, seed), kind) in
        tears(6).into_iter().flat_map(|one| Torn::ALL.map(|two| (one, two)))
    {
        for step in 1.. {
            let cut = Cut { step, torn: first, seed };
            let Some(part) = cut_short(&before, 1, cut) else { break };
            for again in 1.. {
                let second = Cut { step: again, torn: kind, seed: seed + 100 };
                let Some(part) = cut_again(&part, second) else { break };
                assert_whole(part, 1, &format!("{cut:?}, {second:?}"));
            }
        }
    }
}

#[test]
fn the_flash_goes_on_after_a_cut_without_being_opened_again() {
    let before = part_with::<4, 1024>(2, 2);
    for step in 1.. {
        let mut flash = TwoSlotFlash::open(before.clone()).unwrap();
        let mut part = flash.into_part();
        part.plan(Cut { step, torn: Torn::Half, seed: step });
        flash = TwoSlotFlash::open(part).unwrap();
        if flash.store(&image(2)).is_ok() {
            break;
        }
        assert!(flash.store(&image(3)).is_err(), "no power");
        assert_whole(flash.into_part(), 2, &format!("step {step}"));
    }
}
