//! The story, chapter by chapter. It ends with an error at the first step that does not happen as told.

mod camera;
mod hardware_otp;
mod keys;
mod new_payee;
mod payroll;
mod suspension;
mod transfer;

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};
use warifu_bank::store::SqliteStore;
use warifu_bank::{Bank, BankError, FirstFactor, LocalKeyEncryption, SystemEntropy};
use warifu_core::{Clock, IssuerId, LoginId, Seconds, Serial, UnixTime, Uptime};
use warifu_lifecycle::device::{Button, DeviceState};
use warifu_otp::Totp;
use warifu_token::{MemoryFlash, Token};

use crate::arguments::StoryArguments;
use crate::narrator::Narrator;
use crate::out_folder::OutFolder;
use crate::pictures::{self, Picture};
use crate::record::StoryRecord;
use crate::screen_text;

/// The people of the story, their devices, and the bank.
struct Story {
    narrator: Narrator,
    record: StoryRecord,
    folder: OutFolder,
    /// The time of the story. It passes without waiting.
    now: UnixTime,
    bank: Bank<SqliteStore, LocalKeyEncryption, SystemEntropy>,
    customer: FirstFactor,
    camera: Token<MemoryFlash>,
    camera_serial: Serial,
    /// How often the camera token has answered a registration picture.
    activation_counter: u64,
    hardware_otp: Totp,
    hardware_otp_serial: Serial,
    pictures: u8,
}

pub(crate) fn tell(arguments: &StoryArguments) -> Result<()> {
    let mut story = keys::begin(arguments)?;
    camera::register(&mut story)?;
    hardware_otp::register_and_log_in(&mut story)?;
    transfer::approve(&mut story)?;
    new_payee::pick(&mut story)?;
    payroll::approve(&mut story)?;
    transfer::refuse(&mut story)?;
    suspension::suspend_and_release(&mut story)?;
    suspension::read_the_audit_log(&mut story)?;
    story.record.write(story.folder.path())?;
    if let OutFolder::Named(path) = &story.folder {
        let kept = path.display();
        let english = format!("The pictures, the database and story.json are in {kept}.");
        let japanese = format!("画像、データベース、story.json は {kept} にあります。");
        story.narrator.say(&english, &japanese)?;
    }
    Ok(())
}

impl Story {
    fn pass(&mut self, time: Seconds) -> Result<()> {
        self.now = self.now.checked_add(time)?;
        Ok(())
    }

    /// The device's clock: it was switched on when the story began, and its date and time are right.
    fn clock(&self) -> Clock {
        Clock { uptime: self.uptime(), wall: Some(self.now) }
    }

    #[expect(clippy::expect_used, reason = "the story begins then, and its time only advances")]
    fn uptime(&self) -> Uptime {
        Uptime::new(self.now.seconds_since(keys::START).expect("a moment of the story"))
    }

    fn login(&self) -> &LoginId {
        self.customer.login()
    }

    /// The bank's page shows a message: drawn to a file, to the terminal, and read back from the file.
    fn show_picture(&mut self, name: &str, message: &[u8]) -> Result<Picture> {
        let picture = self.draw_picture(name, message)?;
        self.narrator.show(&picture.drawing)?;
        Ok(picture)
    }

    /// As [`Story::show_picture`], without another drawing on the terminal.
    fn draw_picture(&mut self, name: &str, message: &[u8]) -> Result<Picture> {
        self.pictures = self.pictures.checked_add(1).context("too many pictures")?;
        let picture = pictures::drawn(
            self.folder.path(),
            &format!("{:02}-{name}.png", self.pictures),
            message,
        )?;
        let (name, version) = (&picture.name, picture.text.len());
        let english =
            format!("{name}: {version} characters, read back from the file by the scanner");
        let japanese = format!("{name}: {version} 文字、ファイルから読み取り済み");
        self.narrator.say(&english, &japanese)?;
        Ok(picture)
    }

    fn press(&mut self, button: Button) -> Result<()> {
        self.camera.handle_button(button, self.clock());
        self.show_screen()
    }

    fn power(&mut self) -> Result<()> {
        self.camera.handle_power(self.clock());
        if self.camera.state() == DeviceState::Off { Ok(()) } else { self.show_screen() }
    }

    /// Holds the camera over a picture.
    fn scan(&mut self, picture: &Picture) -> Result<()> {
        self.camera.handle_text(&picture.text, self.clock());
        self.show_screen()
    }

    fn show_screen(&mut self) -> Result<()> {
        let frame = self.framed_screen();
        self.narrator.show(&frame)
    }

    fn framed_screen(&self) -> String {
        let language = self.narrator.language();
        screen_text::framed(&self.camera.screen(language, self.uptime()), language)
    }

    /// What the person is told to look for is on the screen.
    fn expect_on_screen(&self, text: &str) -> Result<()> {
        let screen = self.framed_screen();
        ensure!(screen.contains(text), "the screen does not say {text}:\n{screen}");
        Ok(())
    }

    /// The digits that a person reads from the screen.
    fn digits(&self) -> Result<String> {
        let screen = self.camera.screen(self.narrator.language(), self.uptime());
        Ok(screen.digits().context("the device shows no number")?.expose().to_owned())
    }

    fn expect_state(&self, expected: DeviceState) -> Result<()> {
        let state = self.camera.state();
        ensure!(state == expected, "the device is in the state {state:?}, not {expected:?}");
        Ok(())
    }

    fn note(&mut self, step: &str, outcome: &str, inputs: Value) {
        self.record.step(step, self.now, outcome, inputs);
    }
}

/// Only the one answer that the bank gives to everything it does not grant.
fn expect_refused<T>(outcome: Result<T, BankError>, what: &str) -> Result<()> {
    match outcome {
        Err(BankError::Refused) => Ok(()),
        Err(other) => Err(other).with_context(|| what.to_owned()),
        Ok(_) => bail!("{what} was granted"),
    }
}

/// A number of the same length that is not `right`: its first digit is one of the next ones.
fn other_number(right: &str, turn: u8) -> Result<String> {
    let (first, rest) = right.split_at_checked(1).context("the number has no digits")?;
    #[expect(clippy::arithmetic_side_effects, reason = "a digit and a few turns")]
    let shifted = (first.parse::<u8>()? + 1 + turn) % 10;
    Ok(format!("{shifted}{rest}"))
}

/// The inputs of a step that were bytes and codes.
fn sealed_inputs(picture: &Picture, message: &[u8], code: &str) -> Value {
    json!({ "picture": picture.name, "text": picture.text, "message": hex::encode(message), "code": code })
}

/// The bank of the story.
const ISSUER: IssuerId = IssuerId::new(138);
