use std::convert::Infallible;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use warifu_core::{Digits, Seconds, Secret};
use warifu_otp::HashAlgorithm;
use warifu_qr::draw::{CorrectionLevel, Scale};
use zeroize::Zeroizing;

/// One-time passwords, key files, URIs and QR pictures, to try without writing a program.
///
/// Anyone who can list the machine's processes sees the keys and passwords on a command line: use test keys.
#[derive(Debug, Parser)]
#[command(name = "warifu", version, arg_required_else_help = false)]
pub(crate) struct CommandLine {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Print the code of one counter (HOTP) or one moment (TOTP).
    Otp(OtpArguments),
    /// Print the response to a question under an OCRA suite (RFC 6287).
    Ocra(OcraArguments),
    /// List the keys of a key file (PSKC, RFC 6030), and say of each whether it can be imported.
    Pskc(PskcArguments),
    /// Explain an otpauth or otpauth-migration URI.
    Uri(UriArguments),
    /// QR symbols.
    #[command(subcommand, arg_required_else_help = false)]
    Qr(QrCommand),
}

#[derive(Debug, Args)]
pub(crate) struct OtpArguments {
    /// The secret, in hexadecimal.
    #[arg(long, value_name = "HEX", value_parser = unread)]
    pub(crate) key: Unread,
    #[command(flatten)]
    pub(crate) moving_factor: MovingFactorArguments,
    /// The time step of TOTP, in seconds.
    #[arg(long, default_value = "60", value_parser = seconds, allow_negative_numbers = true)]
    pub(crate) step: Seconds,
    /// The Unix time at which TOTP's first step starts.
    #[arg(
        long,
        value_name = "UNIX",
        default_value_t = 0,
        value_parser = whole_number,
        allow_negative_numbers = true
    )]
    pub(crate) t0: u64,
    /// The length of the code: 6 to 10.
    #[arg(long, default_value = "6", value_parser = digits, allow_negative_numbers = true)]
    pub(crate) digits: Digits,
    /// The hash function.
    #[arg(long, default_value = "SHA1", ignore_case = true, value_parser = algorithm())]
    pub(crate) algorithm: HashAlgorithm,
    /// Append the check digit of RFC 4226 Appendix C.
    #[arg(long)]
    pub(crate) checksum: bool,
    /// Allow a secret of fewer than 128 bits, and 4 or 5 digits.
    #[arg(long)]
    pub(crate) danger_legacy: bool,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(crate) struct MovingFactorArguments {
    /// The counter of HOTP.
    #[arg(long, value_name = "N", value_parser = whole_number, allow_negative_numbers = true)]
    pub(crate) counter: Option<u64>,
    /// The Unix time of TOTP.
    #[arg(long, value_name = "UNIX", value_parser = whole_number, allow_negative_numbers = true)]
    pub(crate) time: Option<u64>,
}

#[derive(Debug, Args)]
pub(crate) struct OcraArguments {
    /// The suite, such as OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1.
    #[arg(long)]
    pub(crate) suite: String,
    /// The key, in hexadecimal.
    #[arg(long, value_name = "HEX", value_parser = unread)]
    pub(crate) key: Unread,
    /// The question. For mutual authentication, twice: first the other party's, then your own.
    #[arg(long, value_name = "Q")]
    pub(crate) question: Vec<String>,
    /// The counter (C).
    #[arg(long, value_name = "N", value_parser = whole_number, allow_negative_numbers = true)]
    pub(crate) counter: Option<u64>,
    /// The hash of the PIN (P), in hexadecimal.
    #[arg(long, value_name = "HEX", value_parser = unread)]
    pub(crate) pin_hash: Option<Unread>,
    /// The session (S), in hexadecimal.
    #[arg(long, value_name = "HEX", value_parser = unread)]
    pub(crate) session: Option<Unread>,
    /// The Unix time, from which T is counted.
    #[arg(long, value_name = "UNIX", value_parser = whole_number, allow_negative_numbers = true)]
    pub(crate) time: Option<u64>,
    /// Allow a key of fewer than 128 bits, and 10 digits.
    #[arg(long)]
    pub(crate) danger_legacy: bool,
}

#[derive(Debug, Args)]
pub(crate) struct PskcArguments {
    /// The key file.
    pub(crate) file: PathBuf,
    /// The pre-shared transport key, in hexadecimal.
    #[arg(long, value_name = "HEX", value_parser = unread, conflicts_with = "password")]
    pub(crate) key: Option<Unread>,
    /// The password that the transport key comes from.
    #[arg(long, value_parser = unread)]
    pub(crate) password: Option<Unread>,
    /// Take a signed file without verifying its signature: it came over a channel that is trusted.
    #[arg(long)]
    pub(crate) trusted_transport: bool,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
    /// Print the secrets.
    #[arg(long)]
    pub(crate) reveal: bool,
}

#[derive(Debug, Args)]
pub(crate) struct UriArguments {
    /// The URI.
    pub(crate) uri: String,
    /// Accept what is common but wrong: lower case, spaces, hyphens and padding in the secret, 4 or 5 digits, two
    /// different issuers.
    #[arg(long)]
    pub(crate) lenient: bool,
    /// Print the secret.
    #[arg(long)]
    pub(crate) reveal: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum QrCommand {
    /// Print the text of each QR symbol in a picture (PNG or JPEG), one on a line.
    Read {
        /// The picture.
        image: PathBuf,
    },
    /// Draw a base32 text as a QR symbol.
    Draw(DrawArguments),
}

#[derive(Debug, Args)]
pub(crate) struct DrawArguments {
    /// The text: 1 to 600 characters from A to Z and 2 to 7. Without it, a line of standard input.
    pub(crate) text: Option<String>,
    /// What to draw. Without it, the ending of the file's name decides; without a file, half blocks for a terminal.
    #[arg(long, value_enum, ignore_case = true)]
    pub(crate) format: Option<DrawFormat>,
    /// The file to write; what it held is lost. Without it, standard output.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// The error correction level. Messages to a device have M.
    #[arg(long, value_enum, ignore_case = true, default_value_t = LevelName::M)]
    pub(crate) level: LevelName,
    /// Pixels for each module of a PNG file: 1 to 32.
    #[arg(
        long,
        value_name = "PIXELS",
        default_value = "8",
        value_parser = scale,
        allow_negative_numbers = true
    )]
    pub(crate) scale: Scale,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DrawFormat {
    /// An SVG document.
    Svg,
    /// A PNG picture, one bit per pixel.
    Png,
    /// Half blocks, for light letters on a dark ground.
    Terminal,
    /// A row of 0 (light) and 1 (dark) for each row of modules, without the quiet zone.
    Matrix,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "UPPER")]
pub(crate) enum LevelName {
    L,
    M,
    Q,
    H,
}

impl LevelName {
    pub(crate) const fn level(self) -> CorrectionLevel {
        match self {
            Self::L => CorrectionLevel::L,
            Self::M => CorrectionLevel::M,
            Self::Q => CorrectionLevel::Q,
            Self::H => CorrectionLevel::H,
        }
    }
}

/// Every name that a hash function has, in either case.
fn algorithm() -> impl TypedValueParser<Value = HashAlgorithm> {
    PossibleValuesParser::new(HashAlgorithm::ALL.map(HashAlgorithm::name)).try_map(|name| {
        HashAlgorithm::from_name(&name.to_ascii_uppercase()).context("no such hash function")
    })
}

/// A key or password as it was typed. Clap does not parse it, because clap's errors show the value.
#[derive(Clone)]
pub(crate) struct Unread(Arc<Zeroizing<String>>);

impl Unread {
    /// The bytes that are typed in hexadecimal. An error names `argument`, and shows nothing of its value.
    pub(crate) fn bytes(&self, argument: &str) -> Result<Zeroizing<Vec<u8>>> {
        match hex::decode(self.0.as_str()) {
            Ok(bytes) => Ok(Zeroizing::new(bytes)),
            Err(_) => bail!("{argument} is not hexadecimal"),
        }
    }

    /// The secret that is typed in hexadecimal.
    pub(crate) fn hexadecimal_secret(&self) -> Result<Secret> {
        let Ok(bytes) = hex::decode(self.0.as_str()) else { bail!("the key is not hexadecimal") };
        Secret::new(&Zeroizing::new(bytes)).context("the key cannot be used")
    }

    /// The secret that is the text itself.
    pub(crate) fn text_secret(&self) -> Result<Secret> {
        Secret::new(self.0.as_bytes()).context("the password cannot be used")
    }
}

impl fmt::Debug for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Unread(redacted)")
    }
}

#[expect(clippy::unnecessary_wraps, reason = "the signature of clap's value parsers")]
fn unread(text: &str) -> Result<Unread, Infallible> {
    Ok(Unread(Arc::new(Zeroizing::new(text.to_owned()))))
}

// A value such as `-1` is read as a wrong number, and not as an unknown argument.

fn whole_number(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| format!("it is a whole number from 0 to {}", u64::MAX))
}

fn seconds(text: &str) -> Result<Seconds, String> {
    text.parse().map(Seconds::new).map_err(|_| "not a number of seconds".to_owned())
}

fn digits(text: &str) -> Result<Digits, String> {
    let count: Option<u8> = text.parse().ok();
    let digits = count.filter(|count| *count <= MOST_DIGITS).map(Digits::new);
    digits.and_then(Result::ok).ok_or_else(|| WRONG_DIGITS.to_owned())
}

fn scale(text: &str) -> Result<Scale, String> {
    let pixels: Option<u8> = text.parse().ok();
    let scale = pixels.and_then(|pixels| Scale::new(pixels).ok());
    scale.ok_or("a module has 1 to 32 pixels".to_owned())
}

/// For every length that a code of this tool cannot have, with or without `--danger-legacy`.
pub(crate) const WRONG_DIGITS: &str =
    "a one-time password has 6 to 10 digits, and with --danger-legacy 4 or 5 as well";
const MOST_DIGITS: u8 = 10;
