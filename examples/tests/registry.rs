//! The tables of `docs/wire.md` are those of the crates: operations, labels, the values that are lists, screens, sizes.
#![cfg(test)]

use std::collections::BTreeSet;
use std::fmt::Write as _;

use warifu_core::codec::Encode;
use warifu_core::keys::{InstanceKey, RandomBytes};
use warifu_core::{IssuerId, LoginId, Seconds, UnixTime, Validity};
use warifu_qr::draw::Symbol;
use warifu_qr::{SealedMessage, text};
use warifu_sign::transaction::{AccountKind, BatchDigest, Repertoire};
use warifu_sign::{
    Account, AccountText, Amount, AsciiText, Caution, Cautions, Count, Currency, Date,
    DisplayProfile, Field, Frequency, Iban, JapaneseText, KanaText, Label, Language, LoginIds,
    Operation, Payment, SessionText, Transaction, issue,
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
    let expected = Label::ALL.map(|label| numbered(label.number(), |l| label.text(l)));
    let documented = table("| label | English | Japanese | value |");
    let documented: Vec<_> = documented.iter().map(|row| &row[..3]).collect();
    assert_eq!(documented, expected);
}

/// The key table is that of the models in `docs/proofs`: what is proven there is proven of these keys.
#[test]
fn keys_of_the_proofs() {
    let documented = table("| key | derived from | label | contexts | length |");
    let documented: BTreeSet<[String; 3]> =
        documented.iter().map(|row| [2, 1, 3].map(|cell| row[cell].clone())).collect();
    assert_eq!(documented.len(), 9);
    for (name, model, comment) in MODELS {
        let lines = model.lines().filter_map(|line| line.trim_start().strip_prefix(comment));
        let lines = lines.filter_map(|line| line.strip_prefix(" derives: warifu/1 "));
        let derivations: Vec<_> = lines.map(derivation).collect();
        let distinct: BTreeSet<_> = derivations.iter().cloned().collect();
        assert_eq!(distinct, documented, "{name}");
        assert_eq!(derivations.len(), documented.len(), "{name}: a derivation twice");
    }
}

/// Label, parent key and contexts of `<label> <- <parent key> : <contexts>`.
fn derivation(line: &str) -> [String; 3] {
    let (label, rest) = line.split_once(" <- ").unwrap();
    let (parent, contexts) = rest.split_once(" : ").unwrap();
    [format!("warifu/1 {label}"), parent.to_owned(), contexts.trim_end().to_owned()]
}

/// The models, and how a comment begins in each.
const MODELS: [(&str, &str, &str); 2] = [
    ("binding.maude", include_str!("../../docs/proofs/binding.maude"), "---"),
    ("keys.vp", include_str!("../../docs/proofs/keys.vp"), "//"),
];

#[test]
fn cautions() {
    let expected = Caution::ALL.map(|caution| numbered(caution.number(), |l| caution.text(l)));
    assert_eq!(table("| caution | English | Japanese |"), expected);
}

#[test]
fn frequencies() {
    let expected = Frequency::ALL.map(|every| numbered(every.number(), |l| every.text(l)));
    assert_eq!(table("| frequency | English | Japanese |"), expected);
}

/// The row of a value that has a number and a text in each language.
fn numbered(number: u8, text: impl Fn(Language) -> &'static str) -> [String; 3] {
    let [english, japanese] =
        [Language::English, Language::Japanese].map(|language| text(language).to_owned());
    [format!("{number:02x}"), english, japanese]
}

#[test]
fn iban_countries() {
    let list = WIRE.split("\n#### IBAN\n").nth(1).unwrap().split("```text\n").nth(1).unwrap();
    let list = list.split("```").next().unwrap();
    let list = list.split_whitespace().collect::<Vec<_>>().join(" ");
    let expected = Iban::countries().map(|(country, length)| format!("{country} {length}"));
    assert_eq!(list, expected.collect::<Vec<_>>().join(", "));
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

/// Operations as they are in practice, largest values where a size is promised.
#[test]
fn sizes() {
    let mut written = String::new();
    for (name, order) in examples() {
        let plaintext = 10 + encoded_length(&order);
        let sealed = sealed(&order);
        let version = Symbol::from_text(&text::encode(&sealed)).unwrap().version();
        let pages = DisplayProfile::CAMERA_TOKEN.pages_of(&order).unwrap();
        writeln!(written, "| {name} | {plaintext} | {} | {version} | {pages} |", sealed.len())
            .unwrap();
    }
    let header = "| operation | plaintext | sealed | QR version | pages on a camera token |";
    let documented: Vec<_> =
        table(header).iter().map(|row| format!("| {} |\n", row.join(" | "))).collect();
    assert_eq!(documented.concat(), written, "{written}");
    let promised = |row: &str| assert!(written.contains(row), "{row} is promised:\n{written}");
    promised("| Transfer | 66 | 100 | 7 | 2 |");
    promised("| Transfer: caution (five cautions) | 73 | 190 | 10 | 3 |");
    promised("| Bulk transfer (full) | 275 | 375 | 15 | 4 |");
}

fn encoded_length(order: &Transaction) -> usize {
    order.encoded::<341>().unwrap().as_slice().len()
}

fn sealed(order: &Transaction) -> Vec<u8> {
    let keys = InstanceKey::new([7; 32]).message_keys();
    let validity = Validity::new(1, UnixTime::new(1_796_083_200), Seconds::minutes(5)).unwrap();
    let (random, profile) = (RandomBytes([9; 16]), DisplayProfile::CAMERA_TOKEN);
    let issued = issue(IssuerId::new(138), order, &keys, &random, validity, profile).unwrap();
    SealedMessage::seal(&issued.message, keys.sealing_key()).unwrap().as_bytes().to_vec()
}

const ACCOUNT: fn() -> Account =
    || Account::new(138, 110, AccountKind::Ordinary, 1_234_567).unwrap();
const OWN: fn() -> Account = || Account::new(138, 1, AccountKind::Current, 7_654_321).unwrap();
const MOST: Amount = Amount::yen(999_999_999_999);

fn made(operation: Operation, fields: &[Field]) -> Transaction {
    Transaction::new("I7000156KANR".parse().unwrap(), operation, fields).unwrap()
}

fn ascii(text: &str) -> AsciiText {
    AsciiText::parse(text).unwrap()
}

fn date(day: u8) -> Date {
    Date::new(2026, 12, day).unwrap()
}

fn payee() -> [Field; 2] {
    let name = KanaText::parse("ｶ)ﾜﾘﾌｼﾖｳｼﾞ ﾄｳｷﾖｳﾎﾝﾃﾝ").unwrap();
    [Field::PayeeAccount(ACCOUNT()), Field::PayeeName(name)]
}

fn examples() -> Vec<(&'static str, Transaction)> {
    [transfers(), batches(), administration(), vec![cautioned()]].concat()
}

fn transfers() -> Vec<(&'static str, Transaction)> {
    use Operation as Of;
    let (amount, date, to) = (Field::Amount(MOST), Field::ValueDate(date(1)), payee());
    let transfer = [&to[..], &[amount, date]].concat();
    let reference = Field::Reference(ascii("INV-2026/0012345"));
    let own = [Field::PayerAccount(OWN()), Field::PayeeAccount(ACCOUNT()), amount, date];
    let abroad = [
        Field::Beneficiary(ascii("WARIFU TRADING GMBH")),
        Field::BeneficiaryBank(ascii("COBADEFFXXX")),
        Field::Amount(Amount { minor_units: 12_500_000, currency: Currency::EUR }),
        date,
        reference,
    ];
    let number = AccountText::parse("12-345-678901").unwrap();
    let iban = "DE89370400440532013000".parse().unwrap();
    let again = [
        to[0],
        to[1],
        amount,
        Field::FirstDate(self::date(1)),
        Field::LastDate(self::date(31)),
        Field::Frequency(Frequency::Month),
    ];
    vec![
        ("Transfer", made(Of::Transfer, &transfer)),
        (
            "Transfer + reference",
            made(Of::TransferWithReference, &[&transfer[..], &[reference]].concat()),
        ),
        ("Own-account transfer", made(Of::OwnTransfer, &own)),
        (
            "Foreign transfer",
            made(
                Of::ForeignTransfer,
                &[&abroad[..], &[Field::BeneficiaryAccount(number)]].concat(),
            ),
        ),
        (
            "Foreign transfer IBAN",
            made(Of::ForeignTransferIban, &[&abroad[..], &[Field::Iban(iban)]].concat()),
        ),
        ("Standing order", made(Of::StandingOrder, &again)),
    ]
}

/// With the longest payees that there is room for.
fn batches() -> Vec<(&'static str, Transaction)> {
    let batch = |length: usize| {
        let payee = KanaText::parse(&"ｱ".repeat(length)).unwrap();
        let payment = Payment { account: ACCOUNT(), payee, amount: Amount::yen(9_999_999_999) };
        [
            Field::PayerAccount(OWN()),
            Field::Total(MOST),
            Field::Count(Count(999_999)),
            Field::LargestPayment(payment),
            Field::LargestNewPayment(payment),
            Field::DrawnPayment1(payment),
            Field::DrawnPayment2(payment),
            Field::NewAccounts(Count(999_999)),
            Field::ValueDate(date(1)),
            Field::BatchDigest(BatchDigest([0xa5; 32])),
        ]
    };
    let payments = made(Operation::BulkTransfer, &batch(30));
    let payroll = made(Operation::Payroll, &batch(30));
    vec![("Bulk transfer (full)", payments), ("Payroll (full)", payroll)]
}

fn administration() -> Vec<(&'static str, Transaction)> {
    use Operation as Of;
    let japanese = |text| JapaneseText::parse(text).unwrap();
    let tax = [
        Field::PayerAccount(OWN()),
        Field::Collector(japanese("国税庁")),
        Field::CollectorNumber("00200".parse().unwrap()),
        Field::PaymentNumber("12345678901234567890".parse().unwrap()),
        Field::Amount(Amount::yen(1_234_500)),
    ];
    let user = Field::TargetLogin("I7000157SATO".parse().unwrap());
    let logins: Vec<LoginId> =
        (0..8).map(|last| format!("I700015{last}SATO").parse().unwrap()).collect();
    let revoked = |logins| Field::TargetLogins(LoginIds::from_logins(logins).unwrap());
    let session = [
        Field::Reference(ascii("K7Q2-9XPD")),
        Field::Place(SessionText::parse("TOKYO JP").unwrap()),
        Field::Device(SessionText::parse("WINDOWS CHROME").unwrap()),
    ];
    vec![
        ("Tax or fee payment", made(Of::TaxPayment, &tax)),
        ("Payee registration", made(Of::PayeeRegistration, &payee())),
        (
            "Payee change",
            made(Of::PayeeChange, &[&payee()[..], &[Field::PreviousAccount(OWN())]].concat()),
        ),
        ("User change", made(Of::UserChange, &[user, Field::UserName(japanese("佐藤 花子"))])),
        ("Token revocation (one)", made(Of::TokenRevocation, &[revoked(&logins[..1])])),
        ("Token revocation (eight)", made(Of::TokenRevocation, &[revoked(&logins)])),
        ("Log-in", made(Of::LogIn, &session)),
    ]
}

fn cautioned() -> (&'static str, Transaction) {
    let cautions = [
        Caution::FirstTimePayee,
        Caution::RecentToken,
        Caution::NameDiffers,
        Caution::LargerThanUsual,
        Caution::StaffNeverAsk,
    ];
    let cautions = Field::Cautions(Cautions::from_cautions(&cautions).unwrap());
    let rest = [Field::Amount(MOST), Field::ValueDate(date(1)), cautions];
    let order = made(Operation::CautionedTransfer, &[&payee()[..], &rest].concat());
    ("Transfer: caution (five cautions)", order)
}
