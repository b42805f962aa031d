//! The main job as a user meets it: the story, and one clear sentence for each thing that can be wrong.
#![cfg(test)]

use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn walkthrough<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Output {
    Command::new(env!("CARGO_BIN_EXE_walkthrough")).args(arguments).output().unwrap()
}

fn out(folder: &Path) -> [String; 2] {
    ["--out".to_owned(), folder.display().to_string()]
}

/// The one sentence on standard error.
fn complaint(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let text = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(text.lines().count(), 1, "one sentence: {text}");
    assert!(!text.contains("panicked"), "{text}");
    text.trim_end().to_owned()
}

fn example(name: &str) -> String {
    format!("{}/data/{name}", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn the_story_is_told_and_kept() {
    let folder = tempfile::tempdir().unwrap();
    let told = walkthrough(out(folder.path()));
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let text = String::from_utf8(told.stdout).unwrap();
    for said in [
        "[DP002]",
        "[DP007]",
        "[DP008]",
        "[DP011]",
        "Token code",
        "JPY 125,000",
        "First-time payee",
        "Select the last 4 digits",
        "This is not the account",
        "Largest, new account",
        "ordinary 6066031",
        "suspended",
        "every chain intact",
    ] {
        assert!(text.contains(said), "{said}");
    }
    let story: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(folder.path().join("story.json")).unwrap())
            .unwrap();
    let picked =
        story["steps"].as_array().unwrap().iter().filter(|step| step["choices"].is_array());
    let picked: Vec<_> = picked.map(|step| (&step["outcome"], step["code"].is_string())).collect();
    let [right, wrong] = picked.as_slice() else { panic!("{picked:?}") };
    assert_eq!(*right, (&"accepted".into(), true));
    assert_eq!(*wrong, (&"refused by the device: wrong pick".into(), false));
    for step in story["steps"].as_array().unwrap() {
        if let Some(picture) = step["picture"].as_str() {
            let scanned = walkthrough(["--scan".as_ref(), folder.path().join(picture).as_os_str()]);
            assert!(scanned.status.success());
            assert_eq!(
                String::from_utf8(scanned.stdout).unwrap().trim_end(),
                step["text"],
                "{picture}"
            );
        }
    }

    // Once more into the same folder: the first database is kept.
    assert!(walkthrough(out(folder.path())).status.success());
    assert!(folder.path().join("bank.1.sqlite").exists());
}

#[test]
fn the_story_is_told_in_japanese_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let told = Command::new(env!("CARGO_BIN_EXE_walkthrough"))
        .args(["--lang", "ja"])
        .env("TMPDIR", folder.path())
        .output()
        .unwrap();
    assert!(told.status.success());
    let text = String::from_utf8(told.stdout).unwrap();
    assert!(text.contains("このトークンは利用開始登録"));
    assert!(text.contains("トークンの設定が完了しました。"));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "the temporary folder is gone");
}

#[test]
fn key_files() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("out");
    let with = |extra: [&str; 2]| {
        let arguments = out(&target).into_iter().chain(extra.map(str::to_owned));
        let text = complaint(&walkthrough(arguments));
        assert!(!target.exists(), "nothing was made: {text}");
        text
    };
    let missing = folder.path().join("missing.pskcxml").display().to_string();
    assert_eq!(
        with(["--keys", &missing]),
        format!(
            "walkthrough: cannot read the key file {missing}: No such file or directory (os error 2)"
        )
    );
    let text = folder.path().join("text.pskcxml");
    fs::write(&text, "not a key file").unwrap();
    let said = with(["--keys", text.to_str().unwrap()]);
    assert!(said.starts_with(&format!("walkthrough: {}: ", text.display())), "{said}");
    assert!(said.contains("line 1"), "{said}");

    let cut = folder.path().join("cut.pskcxml");
    let whole = fs::read(example("tokens.pskcxml")).unwrap();
    fs::write(&cut, &whole[..whole.len() / 2]).unwrap();
    let said = with(["--keys", cut.to_str().unwrap()]);
    assert!(said.contains(&cut.display().to_string()) && said.contains("line"), "{said}");

    let key = folder.path().join("other.key");
    fs::write(&key, "00".repeat(32)).unwrap();
    let said = with(["--transport-key", key.to_str().unwrap()]);
    assert!(said.contains("cannot be opened with this transport key"), "{said}");
    fs::write(&key, "no hexadecimal").unwrap();
    let said = with(["--transport-key", key.to_str().unwrap()]);
    assert!(said.ends_with("it is not one line of hexadecimal digits"), "{said}");
    let said = with(["--transport-key", folder.path().to_str().unwrap()]);
    assert!(said.starts_with("walkthrough: cannot read the transport key"), "{said}");
}

#[test]
fn pictures() {
    let folder = tempfile::tempdir().unwrap();
    let told = walkthrough(out(folder.path()));
    assert!(told.status.success());
    let whole = fs::read(folder.path().join("03-transfer.png")).unwrap();
    let damaged = folder.path().join("damaged.png");
    let scan = |bytes: &[u8]| {
        fs::write(&damaged, bytes).unwrap();
        let said = complaint(&walkthrough(["--scan".as_ref(), damaged.as_os_str()]));
        assert!(
            said.starts_with(&format!("walkthrough: cannot read {}: ", damaged.display())),
            "{said}"
        );
    };
    for length in [0, 1, 8, 20, 100, whole.len() / 2, whole.len() - 13] {
        scan(&whole[..length]);
    }
    let mut changed = whole.clone();
    changed[whole.len() / 2] ^= 0xff;
    scan(&changed);
    scan(b"not a picture");
    let missing = folder.path().join("missing.png");
    let said = complaint(&walkthrough(["--scan".as_ref(), missing.as_os_str()]));
    assert!(said.contains("missing.png"), "{said}");
}

#[test]
fn foreign_databases_stay_as_they_were() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("bank.sqlite");
    let foreign: [&[u8]; 2] = [b"SQLite format 3\0 of somebody else", b"meeting notes"];
    for bytes in foreign {
        fs::write(&database, bytes).unwrap();
        let said = complaint(&walkthrough(out(folder.path())));
        assert_eq!(
            said,
            format!("walkthrough: {} is not a warifu bank database", database.display())
        );
        assert_eq!(fs::read(&database).unwrap(), bytes);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing was put beside it");
    }
}

#[test]
fn a_folder_that_cannot_be_written() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    for place in [file.clone(), file.join("inside")] {
        let said = complaint(&walkthrough(out(&place)));
        assert!(
            said.starts_with(&format!("walkthrough: cannot make the folder {}: ", place.display())),
            "{said}"
        );
    }
    // Where even root cannot write.
    #[cfg(target_os = "linux")]
    {
        let said = complaint(&walkthrough(["--out", "/proc/self"]));
        assert!(said.contains("/proc/self"), "{said}");
    }
}

#[test]
fn unknown_arguments_are_said_by_the_usage() {
    let output = walkthrough(["--nonsense"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("--nonsense"));
}
