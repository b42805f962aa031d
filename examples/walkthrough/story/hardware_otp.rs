use anyhow::Result;
use serde_json::json;
use warifu_core::Seconds;

use super::{Story, expect_refused};

/// Chapter 3: the hardware OTP token, by serial number and password; each password once.
pub(super) fn register_and_log_in(story: &mut Story) -> Result<()> {
    story.narrator.chapter("The hardware OTP token", "ハードウェアトークン")?;
    let password = shown(story)?;
    story.narrator.say(
        &format!(
            "The customer types the serial number {} and the password {password}.",
            story.hardware_otp_serial
        ),
        &format!(
            "シリアル番号 {} とワンタイムパスワード {password} を入力します。",
            story.hardware_otp_serial
        ),
    )?;
    story.bank.register_hardware_otp(
        &story.customer,
        &story.hardware_otp_serial,
        &password,
        story.now,
    )?;
    story.narrator.granted("The token is registered.", "利用開始登録が完了しました。")?;
    note(story, &password, "accepted");

    expect_refused(
        story.bank.log_in(&story.customer, &password, story.now),
        "the password of the registration",
    )?;
    story.narrator.refused(
        "The same password does not log in: it is used up.",
        "同じパスワードではログインできません (使用済み)。",
    )?;
    note(story, &password, "refused");

    story.pass(Seconds::new(60))?;
    let password = shown(story)?;
    story.narrator.say(
        &format!("A minute later the token shows {password}; the customer logs in with it."),
        &format!("1分後に表示された {password} でログインします。"),
    )?;
    story.bank.log_in(&story.customer, &password, story.now)?;
    story.narrator.granted("Logged in.", "ログインしました。")?;
    note(story, &password, "accepted");

    story.pass(Seconds::new(5))?;
    expect_refused(story.bank.log_in(&story.customer, &password, story.now), "a used password")?;
    story.narrator.refused(
        "Whoever looked over the shoulder types it again: refused.",
        "盗み見た人が同じパスワードを入力しても拒否されます。",
    )?;
    note(story, &password, "refused");
    Ok(())
}

fn shown(story: &Story) -> Result<String> {
    Ok(story.hardware_otp.generate(story.now)?.expose().to_owned())
}

fn note(story: &mut Story, password: &str, outcome: &str) {
    story.note("password", outcome, json!({ "code": password }));
}
