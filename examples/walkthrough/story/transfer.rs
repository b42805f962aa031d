use anyhow::{Result, ensure};
use serde_json::{Value, json};
use warifu_bank::SealedChallenge;
use warifu_core::keys::{Activation, DeviceRootKey, RandomBytes, RegistrationNonce};
use warifu_core::{Counter, Seconds, UnixTime, Validity};
use warifu_lifecycle::device::{Button, DeviceState, Expecting, Refusal};
use warifu_qr::SealedMessage;
use warifu_sign::transaction::AccountKind;
use warifu_sign::{
    Account, Amount, Date, DisplayProfile, Field, KanaText, Language, MismatchError, Operation,
    Transaction, issue,
};

use super::{ISSUER, Story, expect_refused, sealed_inputs};
use crate::pictures::Picture;

/// Chapter 4: a transfer that is shown, confirmed, approved once, and executed as it was approved.
pub(super) fn approve(story: &mut Story) -> Result<()> {
    story.narrator.chapter("A transfer", "振込")?;
    let order = transfer(story, 125_000)?;
    story.narrator.say(
        "The customer orders a transfer of 125,000 yen. The bank's page shows a picture.",
        "125,000円の振込を依頼すると、二次元コードが表示されます。",
    )?;
    let out = story.bank.issue_challenge(&story.customer, &order, story.now)?;
    let picture = story.show_picture("transfer", &out.picture)?;
    story.narrator.say(
        "The token shows every field. The customer compares, and confirms on the last page.",
        "トークンが全項目を表示します。確認し、最後の画面で承認します。",
    )?;
    story.power()?;
    let number = read_and_confirm(story, &picture)?;
    let approved =
        story.bank.answer_challenge(&story.customer, out.challenge, &number, story.now)?;
    ensure!(approved.authorises(&order).is_ok(), "the approval is not for this order");
    story.narrator.granted(
        "The number is accepted, and the order is executed as approved.",
        "番号が認証され、承認どおりに実行されます。",
    )?;
    note(story, &picture, &out.picture, &number, "accepted", &order)?;

    let altered = transfer(story, 1_125_000)?;
    ensure!(approved.authorises(&altered) == Err(MismatchError), "the approval fits another order");
    story.narrator.refused(
        "Before execution somebody makes it 1,125,000 yen: it is not what was approved.",
        "実行前に 1,125,000円 に改ざんされても、承認内容と一致せず拒否されます。",
    )?;

    expect_refused(
        story.bank.answer_challenge(&story.customer, out.challenge, &number, story.now),
        "a number that was used",
    )?;
    story
        .narrator
        .refused("The same number again: refused.", "同じ番号の再入力は拒否されます。")?;
    note(story, &picture, &out.picture, &number, "refused: used", &order)?;
    story.press(Button::Right)
}

/// Chapter 7: what is refused, by the bank or by the device.
pub(super) fn refuse(story: &mut Story) -> Result<()> {
    story.narrator.chapter("What is refused", "拒否されるもの")?;
    changed_amount(story)?;
    picture_of_another_token(story)?;
    flipped_bit(story)?;
    expired(story)
}

/// Malware in the browser turns 50,000 into 1,050,000: the picture says so, and the device shows it.
fn changed_amount(story: &mut Story) -> Result<()> {
    story.narrator.say("Malware changes an order of 50,000 yen to 1,050,000. The device shows what the bank received:", "マルウェアが 50,000円 を 1,050,000円 に改ざんします。トークンは銀行が受け取った内容を表示します。")?;
    let honest = transfer(story, 50_000)?;
    let out = story.bank.issue_challenge(&story.customer, &honest, story.now)?;
    let picture = story.draw_picture("honest", &out.picture)?;
    let number = read_and_confirm(story, &picture)?;
    note(story, &picture, &out.picture, &number, "never entered", &honest)?;
    story.press(Button::Right)?;

    let changed = transfer(story, 1_050_000)?;
    let out = story.bank.issue_challenge(&story.customer, &changed, story.now)?;
    let picture = story.draw_picture("changed-amount", &out.picture)?;
    story.scan(&picture)?;
    story.press(Button::Right)?;
    story.narrator.refused(
        "The customer sees 1,050,000 and presses Cancel: no number exists.",
        "1,050,000円 と表示されたため Cancel を押します。番号は作られません。",
    )?;
    story.press(Button::Left)?;
    story.expect_state(DeviceState::Scanning(Expecting::Transaction))?;
    expect_refused(
        story.bank.answer_challenge(&story.customer, out.challenge, &number, story.now),
        "the number of another order",
    )?;
    story.narrator.refused(
        "The number of the honest order does not approve the changed one.",
        "元の振込の番号では改ざん後の振込を承認できません。",
    )?;
    story.note("transaction", "refused: number of another order", json!({
        "picture": picture.name, "text": picture.text, "message": hex::encode(&out.picture), "typed": number,
    }));
    Ok(())
}

fn picture_of_another_token(story: &mut Story) -> Result<()> {
    story
        .narrator
        .say("A picture that the bank made for another token:", "別のトークン用の二次元コード:")?;
    let order = transfer(story, 125_000)?;
    let message = sealed_for_another_token(&order, story.now)?;
    let picture = story.draw_picture("another-token", &message)?;
    story.scan(&picture)?;
    story.expect_state(refused_because(Refusal::Unusable))?;
    story.narrator.refused(
        "The device shows nothing of it and makes no number.",
        "内容は表示されず、番号も作られません。",
    )?;
    story.note(
        "transaction",
        "refused by the device: another token",
        json!({
            "picture": picture.name, "text": picture.text, "message": hex::encode(&message),
        }),
    );
    story.press(Button::Right)
}

fn flipped_bit(story: &mut Story) -> Result<()> {
    story
        .narrator
        .say("A picture in which one bit was changed:", "1ビットだけ書き換えられた二次元コード:")?;
    let order = transfer(story, 125_000)?;
    let mut message = story.bank.issue_challenge(&story.customer, &order, story.now)?.picture;
    if let Some(byte) = message.get_mut(40) {
        *byte ^= 0x01;
    }
    let picture = story.draw_picture("flipped-bit", &message)?;
    story.scan(&picture)?;
    story.expect_state(refused_because(Refusal::Unusable))?;
    story.narrator.refused(
        "The tag does not verify: the same answer as for another token.",
        "認証タグが一致せず、別のトークン用と同じ表示になります。",
    )?;
    story.note(
        "transaction",
        "refused by the device: flipped bit",
        json!({
            "picture": picture.name, "text": picture.text, "message": hex::encode(&message),
        }),
    );
    story.press(Button::Right)
}

fn expired(story: &mut Story) -> Result<()> {
    story
        .narrator
        .say("A number that is typed after five minutes:", "5分を過ぎて入力された番号:")?;
    let order = transfer(story, 80_000)?;
    let SealedChallenge { challenge, picture: message } =
        story.bank.issue_challenge(&story.customer, &order, story.now)?;
    let picture = story.draw_picture("late", &message)?;
    let number = read_and_confirm(story, &picture)?;
    story.pass(Seconds::new(300))?;
    expect_refused(
        story.bank.answer_challenge(&story.customer, challenge, &number, story.now),
        "a late number",
    )?;
    story.narrator.refused("Too late: refused.", "有効期限切れのため拒否されます。")?;
    note(story, &picture, &message, &number, "refused: expired", &order)?;
    wake_and_continue(story)?;
    story.scan(&picture)?;
    story.expect_state(refused_because(Refusal::Unusable))?;
    story.narrator.refused(
        "And the device does not show an expired picture.",
        "トークンも期限切れの二次元コードを受け付けません。",
    )?;
    story.press(Button::Right)?;

    story
        .narrator
        .say("The customer asks again, and is in time:", "もう一度依頼し、時間内に入力します。")?;
    let out = story.bank.issue_challenge(&story.customer, &order, story.now)?;
    let picture = story.draw_picture("in-time", &out.picture)?;
    let number = read_and_confirm(story, &picture)?;
    let approved =
        story.bank.answer_challenge(&story.customer, out.challenge, &number, story.now)?;
    ensure!(approved.authorises(&order).is_ok(), "the approval is not for this order");
    story.narrator.granted("Accepted.", "認証されました。")?;
    note(story, &picture, &out.picture, &number, "accepted", &order)?;
    story.press(Button::Right)
}

/// Reads a transaction page by page, confirms it on the last one, and reads the number.
pub(super) fn read_and_confirm(story: &mut Story, picture: &Picture) -> Result<String> {
    story.scan(picture)?;
    while let DeviceState::Transaction { .. } = story.camera.state() {
        story.press(Button::Right)?;
    }
    story.expect_state(DeviceState::TransactionNumber)?;
    story.digits()
}

/// After five minutes the screen is dark: the first press only lights it.
fn wake_and_continue(story: &mut Story) -> Result<()> {
    story.camera.handle_button(Button::Right, story.clock());
    story.expect_state(DeviceState::TransactionNumber)?;
    story.press(Button::Right)?;
    story.expect_state(DeviceState::Scanning(Expecting::Transaction))
}

pub(super) fn transfer(story: &Story, yen: u64) -> Result<Transaction> {
    let fields = [
        Field::PayeeAccount(Account::new(138, 110, AccountKind::Ordinary, 1_234_567)?),
        Field::PayeeName(KanaText::parse("ｶ)ﾜﾘﾌｼﾖｳｼﾞ")?),
        Field::Amount(Amount::yen(yen)),
        Field::ValueDate(Date::new(2026, 12, 1)?),
    ];
    Ok(Transaction::new(*story.login(), Operation::Transfer, &fields)?)
}

pub(super) fn note(
    story: &mut Story,
    picture: &Picture,
    message: &[u8],
    number: &str,
    outcome: &str,
    order: &Transaction,
) -> Result<()> {
    let mut inputs = sealed_inputs(picture, message, number);
    if let Some(inputs) = inputs.as_object_mut() {
        inputs.insert("order".to_owned(), described(order)?);
    }
    story.note("transaction", outcome, inputs);
    Ok(())
}

/// The order in words: what a device with this message has to show.
pub(super) fn described(order: &Transaction) -> Result<Value> {
    let mut fields = Vec::new();
    for field in order.fields() {
        let mut text = String::new();
        field.show(Language::English, &mut text)?;
        fields.push(json!({ "label": field.label().number(), "text": text }));
    }
    Ok(
        json!({ "operation": order.operation().number(), "login": order.login().as_str(), "fields": fields }),
    )
}

pub(super) const fn refused_because(why: Refusal) -> DeviceState {
    DeviceState::Refused { why, back: Expecting::Transaction }
}

/// What the same bank would seal for a token that this customer does not hold.
fn sealed_for_another_token(order: &Transaction, now: UnixTime) -> Result<Vec<u8>> {
    let activation = Activation {
        issuer: ISSUER,
        registration: RegistrationNonce([0x55; 16]),
        counter: Counter::new(1),
        token_code: "FDT7304586-1".parse()?,
        key_epoch: 1,
    };
    let keys = DeviceRootKey::new([0x55; 32])
        .issuer_device_key(ISSUER)
        .instance_key(&activation)
        .message_keys();
    let validity = Validity::new(1, now, Seconds::minutes(5))?;
    let (random, profile) = (RandomBytes([0x55; 16]), DisplayProfile::CAMERA_TOKEN);
    let issued = issue(ISSUER, order, &keys, &random, validity, profile)?;
    Ok(SealedMessage::seal(&issued.message, keys.sealing_key())?.as_bytes().to_vec())
}
