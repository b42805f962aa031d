use anyhow::{Context, Result, ensure};
use warifu_lifecycle::device::Button;
use warifu_sign::batch::{Batch, Included, Prover, Row, ZenginFile};
use warifu_sign::{Approved, Mismatch};

use super::Story;
use super::transfer::{note, read_and_confirm};

/// Chapter 5: a file of salaries, approved as one and executed as it was approved.
pub(super) fn approve(story: &mut Story) -> Result<()> {
    story.narrator.chapter("A payroll", "給与振込")?;
    story.narrator.say(
        "The customer sends a file of twelve salaries. The picture asks for count, total, the largest one and the digest of all.",
        "12件の給与振込ファイルを送信します。件数、合計、最高額の振込、全体の照合値が二次元コードに入ります。",
    )?;
    let batch = read(PAYROLL)?;
    let order = batch.transaction(*story.login())?;
    let out = story.bank.issue_challenge(&story.customer, &order, story.now)?;
    let picture = story.draw_picture("payroll", &out.picture)?;
    let number = read_and_confirm(story, &picture)?;
    let approved =
        story.bank.answer_challenge(&story.customer, out.challenge, &number, story.now)?;
    note(story, &picture, &out.picture, &number, "accepted", &order)?;
    execute(story, &approved)?;
    prove(story, &batch)?;
    story.press(Button::Right)
}

/// Before the bank pays, it reads the file that it is about to pay once more.
fn execute(story: &mut Story, approved: &Approved) -> Result<()> {
    let order = read(PAYROLL)?.transaction(*story.login())?;
    ensure!(approved.authorises(&order).is_ok(), "the approval is not for this file");
    story.narrator.granted(
        "Read again before it is executed, the file is the one that was approved.",
        "実行前にもう一度読み込み、承認されたファイルと一致します。",
    )?;
    let changed = read(&with_another_account()?)?.transaction(*story.login())?;
    ensure!(approved.authorises(&changed) == Err(Mismatch), "the approval fits another file");
    story.narrator.refused(
        "With one account number changed, count and total are the same, and it is not what was approved.",
        "口座番号が1件でも変わると、件数と合計が同じでも承認内容と一致しません。",
    )
}

/// The bank shows one row, and that it belongs to the digest on the token's screen.
fn prove(story: &mut Story, batch: &Batch) -> Result<()> {
    let (row, included) = proven(4)?;
    ensure!(included.index() == 4, "the proof is of another row");
    let (name, amount) = (row.payee().name, row.amount());
    let english =
        format!("Row 5 of {} is {name}, {amount}: proven to be in the digest.", batch.count());
    let japanese = format!(
        "{}件中5件目は {name} {amount}、照合値に含まれることを証明できます。",
        batch.count()
    );
    story.narrator.granted(&english, &japanese)
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

fn read(file: &[u8]) -> Result<Batch> {
    Ok(ZenginFile::open(file, YEAR)?.batch()?)
}

/// The file with the last digit of the second row's account changed.
fn with_another_account() -> Result<Vec<u8>> {
    let mut file = PAYROLL.to_vec();
    *file.get_mut(SECOND_ACCOUNT).context("the file is too short")? ^= 1;
    Ok(file)
}

const PAYROLL: &[u8] = include_bytes!("../../data/payroll.zengin");

/// The file says month and day.
const YEAR: u16 = 2026;

/// Two records of 120 bytes and their line ends; the account's number ends before byte 50 of the third.
const SECOND_ACCOUNT: usize = 2 * 122 + 49;
