use std::fs::File;
use std::io::BufReader;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr;
use warifu_pskc::{Authenticity, KeyPackage, Report, ReportedKey, TransportKey};
use zeroize::Zeroizing;

use crate::arguments::PskcArguments;
use crate::text;

/// Lists every key of a file, and fails if one was refused: then the file is not fit to be imported.
pub(crate) fn list(arguments: &PskcArguments) -> Result<()> {
    let name = arguments.file.display();
    let file = File::open(&arguments.file).with_context(|| format!("cannot read {name}"))?;
    // The file itself is never in memory as a whole.
    let report =
        Report::read(BufReader::new(file), &transport_key(arguments)?, authenticity(arguments))
            .with_context(|| format!("cannot read {name}"))?;
    let (keys, refused) = (report.keys().to_vec(), report.refusals().count());
    // Nothing is imported here, so what is good in a bad file may be looked at.
    let packages = report.danger_into_accepted_only();
    let rows = rows(&keys, &packages, arguments);
    text::print(&if arguments.json { as_json(&rows)? } else { as_table(&rows, arguments.reveal) })?;
    if refused > 0 {
        bail!("{refused} of {} keys in {name} cannot be imported", keys.len());
    }
    Ok(())
}

fn transport_key(arguments: &PskcArguments) -> Result<TransportKey> {
    Ok(match (&arguments.key, &arguments.password) {
        (Some(key), _) => TransportKey::PreShared(key.hexadecimal_secret()?),
        (None, Some(password)) => TransportKey::Password(password.text_secret()?),
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

struct KeyRow {
    id: Option<String>,
    serial: Option<String>,
    algorithm: Option<String>,
    refusal: Option<String>,
    secret: Option<Zeroizing<String>>,
}

fn rows(keys: &[ReportedKey], packages: &[KeyPackage], arguments: &PskcArguments) -> Vec<KeyRow> {
    let mut packages = packages.iter();
    let row = |key: &ReportedKey| {
        let package = if key.is_accepted() { packages.next() } else { None };
        KeyRow {
            id: key.key_id.clone(),
            serial: key.serial.clone(),
            algorithm: key.algorithm.as_ref().map(|algorithm| short_name(algorithm.uri())),
            refusal: key.refusal.as_ref().map(ToString::to_string),
            secret: package
                .filter(|_| arguments.reveal)
                .map(|package| Zeroizing::new(hex::encode(package.secret.expose()))),
        }
    };
    keys.iter().map(row).collect()
}

/// `hotp` for `urn:ietf:params:xml:ns:keyprov:pskc:hotp`; other URIs as they are.
fn short_name(uri: &str) -> String {
    uri.strip_prefix("urn:ietf:params:xml:ns:keyprov:pskc:").unwrap_or(uri).to_owned()
}

fn as_json(rows: &[KeyRow]) -> Result<String> {
    let key = |row: &KeyRow| -> Value {
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
    Ok(text::escaped_in_json(&serde_json::to_string_pretty(&json!({ "keys": keys }))?) + "\n")
}

fn as_table(rows: &[KeyRow], reveal: bool) -> String {
    let shown = |text: &Option<String>| text.as_deref().map_or("-".to_owned(), text::printable);
    let line = |row: &KeyRow| {
        let verdict = row.refusal.as_ref().map_or("accepted".to_owned(), |refusal| {
            format!("refused: {}", text::printable(refusal))
        });
        let mut cells = vec![shown(&row.id), shown(&row.serial), shown(&row.algorithm), verdict];
        if reveal {
            // Before the verdict, which can be long.
            cells.insert(3, row.secret.as_deref().map_or("-".to_owned(), String::clone));
        }
        cells
    };
    let mut heading = vec!["id", "serial", "algorithm", "verdict"];
    if reveal {
        heading.insert(3, "secret");
    }
    let heading = heading.into_iter().map(str::to_owned).collect();
    aligned(&[vec![heading], rows.iter().map(line).collect()].concat())
}

/// Columns as wide as their widest cell.
fn aligned(lines: &[Vec<String>]) -> String {
    let mut widths: Vec<usize> = Vec::new();
    for line in lines {
        widths.resize(widths.len().max(line.len()), 0);
        for (width, cell) in widths.iter_mut().zip(line) {
            *width = cell.width().clamp(*width, WIDEST.max(*width));
        }
    }
    let mut table = String::new();
    for line in lines {
        let mut padded = String::new();
        for (cell, width) in line.iter().zip(&widths) {
            padded.push_str(cell);
            // Nothing but the gap after a cell that is wider than its column.
            padded.push_str(&" ".repeat(width.saturating_sub(cell.width())));
            padded.push_str("  ");
        }
        table.push_str(padded.trim_end());
        table.push('\n');
    }
    table
}

/// A wider cell pushes the rest of its line, and of no other.
const WIDEST: usize = 48;
