use std::fs::File;
use std::io::BufReader;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr;
use warifu_core::Counter;
use warifu_pskc::{
    Authenticity, ImportErrorKind, KeyAlgorithm, KeyPackage, Report, ReportedKey, TransportKey,
};
use zeroize::Zeroizing;

use crate::arguments::PskcArguments;
use crate::text;

/// Lists every key of a file, and fails if one was refused: then the file is not fit to be imported.
pub(crate) fn list(arguments: &PskcArguments) -> Result<()> {
    let name = arguments.file.display();
    let file = File::open(&arguments.file).with_context(|| format!("cannot read {name}"))?;
    // The file itself is never in memory as a whole.
    let read =
        Report::read(BufReader::new(file), &transport_key(arguments)?, authenticity(arguments));
    let report = match read.map_err(|error| (error.kind(), error)) {
        // Its own sentence would say a second time that the file cannot be read.
        Err((ImportErrorKind::Unreadable(kind), _)) => bail!("cannot read {name}: {kind}"),
        read => read.map_err(|(_, error)| error).with_context(|| format!("cannot read {name}"))?,
    };
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
    /// Of HOTP and TOTP.
    hash: Option<&'static str>,
    digits: Option<u64>,
    /// In seconds.
    time_step: Option<u64>,
    counter: Option<u64>,
    refusal: Option<String>,
    secret: Option<Zeroizing<String>>,
}

fn rows(keys: &[ReportedKey], packages: &[KeyPackage], arguments: &PskcArguments) -> Vec<KeyRow> {
    let mut packages = packages.iter();
    let row = |key: &ReportedKey| {
        let package = if key.is_accepted() { packages.next() } else { None };
        let described = package.map(|package| &package.key);
        KeyRow {
            id: key.key_id.clone(),
            serial: key.serial.clone(),
            algorithm: key.algorithm.as_ref().map(|algorithm| name(algorithm).to_owned()),
            hash: package.and_then(hash),
            digits: described.and_then(|key| key.digits).map(|digits| digits.value().into()),
            time_step: described.and_then(|key| key.time_step).map(|step| step.value().into()),
            counter: described.and_then(|key| key.counter).map(Counter::value),
            refusal: key.refusal.as_ref().map(ToString::to_string),
            secret: package
                .filter(|_| arguments.reveal)
                .map(|package| Zeroizing::new(hex::encode(package.secret.expose()))),
        }
    };
    keys.iter().map(row).collect()
}

/// The last word of the URI for the algorithms that are known; other URIs as they are.
fn name(algorithm: &KeyAlgorithm) -> &str {
    let uri = algorithm.uri();
    let is_known = !matches!(algorithm, KeyAlgorithm::Other(_));
    match uri.rsplit_once(':') {
        Some((_, name)) if is_known => name,
        Some(_) | None => uri,
    }
}

/// OCRA has its own in the suite, and no other algorithm has one.
fn hash(package: &KeyPackage) -> Option<&'static str> {
    let has_one = matches!(package.key.algorithm, KeyAlgorithm::Hotp | KeyAlgorithm::Totp);
    has_one.then(|| package.key.hash.name())
}

fn as_json(rows: &[KeyRow]) -> Result<String> {
    let key = |row: &KeyRow| -> Value {
        json!({
            "id": row.id,
            "serial": row.serial,
            "algorithm": row.algorithm,
            "hash": row.hash,
            "digits": row.digits,
            "time_step": row.time_step,
            "counter": row.counter,
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
        let number = |number: Option<u64>| number.map_or("-".to_owned(), |value| value.to_string());
        let mut cells = vec![shown(&row.id), shown(&row.serial), shown(&row.algorithm)];
        cells.push(row.hash.map_or("-".to_owned(), str::to_owned));
        cells.extend([row.digits, row.time_step, row.counter].map(number));
        if reveal {
            cells.push(row.secret.as_deref().map_or("-".to_owned(), String::clone));
        }
        // The last, since it can be long.
        cells.push(verdict);
        cells
    };
    let mut heading = vec!["id", "serial", "algorithm", "hash", "digits", "time step", "counter"];
    if reveal {
        heading.push("secret");
    }
    heading.push("verdict");
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
