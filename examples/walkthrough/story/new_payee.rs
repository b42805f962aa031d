use anyhow::{Context, Result, bail, ensure};
use serde_json::json;
use warifu_bank::SealedChallenge;
use warifu_lifecycle::device::{Button, DeviceState, Expecting, Refusal};
use warifu_sign::transaction::AccountKind;
use warifu_sign::{
    Account, Amount, Caution, Cautions, Date, Field, KanaText, Operation, Transaction,
};
use warifu_token::ScreenContent;

use super::Story;
use super::transfer::{described, refused_because};
use crate::pictures::Picture;

/// Chapter 5: transfers to accounts that were never paid before. The bank warns, and the person picks the account.
pub(super) fn pick(story: &mut Story) -> Result<()> {
    story.narrator.chapter("A new payee", "初めての振込先")?;
    picked_right(story)?;
    picked_wrong(story)
}

fn picked_right(story: &mut Story) -> Result<()> {
    story.narrator.say(
        "The customer pays a new supplier. The bank has never seen this account, and says so: the warnings come first, on a page of their own.",
        "初めての取引先に振り込みます。この口座への振込は初めてのため、ご注意が最初の画面に表示されます。",
    )?;
    let order = transfer(story, SUPPLIER, &[Caution::FirstTimePayee, Caution::NameMatches])?;
    let out = story.bank.issue_challenge(&story.customer, &order, story.now)?;
    let picture = story.draw_picture("new-payee", &out.picture)?;
    confirm(story, &picture)?;
    story.narrator.say(
        "The token asks for the last four digits of the account. The customer reads them on the invoice, and picks.",
        "口座番号の下4桁を尋ねられます。請求書の番号を見て選択します。",
    )?;
    let choices = choices(story)?;
    let right = last_digits(SUPPLIER);
    select(story, &choices, |digits| digits == right)?;
    story.expect_state(DeviceState::TransactionNumber)?;
    let number = story.digits()?;
    let approved =
        story.bank.answer_challenge(&story.customer, out.challenge, &number, story.now)?;
    ensure!(approved.authorises(&order).is_ok(), "the approval is not for this order");
    story.narrator.granted(
        "Picked right: there is a number, and the bank accepts it.",
        "正しく選択したため番号が表示され、認証されました。",
    )?;
    let inputs = json!({
        "picture": picture.name, "text": picture.text, "message": hex::encode(&out.picture),
        "order": described(&order)?, "choices": choices, "code": number,
    });
    story.note("transaction", "accepted", inputs);
    story.press(Button::Right)
}

fn picked_wrong(story: &mut Story) -> Result<()> {
    story.narrator.say(
        "A caller says that he is from the bank, and has the customer type an order. The customer confirms each page without reading.",
        "銀行員を名乗る電話で、振込を入力させられます。画面を読まずに承認します。",
    )?;
    let cautions = [Caution::FirstTimePayee, Caution::NameDiffers, Caution::StaffNeverAsk];
    let order = transfer(story, CALLER, &cautions)?;
    let SealedChallenge { picture: message, .. } =
        story.bank.issue_challenge(&story.customer, &order, story.now)?;
    let picture = story.draw_picture("wrong-pick", &message)?;
    confirm(story, &picture)?;
    let choices = choices(story)?;
    let right = last_digits(CALLER);
    select(story, &choices, |digits| digits != right)?;
    story.expect_state(refused_because(Refusal::WrongPick))?;
    story.narrator.refused(
        "Picked wrong: no number exists, and this picture is used up.",
        "選択が違うため番号は作られず、この二次元コードは使用済みになります。",
    )?;
    let inputs = json!({
        "picture": picture.name, "text": picture.text, "message": hex::encode(&message),
        "order": described(&order)?, "choices": choices,
    });
    story.note("transaction", "refused by the device: wrong pick", inputs);
    story.press(Button::Right)?;

    story.scan(&picture)?;
    story.expect_state(refused_because(Refusal::Unusable))?;
    story.narrator.refused(
        "The same picture again: the device refuses it. The three cannot be tried one after the other.",
        "同じ二次元コードは拒否されます。3つを順に試すことはできません。",
    )?;
    story.press(Button::Right)?;
    story.expect_state(DeviceState::Scanning(Expecting::Transaction))
}

/// Reads a cautioned transaction to its end; what follows is the pick.
fn confirm(story: &mut Story, picture: &Picture) -> Result<()> {
    story.scan(picture)?;
    while let DeviceState::Transaction { .. } = story.camera.state() {
        story.press(Button::Right)?;
    }
    story.expect_state(DeviceState::Pick { selected: None })
}

/// The digits on the screen, from the top.
fn choices(story: &Story) -> Result<Vec<String>> {
    let screen = story.camera.screen(story.narrator.language(), story.uptime());
    let ScreenContent::Pick { choices, .. } = screen.content else {
        bail!("the device has nothing to pick from");
    };
    Ok(choices.iter().map(ToString::to_string).collect())
}

/// Goes down to the first choice that is `wanted`, and presses OK.
fn select(story: &mut Story, choices: &[String], wanted: impl Fn(&str) -> bool) -> Result<()> {
    let place = choices.iter().position(|digits| wanted(digits)).context("no such choice")?;
    for _ in 0..=place {
        story.press(Button::Left)?;
    }
    story.press(Button::Right)
}

fn last_digits(account: u32) -> String {
    format!("{:04}", account % 10_000)
}

fn transfer(story: &Story, account: u32, cautions: &[Caution]) -> Result<Transaction> {
    let fields = [
        Field::Cautions(Cautions::from_cautions(cautions)?),
        Field::PayeeAccount(Account::new(5, 1, AccountKind::Ordinary, account)?),
        Field::PayeeName(KanaText::parse("ｶ)ﾐﾅﾄｼﾖｳｶｲ")?),
        Field::Amount(Amount::yen(480_000)),
        Field::ValueDate(Date::new(2026, 12, 1)?),
    ];
    Ok(Transaction::new(*story.login(), Operation::CautionedTransfer, &fields)?)
}

/// The number of the supplier's account, as the invoice says.
const SUPPLIER: u32 = 3_806_142;

/// The number of the account that the caller dictates.
const CALLER: u32 = 9_027_715;
