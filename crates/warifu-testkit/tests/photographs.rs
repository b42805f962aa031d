//! How many bad photographs are read. `examples/peers/photographs.py` asks the same of other readers.
#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, reason = "tests")]

use std::thread;

use warifu_testkit::photograph::{Level, Photograph};

const SEED: u64 = 1;
const COUNT: u32 = 200;
const THREADS: u32 = 2;

#[derive(Debug, Default)]
struct Tally {
    exact: u32,
    wrong: u32,
}

fn read(level: Level) -> Tally {
    thread::scope(|scope| {
        let started: Vec<_> =
            (0..THREADS).map(|first| scope.spawn(move || read_each(level, first))).collect();
        started.into_iter().map(|thread| thread.join().unwrap()).fold(
            Tally::default(),
            |sum, part| Tally { exact: sum.exact + part.exact, wrong: sum.wrong + part.wrong },
        )
    })
}

fn read_each(level: Level, first: u32) -> Tally {
    let mut tally = Tally::default();
    for number in (first..COUNT).step_by(usize::try_from(THREADS).unwrap()) {
        let (text, Photograph { width, height, luma }) = Photograph::numbered(level, SEED, number);
        match warifu_scan::read_luma(width, height, &luma) {
            Ok(texts) if texts == [text] => tally.exact += 1,
            Ok(_) => tally.wrong += 1,
            Err(_) => (),
        }
    }
    tally
}

#[test]
#[expect(clippy::disallowed_macros, reason = "the counts are what is measured")]
fn photographs_are_read_and_never_misread() {
    for (level, least) in [(Level::Light, 200), (Level::Medium, 197), (Level::Hard, 177)] {
        let Tally { exact, wrong } = read(level);
        println!("{}: {exact} of {COUNT} read exactly, {wrong} wrongly", level.name());
        assert_eq!(wrong, 0, "{level:?}");
        assert!(exact >= least, "{level:?}: {exact}, at least {least}");
    }
}
