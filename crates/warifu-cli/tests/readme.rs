//! The README's examples print what it says.
#![cfg(test)]

use std::process::Command;

const README: &str = include_str!("../README.md");

#[test]
fn the_examples_are_true() {
    let mut lines = README.lines().peekable();
    let mut tried = 0;
    while let Some(line) = lines.next() {
        let Some(arguments) = line.strip_prefix("$ warifu ") else { continue };
        let mut expected = String::new();
        while let Some(line) = lines.next_if(|line| !line.starts_with(['$', '`'])) {
            expected.extend([line, "\n"]);
        }
        let arguments = arguments.split(' ');
        let run = Command::new(env!("CARGO_BIN_EXE_warifu")).args(arguments).output().unwrap();
        let (output, error) = (String::from_utf8(run.stdout), String::from_utf8(run.stderr));
        assert_eq!(output.unwrap() + &error.unwrap(), expected, "{line}");
        tried += 1;
    }
    assert_eq!(tried, 3);
}
