//! The longest value of each label.

use warifu_core::LoginId;
use warifu_sign::transaction::{
    Account, AccountKind, AccountText, Alphabet, Amount, BatchDigest, Caution, Cautions, Count,
    Currency, Date, Field, FieldText, Frequency, Label, LoginIds, Payment, SessionText,
};

pub(crate) fn field(label: Label) -> Field {
    match label {
        Label::Cautions => Field::Cautions(cautions()),
        Label::TargetLogin => Field::TargetLogin(login(0)),
        Label::UserName => Field::UserName(text("割")),
        Label::TargetLogins => {
            let logins: Vec<_> = (0..LoginIds::MAX_COUNT).map(login).collect();
            Field::TargetLogins(LoginIds::from_logins(&logins).unwrap())
        }
        Label::PayerAccount => Field::PayerAccount(account()),
        Label::PreviousAccount => Field::PreviousAccount(account()),
        Label::PayeeAccount => Field::PayeeAccount(account()),
        Label::PayeeName => Field::PayeeName(text("ｱ")),
        Label::Beneficiary => Field::Beneficiary(text("W")),
        Label::BeneficiaryAccount => {
            Field::BeneficiaryAccount(AccountText::parse(&"W".repeat(35)).unwrap())
        }
        Label::BeneficiaryBank => Field::BeneficiaryBank(text("W")),
        Label::Iban => Field::Iban("RU0304452522540817810538091310419".parse().unwrap()),
        Label::Collector => Field::Collector(text("割")),
        Label::CollectorNumber => Field::CollectorNumber("9".repeat(20).parse().unwrap()),
        Label::PaymentNumber => Field::PaymentNumber("9".repeat(20).parse().unwrap()),
        Label::Amount => Field::Amount(AMOUNT),
        Label::Total => Field::Total(AMOUNT),
        Label::Count => Field::Count(Count(u32::MAX)),
        Label::DailyLimit => Field::DailyLimit(AMOUNT),
        Label::LargestPayment => Field::LargestPayment(payment()),
        Label::LargestNewPayment => Field::LargestNewPayment(payment()),
        Label::DrawnPayment1 => Field::DrawnPayment1(payment()),
        Label::DrawnPayment2 => Field::DrawnPayment2(payment()),
        Label::NewAccounts => Field::NewAccounts(Count(u32::MAX)),
        Label::ValueDate => Field::ValueDate(date()),
        Label::FirstDate => Field::FirstDate(date()),
        Label::LastDate => Field::LastDate(date()),
        Label::Frequency => Field::Frequency(Frequency::TwoMonths),
        Label::Reference => Field::Reference(text("W")),
        Label::Place => Field::Place(session_text()),
        Label::Device => Field::Device(session_text()),
        Label::BatchDigest => Field::BatchDigest(BatchDigest([0xff; 32])),
    }
}

/// Five cautions of the longest Japanese texts.
fn cautions() -> Cautions {
    use Caution::{FirstTimePayee, LargerThanUsual, NameSimilar, RecentToken, StaffNeverAsk};
    let most = [FirstTimePayee, RecentToken, NameSimilar, LargerThanUsual, StaffNeverAsk];
    Cautions::from_cautions(&most).unwrap()
}

fn login(index: u8) -> LoginId {
    format!("WWWWWWWWWWW{index}").parse().unwrap()
}

/// "Other", その他, is the longest kind in both languages.
fn account() -> Account {
    Account::new(9_999, 999, AccountKind::Other, 9_999_999).unwrap()
}

const AMOUNT: Amount = Amount { minor_units: u64::MAX, currency: Currency::JPY };

fn payment() -> Payment {
    Payment { account: account(), payee: text("ｱ"), amount: AMOUNT }
}

fn date() -> Date {
    Date::new(2127, 12, 31).unwrap()
}

fn session_text() -> SessionText {
    SessionText::parse(&[&*"W".repeat(21), &*"W".repeat(13)].join(" ")).unwrap()
}

fn text<A: Alphabet, const N: usize>(character: &str) -> FieldText<A, N> {
    FieldText::parse(&character.repeat(FieldText::<A, N>::MAX_LENGTH)).unwrap()
}
