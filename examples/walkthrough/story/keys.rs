use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use serde_json::json;
use warifu_bank::store::TokenKind;
use warifu_bank::{Bank, FirstFactor, LocalKeyEncryption, Settings, SystemEntropy};
use warifu_core::keys::DeviceRootKey;
use warifu_core::{Secret, Serial, UnixTime};
use warifu_otp::{Totp, TotpParameters};
use warifu_pskc::{Container, KeyPackage, TransportKey};
use warifu_sign::{DisplayProfile, KanaText};
use warifu_token::{MemoryFlash, Token};

use super::{ISSUER, Story};
use crate::arguments::StoryArguments;
use crate::narrator::Narrator;
use crate::out_folder::OutFolder;
use crate::record::StoryRecord;

/// Chapter 1: the bank takes the vendor's keys into its inventory.
pub(super) fn begin(arguments: &StoryArguments) -> Result<Story> {
    // A key file that cannot be used is refused before any file is made.
    let packages = open_key_file(arguments)?;
    let (camera_serial, camera_key) = find(&packages, CAMERA)?;
    let (hardware_otp_serial, hardware_otp_secret) = find(&packages, HARDWARE_OTP)?;
    let root = example_key(include_str!("../../data/device-root.key"))?;
    let hardware_otp = Totp::new(hardware_otp_secret, TotpParameters::default())?;

    let folder = OutFolder::new(arguments.out.as_deref())?;
    let store = folder.database()?;
    let mut narrator = Narrator::new(arguments.lang.language());
    narrator.chapter("The vendor's key file", "ベンダーの鍵ファイル")?;
    let settings = Settings::new(ISSUER, KanaText::parse("ﾜﾘﾌｷﾞﾝｺｳ")?)?;
    let keys = LocalKeyEncryption::new(&EXAMPLE_KEY_ENCRYPTION_KEY);
    let mut bank = Bank::new(store, keys, SystemEntropy, settings);
    let report = bank.import(&packages, START)?;
    narrator.say(
        "The bank opens the encrypted key file (RFC 6030) and stores each key under a key of its own.",
        "銀行は暗号化された鍵ファイル (RFC 6030) を開き、各鍵を自行の鍵で包んで保存します。",
    )?;
    for (serial, kind) in report.added {
        let (english, japanese) = match kind {
            TokenKind::Camera => ("camera token", "カメラ付トークン"),
            TokenKind::HardwareOtp => ("hardware OTP token", "ハードウェアトークン"),
        };
        narrator.granted(&format!("{english} {serial}"), &format!("{japanese} {serial}"))?;
    }

    let record = StoryRecord::new(json!({
        "issuer": ISSUER.value(),
        "camera": {
            "serial": camera_serial.as_str(),
            "device_root_key": hex::encode(root.expose()),
            "issuer_device_key": hex::encode(camera_key.expose()),
        },
        "hardware_otp": {
            "serial": hardware_otp_serial.as_str(),
            "secret": hex::encode(hardware_otp_secret.expose()),
            "algorithm": "sha1", "digits": 6, "step": 60, "t0": 0,
        },
    }));
    let root = DeviceRootKey::from_secret(&root)?;
    Ok(Story {
        narrator,
        record,
        folder,
        now: START,
        bank,
        customer: FirstFactor::passed_by("I7000156KANR".parse()?),
        camera: Token::new(
            root,
            camera_serial,
            DisplayProfile::CAMERA_TOKEN,
            MemoryFlash::empty(),
        )?,
        camera_serial,
        activation_counter: 0,
        hardware_otp,
        hardware_otp_serial,
        pictures: 0,
    })
}

fn open_key_file(arguments: &StoryArguments) -> Result<Vec<KeyPackage>> {
    let key = match &arguments.transport_key {
        Some(file) => {
            let text = fs::read_to_string(file)
                .with_context(|| format!("cannot read the transport key {}", file.display()))?;
            example_key(&text).with_context(|| format!("the transport key {}", file.display()))?
        }
        None => example_key(include_str!("../../data/transport.key"))?,
    };
    let (name, xml) = match &arguments.keys {
        Some(file) => {
            let xml = fs::read(file)
                .with_context(|| format!("cannot read the key file {}", file.display()))?;
            (file.as_path(), xml)
        }
        None => (Path::new("tokens.pskcxml"), include_bytes!("../../data/tokens.pskcxml").to_vec()),
    };
    Container::parse(&xml)
        .and_then(|container| container.open(&TransportKey::PreShared(key)))
        .with_context(|| format!("{}", name.display()))
}

/// A key in one line of hexadecimal.
fn example_key(text: &str) -> Result<Secret> {
    let bytes = hex::decode(text.trim())
        .map_err(|_| anyhow!("it is not one line of hexadecimal digits"))?;
    Ok(Secret::new(&bytes)?)
}

fn find<'a>(packages: &'a [KeyPackage], serial: &str) -> Result<(Serial, &'a Secret)> {
    let package = packages.iter().find(|package| package.serial() == Some(serial));
    let package = package
        .with_context(|| format!("the key file has no token {serial}, which the story is about"))?;
    Ok((serial.parse()?, &package.secret))
}

const CAMERA: &str = "1012345674";
const HARDWARE_OTP: &str = "20123456789";

/// 2026-12-01, 09:00 in Tokyo.
pub(super) const START: UnixTime = UnixTime::new(1_796_083_200);

/// A bank's own comes from its key management, never from its source code.
const EXAMPLE_KEY_ENCRYPTION_KEY: [u8; 32] = *b"example key-encryption key, 32 B";
