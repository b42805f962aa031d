use std::fs;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr;
use warifu_core::Secret;
use warifu_pskc::{Authenticity, Entry, KeyPackage, Report, TransportKey};
use zeroize::Zeroizing;

use crate::arguments::PskcArguments;
use crate::text;

/// Lists every key of a file, and fails if one was refused: then the file is not fit to be imported.
pub(crate) fn list(arguments: &PskcArguments) -> Result<()> {
    let name = arguments.file.display();
    let file = fs::read(&arguments.file).with_context(|| format!("cannot read {name}"))?;
    let file = Zeroizing::new(file);
    let report = Report::of(&file, &transport_key(arguments)?, authenticity(arguments))
        .with_context(|| format!("cannot read {name}"))?;
    let (entries, refused) = (report.entries().to_vec(), report.refusals().count());
    // Nothing is imported here, so what is good in a bad file may be looked at.
    let packages = report.danger_into_accepted_only();
    let rows = rows(&entries, &packages, arguments);
    text::print(&if arguments.json { as_json(&rows)? } else { as_table(&rows) })?;
    if refused > 0 {
        bail!("{refused} of {} keys in {name} cannot be imported", entries.len());
    }
    Ok(())
}

fn transport_key(arguments: &PskcArguments) -> Result<TransportKey> {
    let copied = |secret: &Secret| Secret::new(secret.expose());
    Ok(match (&arguments.key, &arguments.password) {
        (Some(key), _) => TransportKey::PreShared(copied(key)?),
        (None, Some(password)) => TransportKey::Password(copied(password)?),
        (None, None) => TransportKey::None,
    })
}

fn authenticity(arguments: &PskcArguments) -> Authenticity {
    if arguments.trusted_transport {
        Authenticity::TransportIsTrusted
    } else {
        Authenticity::Unproven
    }
}

struct Row {
    id: Option<String>,
    serial: Option<String>,
    algorithm: Option<String>,
    refusal: Option<String>,
    secret: Option<Zeroizing<String>>,
}

fn rows(entries: &[Entry], packages: &[KeyPackage], arguments: &PskcArguments) -> Vec<Row> {
    let mut packages = packages.iter();
    let row = |entry: &Entry| {
        let package = if entry.is_accepted() { packages.next() } else { None };
        Row {
            id: entry.key_id.clone(),
            serial: entry.serial.clone(),
            algorithm: entry.algorithm.as_ref().map(|algorithm| short_name(algorithm.uri())),
            refusal: entry.refusal.as_ref().map(ToString::to_string),
            secret: package
                .filter(|_| arguments.reveal)
                .map(|package| Zeroizing::new(hex::encode(package.secret.expose()))),
        }
    };
    entries.iter().map(row).collect()
}

/// `hotp` for `urn:ietf:params:xml:ns:keyprov:pskc:hotp`; other URIs as they are.
fn short_name(uri: &str) -> String {
    uri.strip_prefix("urn:ietf:params:xml:ns:keyprov:pskc:").unwrap_or(uri).to_owned()
}

fn as_json(rows: &[Row]) -> Result<String> {
    let key = |row: &Row| -> Value {
        json!({
            "id": row.id,
            "serial": row.serial,
            "algorithm": row.algorithm,
            "accepted": row.refusal.is_none(),
            "reason": row.refusal,
            "secret": row.secret.as_deref(),
        })
    };
    let keys: Vec<Value> = rows.iter().map(key).collect();
    Ok(serde_json::to_string_pretty(&json!({ "keys": keys }))? + "\n")
}

fn as_table(rows: &[Row]) -> String {
    let shown = |text: &Option<String>| text.as_deref().map_or("-".to_owned(), text::printable);
    let heading = ["id", "serial", "algorithm", "verdict", "secret"].map(str::to_owned);
    let mut lines = vec![heading];
    for row in rows {
        let verdict = row.refusal.as_ref().map_or("accepted".to_owned(), |refusal| {
            format!("refused: {}", text::printable(refusal))
        });
        let secret = row.secret.as_deref().cloned().unwrap_or_default();
        lines.push([shown(&row.id), shown(&row.serial), shown(&row.algorithm), verdict, secret]);
    }
    let mut table = String::new();
    let widths: [usize; 5] = std::array::from_fn(|column| {
        let width = |line: &[String; 5]| line.get(column).map_or(0, |cell| cell.width());
        lines.iter().map(width).max().unwrap_or_default()
    });
    for line in &lines {
        let mut padded = String::new();
        for (cell, width) in line.iter().zip(widths) {
            padded.push_str(cell);
            padded.push_str(&" ".repeat(width.saturating_sub(cell.width()).saturating_add(2)));
        }
        table.push_str(padded.trim_end());
        table.push('\n');
    }
    table
}
