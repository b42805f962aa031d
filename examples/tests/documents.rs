//! What the documents say of the repository is true: `docs/design.md` names tests that exist.
#![cfg(test)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const DESIGN: &str = include_str!("../../docs/design.md");

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The heading of each decision, `D1 Title`, and what follows it.
fn decisions() -> Vec<(&'static str, &'static str)> {
    DESIGN.split("\n## ").skip(1).map(|section| section.split_once('\n').unwrap()).collect()
}

/// What a paragraph has between its backticks.
fn quoted(paragraph: &str) -> impl Iterator<Item = &str> {
    paragraph.split('`').skip(1).step_by(2)
}

/// Why a test, check or file `path::name` does not exist.
fn missing(reference: &str) -> Option<&'static str> {
    let (path, name) = reference.split_once("::").unwrap_or((reference, ""));
    let Ok(text) = fs::read_to_string(root().join(path)) else { return Some("no such file") };
    let found = match (path.strip_suffix(".rs"), name) {
        (_, "") => true,
        (Some(_), "compile_fail") => text.contains("```compile_fail"),
        (Some(_), name) => text.contains(&format!("fn {name}(")),
        (None, property) => text.lines().any(|line| line.ends_with(&format!(" | {property}"))),
    };
    (!found).then_some("not in this file")
}

#[test]
fn decisions_name_tests_that_exist() {
    let mut wrong = Vec::new();
    for (heading, section) in decisions() {
        let held = section.split("\nHeld by: ").nth(1).unwrap_or_default().replace('\n', " ");
        if quoted(&held).next().is_none() && !held.starts_with("no test: ") {
            wrong.push(format!("{heading}: names no test, and does not say why"));
        }
        let references = quoted(&held);
        wrong.extend(
            references.filter_map(|one| missing(one).map(|why| format!("{heading}: {one}: {why}"))),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn decisions_are_numbered_dated_and_listed() {
    let decisions = decisions();
    let headings: Vec<_> = decisions.iter().map(|(heading, _)| heading.replace('`', "")).collect();
    let listed: Vec<_> = DESIGN.lines().filter_map(|line| line.strip_prefix("- [D")).collect();
    let expected: Vec<_> = headings
        .iter()
        .map(|heading| format!("{}](#{})", &heading[1..], anchor(heading)))
        .collect();
    for (listed, expected) in listed.iter().zip(&expected) {
        assert_eq!(listed, expected);
    }
    assert_eq!(listed.len(), expected.len());
    for (number, (heading, section)) in (1..).zip(decisions) {
        assert!(heading.starts_with(&format!("D{number} ")), "{heading}");
        let date = section.trim_start().split_once(". ").unwrap().0;
        let form: String =
            date.chars().map(|one| if one.is_ascii_digit() { '0' } else { one }).collect();
        assert_eq!(form, "0000-00-00", "{heading}");
    }
}

/// The anchor that a heading has on a page.
fn anchor(heading: &str) -> String {
    let kept =
        heading.chars().filter(|one| one.is_alphanumeric() || matches!(one, ' ' | '-' | '_'));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}

/// Every folder of `crates/` is a row of the README's table, and every row is a folder.
#[test]
fn crates_are_those_of_the_readme() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let rows = readme.lines().filter_map(|line| line.strip_prefix("| [`"));
    let listed: BTreeSet<_> = rows.map(|row| row.split('`').next().unwrap().to_owned()).collect();
    let folders = fs::read_dir(root().join("crates")).unwrap();
    let folders = folders.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert_eq!(listed, folders.collect());
}

/// Links from page to page, and the headings that they name.
#[test]
fn links_lead_somewhere() {
    let mut wrong = Vec::new();
    for page in pages() {
        let text = fs::read_to_string(root().join(&page)).unwrap();
        let links = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        for link in links.filter(|link| !link.starts_with("http") && !link.contains('`')) {
            let (file, heading) = link.split_once('#').unwrap_or((link, ""));
            let target =
                if file.is_empty() { page.clone() } else { page.parent().unwrap().join(file) };
            if !root().join(&target).exists() {
                wrong.push(format!("{}: {link}: no such file", page.display()));
            } else if !heading.is_empty() && !headings(&target).contains(&heading.to_owned()) {
                wrong.push(format!("{}: {link}: no such heading", page.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn pages() -> Vec<PathBuf> {
    let folders = [
        "",
        "docs",
        "docs/check",
        "docs/photographs",
        "docs/proofs",
        "benches",
        "fuzz",
        "examples/data",
    ];
    let entries = folders.iter().flat_map(|folder| fs::read_dir(root().join(folder)).unwrap());
    let paths = entries.map(|entry| entry.unwrap().path().strip_prefix(root()).unwrap().to_owned());
    paths.filter(|path| path.extension().is_some_and(|ending| ending == "md")).collect()
}

fn headings(page: &Path) -> Vec<String> {
    let text = fs::read_to_string(root().join(page)).unwrap();
    let headings = text.lines().filter(|line| line.starts_with('#'));
    headings.map(|line| anchor(line.trim_start_matches(['#', ' ']))).collect()
}

/// The README's list of what depends on what is that of the manifests, and no arrow runs back up.
#[test]
fn dependencies_are_those_of_the_readme() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let list = readme.split("```text\ncore\n").nth(1).unwrap().split("```").next().unwrap();
    let mut above = vec![short("warifu-core")];
    for line in list.lines() {
        let (name, needed) = line.split_once(' ').unwrap();
        let needed: Vec<_> = needed.split_whitespace().map(short).collect();
        assert!(needed.iter().all(|one| above.contains(one)), "{line}: needs a crate further down");
        let needed: BTreeSet<_> = needed.into_iter().collect();
        assert_eq!(needed, dependencies(name), "{name}");
        above.push(short(name));
    }
    assert_eq!(above.len(), fs::read_dir(root().join("crates")).unwrap().count());
}

fn short(name: &str) -> String {
    name.trim_start_matches("warifu-").to_owned()
}

/// The crates of the workspace that one depends on, development aside.
fn dependencies(name: &str) -> BTreeSet<String> {
    let folder = if name == "warifu" { name.to_owned() } else { format!("warifu-{name}") };
    let manifest = root().join("crates").join(folder).join("Cargo.toml");
    let manifest = fs::read_to_string(manifest).unwrap();
    let section = manifest.split("\n[dependencies]\n").nth(1).unwrap().split("\n[").next().unwrap();
    let named = section.lines().filter(|line| line.starts_with("warifu-"));
    named.map(|line| short(line.split(['.', ' ']).next().unwrap())).collect()
}
