//! The workspace's own rules: every member inherits the one lint table, and every crate is documented by its README.
#![cfg(test)]

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn crates() -> Vec<PathBuf> {
    fs::read_dir(root().join("crates")).unwrap().map(|entry| entry.unwrap().path()).collect()
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn every_member_inherits_the_lint_table() {
    assert!(text(&root().join("Cargo.toml")).contains("\nunsafe_code = \"forbid\"\n"));
    let members = crates().into_iter().chain([root().join("examples"), root().join("benches")]);
    for member in members {
        let manifest = text(&member.join("Cargo.toml"));
        assert!(manifest.contains("\n[lints]\nworkspace = true\n"), "{}", member.display());
    }
}

#[test]
fn every_crate_is_documented_by_its_readme() {
    let crates = crates();
    assert!(crates.len() >= 14, "the crates were found");
    for member in crates {
        assert!(text(&member.join("README.md")).lines().count() > 10, "{}", member.display());
        let root = if member.join("src/lib.rs").exists() { "src/lib.rs" } else { "src/main.rs" };
        let library = text(&member.join(root));
        assert!(
            library.starts_with("#![doc = include_str!(\"../README.md\")]"),
            "{}",
            member.display()
        );
    }
}
