use anyhow::{Result, bail, ensure};
use warifu_bank::BankError;
use warifu_bank::audit::AuditEntry;
use warifu_bank::store::TokenKind;
use warifu_lifecycle::device::Button;
use warifu_lifecycle::{Operator, PermissionError, Role};

use super::transfer::{note, read_and_confirm, transfer};
use super::{Story, expect_refused, other_number};

/// Chapter 8: five wrong numbers suspend the token; an administrator releases it.
pub(super) fn suspend_and_release(story: &mut Story) -> Result<()> {
    story.narrator.chapter("Suspension and release", "利用停止と停止解除")?;
    let order = transfer(story, 30_000)?;
    for numbers in [1..=3, 4..=5] {
        let out = story.bank.issue_challenge(&story.customer, &order, story.now)?;
        let picture = story.draw_picture("guessed", &out.picture)?;
        let right = read_and_confirm(story, &picture)?;
        for (turn, wrong) in (0..).zip(numbers.clone()) {
            let typed = other_number(&right, turn)?;
            expect_refused(
                story.bank.answer_challenge(&story.customer, out.challenge, &typed, story.now),
                "a wrong number",
            )?;
            story.narrator.refused(
                &format!("Wrong number {wrong}: refused."),
                &format!("{wrong}回目の誤入力: 拒否。"),
            )?;
        }
        expect_refused(
            story.bank.answer_challenge(&story.customer, out.challenge, &right, story.now),
            "a number that came too late",
        )?;
        let (english, japanese) = if *numbers.end() < 5 {
            (
                "Three wrong numbers void the challenge: now the right one is refused too.",
                "3回の誤入力で取引は無効になり、正しい番号も拒否されます。",
            )
        } else {
            (
                "The token is suspended: the right number gets the same answer.",
                "トークンは利用停止になり、正しい番号も同じ応答で拒否されます。",
            )
        };
        story.narrator.refused(english, japanese)?;
        note(story, &picture, &out.picture, &right, "refused: void or suspended", &order)?;
        story.press(Button::Right)?;
    }
    expect_refused(
        story.bank.issue_challenge(&story.customer, &order, story.now),
        "a challenge for a suspended token",
    )?;

    let customer = *story.login();
    let own = Operator { login: customer, role: Role::Administrator };
    let attempt = story.bank.release(&own, &customer, TokenKind::Camera, story.now);
    ensure!(
        attempt == Err(BankError::NotPermitted(PermissionError::OwnToken)),
        "the customer released their own token"
    );
    story.narrator.refused(
        "A user cannot release the token that they use themselves.",
        "自分が利用するトークンの停止は解除できません。",
    )?;
    let master = Operator { login: "I7000156".parse()?, role: Role::Master };
    story.bank.release(&master, &customer, TokenKind::Camera, story.now)?;
    story.narrator.granted(
        "The master user I7000156 releases it.",
        "マスターユーザ I7000156 が停止を解除しました。",
    )?;

    let out = story.bank.issue_challenge(&story.customer, &order, story.now)?;
    let picture = story.draw_picture("released", &out.picture)?;
    let number = read_and_confirm(story, &picture)?;
    let approved =
        story.bank.answer_challenge(&story.customer, out.challenge, &number, story.now)?;
    ensure!(approved.authorises(&order).is_ok(), "the approval is not for this order");
    story.narrator.granted(
        "The next transfer is approved as before.",
        "次の振込は以前と同じように承認されます。",
    )?;
    note(story, &picture, &out.picture, &number, "accepted", &order)?;
    story.power()
}

/// Chapter 9: the bank's audit log.
pub(super) fn read_the_audit_log(story: &mut Story) -> Result<()> {
    story.narrator.chapter("The audit log", "監査ログ")?;
    let entries = story.bank.audit()?;
    let mut suspended = false;
    for entry in &entries {
        suspended |= entry.event == "suspended";
        story.narrator.show(&row(entry))?;
    }
    if !suspended {
        bail!("the audit log does not tell of the suspension");
    }
    let verified = story.bank.verify_audit()?;
    ensure!(verified == entries.len(), "the audit log has entries that were not verified");
    story.narrator.granted(
        &format!("{verified} entries, every chain intact."),
        &format!("{verified} 件、すべての連鎖は完全です。"),
    )
}

fn row(entry: &AuditEntry) -> String {
    let AuditEntry { subject, sequence, time, actor, event, reason, .. } = entry;
    #[expect(clippy::arithmetic_side_effects, reason = "a time of the story")]
    let clock = (time.value() + TOKYO) % 86_400;
    let (hours, minutes, seconds) = (clock / 3_600, clock / 60 % 60, clock % 60);
    let subject = subject.to_string();
    let row = format!(
        "{hours:02}:{minutes:02}:{seconds:02} {subject:<26} {sequence:>3}  {actor:<13} {event:<22} {reason}"
    );
    row.trim_end().to_owned()
}

/// Seconds by which Tokyo is ahead of UTC.
const TOKYO: u64 = 9 * 3_600;
