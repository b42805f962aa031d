use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};
use warifu_core::UnixTime;

/// The content of `story.json`: every input, message, code and outcome, so that another program can recompute them.
#[derive(Debug)]
pub(crate) struct StoryRecord {
    keys: Value,
    steps: Vec<Value>,
}

impl StoryRecord {
    pub(crate) const fn new(keys: Value) -> Self {
        Self { keys, steps: Vec::new() }
    }

    /// One step: its name, time, outcome and inputs.
    pub(crate) fn step(&mut self, step: &str, time: UnixTime, outcome: &str, mut inputs: Value) {
        let mut step_of_story = Map::new();
        step_of_story.insert("step".to_owned(), step.into());
        step_of_story.insert("time".to_owned(), time.value().into());
        step_of_story.insert("outcome".to_owned(), outcome.into());
        if let Some(inputs) = inputs.as_object_mut() {
            step_of_story.append(inputs);
        }
        self.steps.push(Value::Object(step_of_story));
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
