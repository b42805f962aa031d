use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};
use warifu_core::UnixTime;

/// What `story.json` tells: every input, message, code and outcome, so that another program can recompute them.
#[derive(Debug)]
pub(crate) struct Record {
    keys: Value,
    steps: Vec<Value>,
}

impl Record {
    pub(crate) const fn new(keys: Value) -> Self {
        Self { keys, steps: Vec::new() }
    }

    /// One step: what it was, when, what came of it, and what it was made from.
    pub(crate) fn step(&mut self, step: &str, time: UnixTime, outcome: &str, mut inputs: Value) {
        let mut row = Map::new();
        row.insert("step".to_owned(), step.into());
        row.insert("time".to_owned(), time.value().into());
        row.insert("outcome".to_owned(), outcome.into());
        if let Some(inputs) = inputs.as_object_mut() {
            row.append(inputs);
        }
        self.steps.push(Value::Object(row));
    }

    pub(crate) fn write(&self, folder: &Path) -> Result<()> {
        let file = folder.join("story.json");
        let story = json!({
            "about": "Recorded by the walkthrough. The keys are public examples: never use them.",
            "example_keys": self.keys,
            "steps": self.steps,
        });
        let text = serde_json::to_string_pretty(&story).context("cannot write story.json")?;
        fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))
    }
}
