//! The longest value of each type.

use warifu_core::LoginId;
use warifu_sign::transaction::{
    Account, AccountKind, Alphabet, Amount, Caution, Cautions, Currency, Date, FieldText, LoginIds,
    Payment, SessionText,
};

pub(crate) fn logins() -> LoginIds {
    let logins: Vec<_> = (0..LoginIds::MAX_COUNT).map(login).collect();
    LoginIds::from_logins(&logins).unwrap()
}

/// Five cautions of the longest Japanese texts.
pub(crate) fn cautions() -> Cautions {
    use Caution::{FirstTimePayee, LargerThanUsual, NameSimilar, RecentToken, StaffNeverAsk};
    let most = [FirstTimePayee, RecentToken, NameSimilar, LargerThanUsual, StaffNeverAsk];
    Cautions::from_cautions(&most).unwrap()
}

pub(crate) fn login(index: u8) -> LoginId {
    format!("WWWWWWWWWWW{index}").parse().unwrap()
}

/// "Other", その他, is the longest kind in both languages.
pub(crate) fn account() -> Account {
    Account::new(9_999, 999, AccountKind::Other, 9_999_999).unwrap()
}

pub(crate) const AMOUNT: Amount = Amount { minor_units: u64::MAX, currency: Currency::JPY };

pub(crate) fn payment() -> Payment {
    Payment { account: account(), payee: text("ｱ"), amount: AMOUNT }
}

pub(crate) fn date() -> Date {
    Date::new(2127, 12, 31).unwrap()
}

pub(crate) fn session_text() -> SessionText {
    SessionText::parse(&[&*"W".repeat(21), &*"W".repeat(13)].join(" ")).unwrap()
}

pub(crate) fn text<A: Alphabet, const N: usize>(character: &str) -> FieldText<A, N> {
    FieldText::parse(&character.repeat(FieldText::<A, N>::MAX_LENGTH)).unwrap()
}
