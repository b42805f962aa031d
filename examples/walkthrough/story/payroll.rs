use anyhow::{Context, Result, ensure};
use warifu_bank::SystemEntropy;
use warifu_core::Entropy;
use warifu_core::kind;
use warifu_lifecycle::device::{Button, DeviceState, Expecting};
use warifu_sign::{Approved, MismatchError, Transaction};
use warifu_zengin::{DrawSeed, Included, PayeeHistory, PaymentSelector, Prover, Row, ZenginFile};

use super::Story;
use super::transfer::{note, read_and_confirm};

/// Chapter 6: a file of salaries, approved as one and executed as it was approved.
pub(super) fn approve(story: &mut Story) -> Result<()> {
    story.narrator.chapter("A payroll", "給与振込")?;
    story.narrator.say(
        "The customer sends a file of twelve salaries. Two go to accounts that were never paid before. The token shows count, total, the largest payment, the largest other one to a new account, two that the bank draws, and the digest of all.",
        "12件の給与振込ファイルを送信します。うち2件は新規の口座です。件数、合計、最高額の振込、新規先の最高額、銀行が抽出した2件、全体の照合値が表示されます。",
    )?;
    // Drawn when the file has arrived, and kept with the order.
    let seed = drawn_seed()?;
    let order = order(story, PAYROLL, &seed)?;
    let out = story.bank.issue_challenge(&story.customer, &order, story.now)?;
    let picture = story.draw_picture("payroll", &out.picture)?;
    let number = read_and_confirm(story, &picture)?;
    let approved =
        story.bank.answer_challenge(&story.customer, out.challenge, &number, story.now)?;
    note(story, &picture, &out.picture, &number, "accepted", &order)?;
    execute(story, &approved, &seed)?;
    prove(story)?;
    story.press(Button::Right)?;
    exchange(story)
}

/// Before the bank pays, it reads the file that it is about to pay once more.
fn execute(
    story: &mut Story,
    approved: &Approved<kind::Transaction>,
    seed: &DrawSeed,
) -> Result<()> {
    let again = order(story, PAYROLL, seed)?;
    ensure!(approved.authorises(&again).is_ok(), "the approval is not for this file");
    story.narrator.granted(
        "Read again before it is executed, the file is the one that was approved.",
        "実行前にもう一度読み込み、承認されたファイルと一致します。",
    )?;
    let changed = order(story, &with_another_account()?, seed)?;
    ensure!(approved.authorises(&changed) == Err(MismatchError), "the approval fits another file");
    story.narrator.refused(
        "With one account number changed, count and total are the same, and it is not what was approved.",
        "口座番号が1件でも変わると、件数と合計が同じでも承認内容と一致しません。",
    )
}

/// The bank shows one row, and that it belongs to the digest on the token's screen.
fn prove(story: &mut Story) -> Result<()> {
    let (row, included) = proven(4)?;
    ensure!(included.index() == 4, "the proof is of another row");
    let (name, amount) = (row.payee().name, row.amount());
    let english = format!("Row 5 is {name}, {amount}: proven to be in the digest.");
    let japanese = format!("5件目は {name} {amount}、照合値に含まれることを証明できます。");
    story.narrator.granted(&english, &japanese)
}

/// Malware exchanges an account before the bank has the file: the bank knows it as new, and the token shows it.
fn exchange(story: &mut Story) -> Result<()> {
    story.narrator.say(
        "Malware sends the same file with the account of row 1 exchanged. Count and total are the same. To the bank the account is new:",
        "マルウェアが1件目の口座を差し替えて送信します。件数と合計は同じですが、銀行には新規の口座です:",
    )?;
    let order = order(story, &with_another_account()?, &drawn_seed()?)?;
    let out = story.bank.issue_challenge(&story.customer, &order, story.now)?;
    let picture = story.draw_picture("exchanged-row", &out.picture)?;
    story.scan(&picture)?;
    story.press(Button::Right)?;
    story.expect_on_screen(ANOTHER)?;
    story.narrator.refused(
        "The customer knows two new colleagues, and this is neither: Cancel. No number exists.",
        "新しい社員は2人だけで、この口座ではないため Cancel を押します。番号は作られません。",
    )?;
    story.press(Button::Left)?;
    story.expect_state(DeviceState::Scanning(Expecting::Transaction))
}

/// What the person approves of a file: two passes over its rows, one for the digest, one for the payments that are shown.
fn order(story: &Story, file: &[u8], seed: &DrawSeed) -> Result<Transaction> {
    let file = ZenginFile::open(file, YEAR)?;
    let batch = file.batch()?;
    let mut selector = PaymentSelector::new(&batch, seed.clone());
    for row in file.rows() {
        let row = row?;
        selector.push(&row, history(&row))?;
    }
    Ok(batch.transaction(*story.login(), &selector.finish()?)?)
}

/// A bank finds this in its own books.
fn history(row: &Row) -> PayeeHistory {
    if PAID_BEFORE.contains(&row.payee().account.number()) {
        PayeeHistory::Known
    } else {
        PayeeHistory::New
    }
}

fn drawn_seed() -> Result<DrawSeed> {
    let mut seed = [0; 32];
    SystemEntropy.fill(&mut seed)?;
    Ok(DrawSeed::from_bytes(seed))
}

fn proven(index: u32) -> Result<(Row, Included)> {
    let file = ZenginFile::open(PAYROLL, YEAR)?;
    let batch = file.batch()?;
    let mut prover = Prover::new(index, batch.count())?;
    let mut found = None;
    for (place, row) in (0..).zip(file.rows()) {
        let row = row?;
        prover.push(row.leaf());
        found = found.or((place == index).then_some(row));
    }
    let row = found.context("the file has no such row")?;
    let included = prover.finish()?.verify(&row, &batch.root())?;
    Ok((row, included))
}

/// The file with another account number in its first row.
fn with_another_account() -> Result<Vec<u8>> {
    let mut file = PAYROLL.to_vec();
    let number = file.get_mut(FIRST_ACCOUNT..).and_then(|rest| rest.get_mut(..ANOTHER.len()));
    number.context("the file is too short")?.copy_from_slice(ANOTHER.as_bytes());
    Ok(file)
}

const PAYROLL: &[u8] = include_bytes!("../../data/payroll.zengin");

/// The file says month and day.
const YEAR: u16 = 2026;

/// The payroll's account numbers apart from those of rows 9 and 12.
const PAID_BEFORE: [u32; 10] = [
    1_234_567, 7_654_321, 42, 3_141_592, 2_718_281, 8_765_432, 500_123, 1_029_384, 1_111_111,
    2_222_222,
];

/// After one record of 120 bytes and its line end, at byte 43 of the second.
const FIRST_ACCOUNT: usize = 122 + 43;

/// The account number that malware puts there.
const ANOTHER: &str = "6066031";
