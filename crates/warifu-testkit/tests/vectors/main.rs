//! Runs every file under `vectors`, as `docs/vectors.md` says. The folder is enumerated, never listed.
#![cfg(test)]

mod batch;
mod messages;
mod numbers;
mod ocra;
mod otp;
mod pictures;
mod transactions;

use std::fs;
use std::path::{Path, PathBuf};

use warifu_core::kind;

/// One case of a file: its lines, in order.
pub(crate) struct Case {
    file: String,
    lines: Vec<(String, String)>,
}

impl Case {
    pub(crate) fn text(&self, key: &str) -> &str {
        self.optional(key).unwrap_or_else(|| panic!("{}: no {key}", self.file))
    }

    pub(crate) fn optional(&self, key: &str) -> Option<&str> {
        self.all(key).first().copied()
    }

    pub(crate) fn all(&self, key: &str) -> Vec<&str> {
        let of_key = self.lines.iter().filter(|(name, _)| name == key);
        of_key.map(|(_, value)| value.as_str()).collect()
    }

    pub(crate) fn hex(&self, key: &str) -> Vec<u8> {
        hex::decode(self.text(key)).unwrap_or_else(|error| panic!("{}: {key}: {error}", self.file))
    }

    pub(crate) fn number<T: TryFrom<u64>>(&self, key: &str) -> T {
        let number = self.text(key).parse::<u64>().ok().and_then(|number| number.try_into().ok());
        number.unwrap_or_else(|| panic!("{}: {key} is no number", self.file))
    }

    /// The bytes of a key or nonce.
    pub(crate) fn array<const N: usize>(&self, key: &str) -> [u8; N] {
        self.hex(key)
            .try_into()
            .unwrap_or_else(|_| panic!("{}: {key} has not {N} bytes", self.file))
    }

    pub(crate) fn lines(&self) -> &[(String, String)] {
        &self.lines
    }

    /// What an implementation said, beside the line of the file.
    #[track_caller]
    pub(crate) fn says(&self, key: &str, found: &str) {
        assert_eq!(found, self.text(key), "{}: {key} of {:?}", self.file, self.lines);
    }

    /// A refusal, beside the place that the file names.
    #[track_caller]
    pub(crate) fn refused_at(&self, offset: Option<usize>) {
        let offset = offset.unwrap_or_else(|| panic!("{}: accepted {:?}", self.file, self.lines));
        if let Some(at) = self.optional("at") {
            assert_eq!(offset.to_string(), at, "{}: {:?}", self.file, self.lines);
        }
    }
}

#[test]
fn every_vector() {
    let mut files = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors"), &mut files);
    for file in &files {
        run(file);
    }
    assert!(files.len() >= 254, "{} files of vectors", files.len());
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            assert_eq!(path.extension().and_then(|name| name.to_str()), Some("txt"));
            files.push(path);
        }
    }
}

fn run(path: &Path) {
    let file = path.display().to_string();
    let mut blocks = blocks(&fs::read_to_string(path).unwrap(), &file).into_iter();
    let header = blocks.next().unwrap_or_else(|| panic!("{file} is empty"));
    assert!(!header.text("rule").is_empty() && !header.text("source").is_empty(), "{file}");
    let accepted = match header.text("expect") {
        "accepted" => true,
        "refused" => false,
        other => panic!("{file}: expect {other}"),
    };
    let cases: Vec<Case> = blocks.collect();
    assert!(!cases.is_empty(), "{file} has no case");
    for case in &cases {
        check(header.text("form"), accepted, case);
    }
}

/// Blocks of lines `key: value`, separated by empty lines. Lines that begin with `#` are for people.
fn blocks(text: &str, file: &str) -> Vec<Case> {
    let mut blocks = Vec::new();
    for block in text.split("\n\n") {
        let lines = block.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
        let lines = lines.map(|line| {
            let (key, value) =
                line.split_once(':').unwrap_or_else(|| panic!("{file}: {line} has no key"));
            (key.to_owned(), value.strip_prefix(' ').unwrap_or(value).to_owned())
        });
        let lines: Vec<_> = lines.collect();
        if !lines.is_empty() {
            blocks.push(Case { file: file.to_owned(), lines });
        }
    }
    blocks
}

fn check(form: &str, accepted: bool, case: &Case) {
    match form {
        "transaction" => transactions::check(accepted, case),
        "screen" => transactions::check_screen::<kind::Transaction>(accepted, case),
        "activation-screen" => transactions::check_screen::<kind::Activation>(accepted, case),
        "order" => transactions::check_order(accepted, case),
        "number" => numbers::check(case),
        "keys" => numbers::check_keys(case),
        "pick" => numbers::check_pick(case),
        "token-authentication-code" => numbers::check_device_code(accepted, case),
        "registration" => messages::check_registration(accepted, case),
        "activation" => messages::check_activation(accepted, case),
        "picture-text" => pictures::check_text(accepted, case),
        "envelope" => pictures::check_envelope(accepted, case),
        "nonce" => pictures::check_nonce(case),
        "sequence" => pictures::check_sequence(accepted, case),
        "hotp" | "totp" => otp::check(form, accepted, case),
        form if form.starts_with("batch-") => batch::check(form, accepted, case),
        "ocra-suite" => ocra::check_suite(accepted, case),
        "ocra-response" => ocra::check_response(accepted, case),
        _ => panic!("{}: unknown form {form}", case.file),
    }
}
