//! The tables of `docs/wire.md` are those of the crates: operations, labels, currencies, screens, sizes.
#![cfg(test)]

use std::fmt::Write as _;

use warifu_core::keys::InstanceKey;
use warifu_core::{Nonce, Seconds, UnixTime, Validity};
use warifu_qr::draw::Symbol;
use warifu_qr::{Envelope, text};
use warifu_sign::transaction::{
    AccountKind, AsciiText, BatchDigest, Count, Currency, JapaneseText, Repertoire,
};
use warifu_sign::{
    Account, Amount, Date, DisplayProfile, Field, KanaText, Label, Language, Operation,
    Transaction, issue,
};

const WIRE: &str = include_str!("../../docs/wire.md");

/// The rows of the table under a header row, cell by cell, without the marks of code.
fn table(header: &str) -> Vec<Vec<String>> {
    let rows = WIRE.split(header).nth(1).unwrap_or_else(|| panic!("no table {header}"));
    let rows = rows.lines().skip(2).take_while(|line| line.starts_with('|'));
    let cells = |row: &str| {
        let row = row.trim_matches('|').replace('`', "");
        row.split('|').map(|cell| cell.trim().to_owned()).collect()
    };
    rows.map(cells).collect()
}

#[test]
fn operations() {
    let expected = Operation::ALL.map(|operation| {
        let fields = operation.fields().iter().map(|label| format!("{:02x}", label.number()));
        let fields = fields.collect::<Vec<_>>().join(" ");
        [
            operation.text(Language::English).to_owned(),
            format!("{:02x}", operation.number()),
            operation.text(Language::Japanese).to_owned(),
            if fields.is_empty() { "none".to_owned() } else { fields },
        ]
    });
    let documented = table("| operation | number | Japanese | fields | what it is |");
    let documented: Vec<_> = documented.iter().map(|row| &row[..4]).collect();
    assert_eq!(documented, expected);
}

#[test]
fn labels() {
    let expected = Label::ALL.map(|label| {
        let [english, japanese] = [Language::English, Language::Japanese].map(|l| label.text(l));
        [format!("{:02x}", label.number()), english.to_owned(), japanese.to_owned()]
    });
    let documented = table("| label | English | Japanese | value |");
    let documented: Vec<_> = documented.iter().map(|row| &row[..3]).collect();
    assert_eq!(documented, expected);
}

#[test]
fn currencies() {
    for (decimals, from, to) in [
        (2, "two decimals", "no decimals"),
        (0, "no decimals", "three decimals"),
        (3, "three decimals", "```"),
    ] {
        let list = WIRE.split(&format!("\n{from}\n")).nth(1).unwrap().split(to).next().unwrap();
        let list = list.split_whitespace().collect::<Vec<_>>().join(" ");
        let of_crate = Currency::REGISTRY.iter().filter(|one| one.decimals() == decimals);
        let expected = of_crate.map(|one| format!("{} {}", one.code(), one.number()));
        assert_eq!(list, expected.collect::<Vec<_>>().join(", "));
    }
}

#[test]
fn screens() {
    let profiles = [
        ("small monochrome", DisplayProfile::SMALL_MONOCHROME),
        ("camera token", DisplayProfile::CAMERA_TOKEN),
        ("phone", DisplayProfile::PHONE),
    ];
    let expected = profiles.map(|(name, profile)| {
        let DisplayProfile { columns, rows, pages, repertoire } = profile;
        let repertoire = match repertoire {
            Repertoire::Ascii => "ASCII",
            Repertoire::BankKana => "bank kana",
            Repertoire::Japanese => "Japanese",
        };
        [name, &columns.to_string(), &rows.to_string(), &pages.to_string(), repertoire]
            .map(str::to_owned)
    });
    assert_eq!(table("| screen | columns | rows | pages | repertoire |"), expected);
}

/// Twelve operations as they are in practice, largest values where a size is promised.
#[test]
fn sizes() {
    let mut written = String::new();
    for (name, order) in examples() {
        let plaintext = 10 + encoded_length(&order);
        let sealed = sealed(&order);
        let version = Symbol::of_text(&text::encode(&sealed)).unwrap().version();
        let pages = DisplayProfile::CAMERA_TOKEN.pages_of(&order).unwrap();
        writeln!(written, "| {name} | {plaintext} | {} | {version} | {pages} |", sealed.len())
            .unwrap();
    }
    let header = "| operation | plaintext | sealed | QR version | pages on a camera token |";
    let documented: Vec<_> =
        table(header).iter().map(|row| format!("| {} |\n", row.join(" | "))).collect();
    assert_eq!(documented.concat(), written, "{written}");
}

fn encoded_length(order: &Transaction) -> usize {
    let mut room = [0; 341];
    let mut writer = warifu_core::codec::Writer::new(&mut room);
    order.encode(&mut writer).unwrap();
    writer.length()
}

fn sealed(order: &Transaction) -> Vec<u8> {
    let key = InstanceKey::new([7; 32]).message_key();
    let validity = Validity::new(1, UnixTime::new(1_796_083_200), Seconds::minutes(5)).unwrap();
    let profile = DisplayProfile::CAMERA_TOKEN;
    let issued = issue(order, key.id(), Nonce([9; 12]), validity, profile).unwrap();
    Envelope::seal(&issued.message, &key).unwrap().as_bytes().to_vec()
}

fn examples() -> Vec<(&'static str, Transaction)> {
    let made = |operation, fields: &[Field]| {
        Transaction::new("I7000156KANR".parse().unwrap(), operation, fields).unwrap()
    };
    let account = Account::new(138, 110, AccountKind::Ordinary, 1_234_567).unwrap();
    let own = Account::new(138, 1, AccountKind::Current, 7_654_321).unwrap();
    let name = KanaText::parse("ｶ)ﾜﾘﾌｼﾖｳｼﾞ ﾄｳｷﾖｳﾎﾝﾃﾝ").unwrap();
    let (amount, date) = (Amount::yen(999_999_999_999), Date::new(2026, 12, 1).unwrap());
    let ascii = |text| AsciiText::parse(text).unwrap();
    let japanese = |text| JapaneseText::parse(text).unwrap();
    let to = [Field::PayeeAccount(account), Field::PayeeName(name)];
    let transfer = [to.as_slice(), &[Field::Amount(amount), Field::ValueDate(date)]].concat();
    let reference = Field::Reference(ascii("INV-2026/0012345"));
    let batch = [
        Field::PayerAccount(own),
        Field::Total(amount),
        Field::Count(Count(12_345)),
        Field::LargestAccount(account),
        Field::LargestName(name),
        Field::LargestAmount(Amount::yen(9_999_999_999)),
        Field::ValueDate(date),
        Field::BatchDigest(BatchDigest([0xa5; 32])),
    ];
    let tax = [
        Field::PayerAccount(own),
        Field::Collector(japanese("国税庁")),
        Field::CollectorNumber("00200".parse().unwrap()),
        Field::PaymentNumber("12345678901234567890".parse().unwrap()),
        Field::Amount(Amount::yen(1_234_500)),
    ];
    let abroad = [
        Field::Beneficiary(ascii("WARIFU TRADING GMBH")),
        Field::BeneficiaryAccount(ascii("DE89370400440532013000")),
        Field::BeneficiaryBank(ascii("COBADEFFXXX")),
        Field::Amount(Amount { minor_units: 12_500_000, currency: Currency::EUR }),
        Field::ValueDate(date),
        reference,
    ];
    let user = Field::TargetLogin("I7000157SATO".parse().unwrap());
    vec![
        ("Transfer", made(Operation::Transfer, &transfer)),
        (
            "Transfer + reference",
            made(Operation::TransferWithReference, &[transfer.as_slice(), &[reference]].concat()),
        ),
        (
            "Own-account transfer",
            made(
                Operation::OwnTransfer,
                &[
                    Field::PayerAccount(own),
                    Field::PayeeAccount(account),
                    Field::Amount(amount),
                    Field::ValueDate(date),
                ],
            ),
        ),
        ("Foreign transfer", made(Operation::ForeignTransfer, &abroad)),
        ("Bulk transfer", made(Operation::BulkTransfer, &batch)),
        ("Payroll", made(Operation::Payroll, &batch)),
        ("Tax or fee payment", made(Operation::TaxPayment, &tax)),
        ("Payee registration", made(Operation::PayeeRegistration, &to)),
        (
            "Payee change",
            made(Operation::PayeeChange, &[to.as_slice(), &[Field::PreviousAccount(own)]].concat()),
        ),
        (
            "User change",
            made(Operation::UserChange, &[user, Field::UserName(japanese("佐藤 花子"))]),
        ),
        ("Token revocation", made(Operation::TokenRevocation, &[user])),
        ("Log-in", made(Operation::LogIn, &[Field::Reference(ascii("K7Q2-9XPD"))])),
    ]
}
