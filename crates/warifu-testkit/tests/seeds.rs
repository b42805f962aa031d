//! Replays the seeds of every fuzz target. The folders are enumerated, never listed.
#![cfg(test)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use warifu_testkit::{TARGETS, run};

fn fuzz() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz")
}

/// The names in a folder of `fuzz`, without their extension.
fn names(folder: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(fuzz().join(folder)).unwrap();
    entries
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
        .collect()
}

#[test]
fn every_target_has_seeds_and_a_file() {
    let targets: BTreeSet<String> = TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(names("seeds"), targets);
    assert_eq!(names("fuzz_targets"), targets);
}

#[test]
fn seeds() {
    let mut replayed = 0_usize;
    for target in names("seeds") {
        for entry in fs::read_dir(fuzz().join("seeds").join(&target)).unwrap() {
            run(&target, &fs::read(entry.unwrap().path()).unwrap());
            replayed = replayed.saturating_add(1);
        }
    }
    assert!(replayed >= 2 * TARGETS.len(), "{replayed} seeds");
}
