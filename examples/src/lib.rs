//! The example of the repository's front page, compiled and run with the tests.

#![doc = include_str!("../../README.md")]
