//! What the tests make of a field: one table of the types of values, and the labels. A new type is a row, a new label a
//! word.

use warifu_core::LoginId;
use warifu_sign::transaction::{
    Account, AccountText, Amount, AsciiText, BatchDigest, Cautions, Count, Date, DigitText, Field,
    Frequency, Iban, JapaneseText, KanaText, Label, LoginIds, Payment, SessionText,
};

use super::random::Random;
use super::values::{ASCII, JAPANESE, KANA};
use super::{changes, longest, values};

/// A type of values.
trait Value {
    /// One drawn from a seed.
    fn drawn(random: &mut Random) -> Self;

    /// Another one, as close as one of the ways to change it allows. Now and then it is the same.
    fn changed(self, random: &mut Random) -> Self;

    /// The longest one.
    fn longest() -> Self;
}

macro_rules! values {
    ($($value:ty: $random:ident => $drawn:expr, $old:pat => $changed:expr, $longest:expr;)+) => {$(
        impl Value for $value {
            fn drawn($random: &mut Random) -> Self {
                $drawn
            }

            fn changed(self, $random: &mut Random) -> Self {
                let $old = self;
                $changed
            }

            fn longest() -> Self {
                $longest
            }
        }
    )+};
}

#[rustfmt::skip] // a table
values! {
    Cautions: random => values::cautions(random), old => changes::cautions(old, random), longest::cautions();
    LoginId: random => values::login(random), old => changes::login(old, random), longest::login(0);
    LoginIds: random => values::logins(random), old => changes::logins(old, random), longest::logins();
    Account: random => values::account(random), old => changes::account(old, random), longest::account();
    KanaText: random => values::text(random, KANA), old => changes::text(old, random, KANA), longest::text("ｱ");
    AsciiText: random => values::text(random, ASCII), old => changes::text(old, random, ASCII), longest::text("W");
    JapaneseText: random => values::text(random, JAPANESE), old => changes::text(old, random, JAPANESE), longest::text("割");
    AccountText: random => values::account_text(random), old => changes::account_text(old, random), Self::parse(&"W".repeat(35)).unwrap();
    SessionText: random => values::session_text(random), old => changes::session_text(old, random), longest::session_text();
    Iban: random => values::iban(random), old => changes::iban(old, random), "RU0304452522540817810538091310419".parse().unwrap();
    DigitText: random => values::digits(random), old => changes::digits(old, random), "9".repeat(20).parse().unwrap();
    Amount: random => values::amount(random), old => changes::amount(old, random), longest::AMOUNT;
    Count: random => values::count(random), old => changes::count(old, random), Self(u32::MAX);
    Payment: random => values::payment(random), old => changes::payment(old, random), longest::payment();
    Date: random => values::date(random), _ => values::date(random), longest::date();
    Frequency: random => random.one_of(&Self::ALL), _ => random.one_of(&Self::ALL), Self::TwoMonths;
    BatchDigest: random => values::digest(random), old => changes::digest(old, random), Self([0xff; 32]);
}

macro_rules! fields {
    ($($label:ident)+) => {
        pub(crate) fn drawn(label: Label, random: &mut Random) -> Field {
            match label {
                $(Label::$label => Field::$label(Value::drawn(random)),)+
            }
        }

        pub(crate) fn changed(field: &Field, random: &mut Random) -> Field {
            match *field {
                $(Field::$label(old) => Field::$label(old.changed(random)),)+
            }
        }

        pub(crate) fn longest(label: Label) -> Field {
            match label {
                $(Label::$label => Field::$label(Value::longest()),)+
            }
        }
    };
}

fields! {
    Cautions TargetLogin UserName TargetLogins PayerAccount PreviousAccount PayeeAccount PayeeName Beneficiary BeneficiaryAccount BeneficiaryBank Iban Collector CollectorNumber PaymentNumber Amount Total Count DailyLimit LargestPayment LargestNewPayment DrawnPayment1 DrawnPayment2 NewAccounts ValueDate FirstDate LastDate Frequency Reference Place Device BatchDigest
}
