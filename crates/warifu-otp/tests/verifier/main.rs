//! The verifiers against definitions written out again: windows, pairs, drift, delays, limits, and racing requests.
#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, reason = "tests")]

mod limits;
mod lives;
#[path = "../common/oracle.rs"]
mod oracle;
mod pairs;
mod races;
mod widening;
mod windows;
