use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use tempfile::TempDir;
use warifu_bank::store::SqliteStore;

/// The folder of the story's files: one that the user named, or a temporary one that is removed at the end.
#[derive(Debug)]
pub(crate) enum OutFolder {
    Named(PathBuf),
    Temporary(TempDir),
}

impl OutFolder {
    pub(crate) fn new(named: Option<&Path>) -> Result<Self> {
        match named {
            Some(path) => {
                fs::create_dir_all(path)
                    .with_context(|| format!("cannot make the folder {}", path.display()))?;
                Ok(Self::Named(path.to_owned()))
            }
            None => {
                tempfile::tempdir().map(Self::Temporary).context("cannot make a temporary folder")
            }
        }
    }

    pub(crate) fn path(&self) -> &Path {
        match self {
            Self::Named(path) => path,
            Self::Temporary(folder) => folder.path(),
        }
    }

    /// A new database. One of an earlier story is kept under another name; any other file is left alone.
    pub(crate) fn database(&self) -> Result<SqliteStore> {
        let file = self.path().join("bank.sqlite");
        if file.exists() {
            // Opening tells whether it is a bank's, and closing leaves the one file.
            drop(SqliteStore::open(&file)?);
            set_aside(&file)?;
        }
        Ok(SqliteStore::open(&file)?)
    }
}

fn set_aside(file: &Path) -> Result<()> {
    for number in 1..1_000 {
        let kept = file.with_file_name(format!("bank.{number}.sqlite"));
        if !kept.exists() {
            return fs::rename(file, &kept).with_context(|| {
                format!("cannot rename {} to {}", file.display(), kept.display())
            });
        }
    }
    bail!("{} and 999 earlier ones exist: name another folder", file.display())
}
