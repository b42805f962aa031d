use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use warifu_core::{Digits, Seconds, Secret};
use warifu_otp::Algorithm;

/// One-time passwords, key files, URIs and QR pictures, to try without writing a program.
///
/// Keys and passwords on a command line are seen by everybody who may list the machine's processes: use test keys.
#[derive(Debug, Parser)]
#[command(name = "warifu", version)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Print the code of one counter (HOTP) or one moment (TOTP).
    Otp(OtpArguments),
    /// List the keys of a key file (PSKC, RFC 6030), each with whether it can be imported.
    Pskc(PskcArguments),
    /// Explain an otpauth or otpauth-migration URI.
    Uri(UriArguments),
    /// QR symbols.
    #[command(subcommand)]
    Qr(QrCommand),
}

#[derive(Debug, Args)]
pub(crate) struct OtpArguments {
    /// The secret, in hexadecimal.
    #[arg(long, value_name = "HEX", value_parser = secret)]
    pub(crate) key: SecretArgument,
    #[command(flatten)]
    pub(crate) moving_factor: MovingFactor,
    /// The time step, in seconds.
    #[arg(long, default_value = "60", value_parser = seconds, conflicts_with = "counter")]
    pub(crate) step: Seconds,
    /// The Unix time at which the first step starts.
    #[arg(long, value_name = "UNIX", default_value_t = 0, conflicts_with = "counter")]
    pub(crate) t0: u64,
    /// The length of the code.
    #[arg(long, default_value = "6", value_parser = digits)]
    pub(crate) digits: Digits,
    /// The hash function.
    #[arg(long, value_enum, default_value_t = AlgorithmName::Sha1)]
    pub(crate) algorithm: AlgorithmName,
    /// Append the check digit of RFC 4226 Appendix C.
    #[arg(long)]
    pub(crate) checksum: bool,
    /// Allow a secret of fewer than 128 bits, and 4 or 5 digits.
    #[arg(long)]
    pub(crate) danger_legacy: bool,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(crate) struct MovingFactor {
    /// The counter of HOTP.
    #[arg(long, value_name = "N")]
    pub(crate) counter: Option<u64>,
    /// The Unix time of TOTP.
    #[arg(long, value_name = "UNIX")]
    pub(crate) time: Option<u64>,
}

#[derive(Debug, Args)]
pub(crate) struct PskcArguments {
    /// The key file.
    pub(crate) file: PathBuf,
    /// The pre-shared transport key, in hexadecimal.
    #[arg(long, value_name = "HEX", value_parser = secret, conflicts_with = "password")]
    pub(crate) key: Option<SecretArgument>,
    /// The password that the transport key comes from.
    #[arg(long, value_parser = password)]
    pub(crate) password: Option<SecretArgument>,
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
    /// Put up with what is common but wrong: lower case, spaces, hyphens and padding in the secret, 4 or 5 digits, two
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
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum AlgorithmName {
    Sha1,
    Sha256,
    Sha512,
}

impl AlgorithmName {
    pub(crate) const fn algorithm(self) -> Algorithm {
        match self {
            Self::Sha1 => Algorithm::Sha1,
            Self::Sha256 => Algorithm::Sha256,
            Self::Sha512 => Algorithm::Sha512,
        }
    }
}

/// clap keeps a clone of every argument; this is as much of one as a secret allows.
pub(crate) type SecretArgument = std::sync::Arc<Secret>;

fn secret(text: &str) -> Result<SecretArgument, String> {
    let bytes = zeroize::Zeroizing::new(hex::decode(text).map_err(|_| "not hexadecimal")?);
    kept(&bytes)
}

fn password(text: &str) -> Result<SecretArgument, String> {
    kept(text.as_bytes())
}

fn kept(bytes: &[u8]) -> Result<SecretArgument, String> {
    Ok(SecretArgument::new(Secret::new(bytes).map_err(|error| error.to_string())?))
}

fn seconds(text: &str) -> Result<Seconds, String> {
    text.parse().map(Seconds::new).map_err(|_| "not a number of seconds".to_owned())
}

fn digits(text: &str) -> Result<Digits, String> {
    let count = text.parse().map_err(|_| "not a number")?;
    Digits::new(count).map_err(|error| error.to_string())
}
