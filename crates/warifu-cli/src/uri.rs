use anyhow::{Context, Result};
use warifu_core::base32;
use warifu_otp::uri::{KeyUri, Leniency, Migration, MovingFactor};

use crate::arguments::UriArguments;
use crate::text;

/// Explains a URI, one part of it on each line.
pub(crate) fn explain(arguments: &UriArguments) -> Result<()> {
    let mut lines = Vec::new();
    if is_export(&arguments.uri) {
        let export = Migration::parse(&arguments.uri).context("cannot read the export")?;
        #[expect(clippy::arithmetic_side_effects, reason = "the index is below a 64-bit size")]
        let (number, size) = (export.batch_index + 1, export.batch_size);
        lines.push(format!("export: version {}, picture {number} of {size}", export.version));
        for (key, number) in export.keys.iter().zip(1_usize..) {
            lines.push(format!("key {number}:"));
            lines.extend(
                described(key, arguments.reveal).into_iter().map(|line| format!("  {line}")),
            );
        }
    } else {
        // Unlike an export, which only programs write, such a URI is often typed or copied by hand.
        let leniency = if arguments.lenient { Leniency::Lenient } else { Leniency::Strict };
        let parsed = KeyUri::parse(&arguments.uri, leniency).context("cannot read the URI")?;
        lines.extend(described(&parsed.uri, arguments.reveal));
        lines.extend(
            parsed.notes.iter().map(|note| format!("note: {}", text::printable(&note.to_string()))),
        );
    }
    lines.push(String::new());
    text::print(&lines.join("\n"))
}

fn is_export(uri: &str) -> bool {
    uri.split_once(':').is_some_and(|(scheme, _)| scheme.eq_ignore_ascii_case("otpauth-migration"))
}

fn described(key: &KeyUri, reveal: bool) -> Vec<String> {
    let (kind, moving_factor) = match key.moving_factor() {
        MovingFactor::Counter(counter) => {
            ("HOTP (counter)", format!("counter: {}", counter.value()))
        }
        MovingFactor::Time(step) => ("TOTP (time)", format!("time step: {} seconds", step.value())),
    };
    let algorithm = key.algorithm().name().replacen("SHA", "HMAC-SHA-", 1);
    let secret = key.secret().expose();
    // What a terminal shows stays in its history, so the secret is shown only to those who ask for it.
    let shown = if reveal {
        format!("{} (base32), {} (hexadecimal)", *base32::encode(secret), hex::encode(secret))
    } else {
        format!("{} bytes, not shown without --reveal", secret.len())
    };
    vec![
        format!("type: {kind}"),
        format!("issuer: {}", key.issuer().map_or("none".to_owned(), text::printable)),
        format!("account: {}", text::printable(key.account())),
        format!("algorithm: {algorithm}"),
        format!("digits: {}", key.digits().value()),
        moving_factor,
        format!("secret: {shown}"),
    ]
}
