//! Transactions drawn from a seed, and every kind of change to one of their fields.

use warifu_core::LoginId;
use warifu_sign::transaction::{
    Account, AccountKind, Alphabet, Amount, BatchDigest, Count, Currency, Date, DigitText, Draft,
    Field, Label, Operation, Text, Transaction,
};

/// Splitmix64: every run draws the same.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(bound).unwrap()).unwrap()
    }

    pub(crate) fn one_of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }

    /// As likely 3 as 30 billion.
    fn magnitude(&mut self) -> u64 {
        let shift = self.below(64);
        self.next() >> shift
    }
}

pub(crate) fn transaction(random: &mut Random) -> Transaction {
    let operation = random.one_of(&Operation::ALL);
    let draft = Draft::new(login(random), operation);
    let fields = operation.fields().iter();
    fields.fold(draft, |draft, &label| draft.with(field(label, random)).unwrap()).finish().unwrap()
}

pub(crate) fn field(label: Label, random: &mut Random) -> Field {
    match label {
        Label::TargetLogin => Field::TargetLogin(login(random)),
        Label::UserName => Field::UserName(text(random, JAPANESE)),
        Label::PayerAccount => Field::PayerAccount(account(random)),
        Label::PreviousAccount => Field::PreviousAccount(account(random)),
        Label::PayeeAccount => Field::PayeeAccount(account(random)),
        Label::PayeeName => Field::PayeeName(text(random, KANA)),
        Label::Beneficiary => Field::Beneficiary(text(random, ASCII)),
        Label::BeneficiaryAccount => Field::BeneficiaryAccount(text(random, ASCII)),
        Label::BeneficiaryBank => Field::BeneficiaryBank(text(random, ASCII)),
        Label::Collector => Field::Collector(text(random, JAPANESE)),
        Label::CollectorNumber => Field::CollectorNumber(digits(random)),
        Label::PaymentNumber => Field::PaymentNumber(digits(random)),
        Label::Amount => Field::Amount(amount(random)),
        Label::Total => Field::Total(amount(random)),
        Label::Count => Field::Count(Count(u32::try_from(random.magnitude() >> 32).unwrap())),
        Label::DailyLimit => Field::DailyLimit(amount(random)),
        Label::LargestAccount => Field::LargestAccount(account(random)),
        Label::LargestName => Field::LargestName(text(random, KANA)),
        Label::LargestAmount => Field::LargestAmount(amount(random)),
        Label::ValueDate => Field::ValueDate(date(random)),
        Label::Reference => Field::Reference(text(random, ASCII)),
        Label::BatchDigest => Field::BatchDigest(BatchDigest(core::array::from_fn(|_| {
            u8::try_from(random.below(256)).unwrap()
        }))),
    }
}

/// Another value for the field, as close as one of the ways to change it allows. Now and then it is the same value.
pub(crate) fn changed(field: &Field, random: &mut Random) -> Field {
    match *field {
        Field::TargetLogin(login) => Field::TargetLogin(changed_login(login, random)),
        Field::UserName(name) => Field::UserName(changed_text(name, random, JAPANESE)),
        Field::PayerAccount(account) => Field::PayerAccount(changed_account(account, random)),
        Field::PreviousAccount(account) => Field::PreviousAccount(changed_account(account, random)),
        Field::PayeeAccount(account) => Field::PayeeAccount(changed_account(account, random)),
        Field::PayeeName(name) => Field::PayeeName(changed_text(name, random, KANA)),
        Field::Beneficiary(name) => Field::Beneficiary(changed_text(name, random, ASCII)),
        Field::BeneficiaryAccount(name) => {
            Field::BeneficiaryAccount(changed_text(name, random, ASCII))
        }
        Field::BeneficiaryBank(name) => Field::BeneficiaryBank(changed_text(name, random, ASCII)),
        Field::Collector(name) => Field::Collector(changed_text(name, random, JAPANESE)),
        Field::CollectorNumber(digits) => Field::CollectorNumber(changed_digits(digits, random)),
        Field::PaymentNumber(digits) => Field::PaymentNumber(changed_digits(digits, random)),
        Field::Amount(amount) => Field::Amount(changed_amount(amount, random)),
        Field::Total(amount) => Field::Total(changed_amount(amount, random)),
        Field::Count(Count(count)) => {
            let ways = [count ^ 1, count.wrapping_add(1), count / 10, count.wrapping_mul(10)];
            Field::Count(Count(random.one_of(&ways)))
        }
        Field::DailyLimit(amount) => Field::DailyLimit(changed_amount(amount, random)),
        Field::LargestAccount(account) => Field::LargestAccount(changed_account(account, random)),
        Field::LargestName(name) => Field::LargestName(changed_text(name, random, KANA)),
        Field::LargestAmount(amount) => Field::LargestAmount(changed_amount(amount, random)),
        Field::ValueDate(_) => Field::ValueDate(date(random)),
        Field::Reference(text) => Field::Reference(changed_text(text, random, ASCII)),
        Field::BatchDigest(BatchDigest(mut bytes)) => {
            bytes[random.below(32)] ^= 1 << random.below(8);
            Field::BatchDigest(BatchDigest(bytes))
        }
    }
}

pub(crate) fn login(random: &mut Random) -> LoginId {
    let length = 1 + random.below(12);
    spelt(random, ALPHANUMERIC, length).parse().unwrap()
}

pub(crate) fn changed_login(login: LoginId, random: &mut Random) -> LoginId {
    edited(login.as_str(), random, ALPHANUMERIC).parse().unwrap_or(login)
}

fn account(random: &mut Random) -> Account {
    let bank = u16::try_from(random.below(10_000)).unwrap();
    let branch = u16::try_from(random.below(1_000)).unwrap();
    let number = u32::try_from(random.below(10_000_000)).unwrap();
    Account::new(bank, branch, random.one_of(&KINDS), number).unwrap()
}

/// One of its four parts, from another account; or a digit of the whole.
fn changed_account(account: Account, random: &mut Random) -> Account {
    let (mut bank, mut branch) = (account.bank(), account.branch());
    let (mut kind, mut number) = (account.kind(), account.number());
    match random.below(5) {
        0 => bank = (bank + 1) % 10_000,
        1 => branch = (branch + 10) % 1_000,
        2 => kind = random.one_of(&KINDS),
        3 => number = (number + 1) % 10_000_000,
        _ => number = number % 1_000_000 * 10,
    }
    Account::new(bank, branch, kind, number).unwrap()
}

fn amount(random: &mut Random) -> Amount {
    Amount { minor_units: random.magnitude(), currency: random.one_of(Currency::REGISTRY) }
}

fn changed_amount(Amount { minor_units, currency }: Amount, random: &mut Random) -> Amount {
    let ways = [minor_units ^ 1, minor_units / 10, minor_units.wrapping_mul(100), !minor_units];
    match random.below(6) {
        0 => Amount { minor_units, currency: random.one_of(Currency::REGISTRY) },
        _ => Amount { minor_units: random.one_of(&ways), currency },
    }
}

fn date(random: &mut Random) -> Date {
    let year = 2000 + u16::try_from(random.below(128)).unwrap();
    let month = 1 + u8::try_from(random.below(12)).unwrap();
    Date::new(year, month, 1 + u8::try_from(random.below(28)).unwrap()).unwrap()
}

fn digits(random: &mut Random) -> DigitText {
    let length = 1 + random.below(DigitText::MAX_LENGTH);
    spelt(random, "0123456789", length).parse().unwrap()
}

fn changed_digits(digits: DigitText, random: &mut Random) -> DigitText {
    edited(&digits.to_string(), random, "0123456789").parse().unwrap_or(digits)
}

fn text<A: Alphabet, const N: usize>(random: &mut Random, characters: &str) -> Text<A, N> {
    let length = 1 + random.below(Text::<A, N>::MAX_LENGTH);
    let drawn = spelt(random, characters, length);
    let tidy = drawn.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    Text::parse(if tidy.is_empty() { "A" } else { &tidy }).unwrap()
}

fn changed_text<A: Alphabet, const N: usize>(
    text: Text<A, N>,
    random: &mut Random,
    characters: &str,
) -> Text<A, N>
where
    Text<A, N>: Copy,
{
    Text::parse(&edited(&text.to_string(), random, characters)).unwrap_or(text)
}

/// A character replaced, added or removed, or two neighbours swapped.
fn edited(text: &str, random: &mut Random, characters: &str) -> String {
    let mut edited: Vec<char> = text.chars().collect();
    let place = random.below(edited.len());
    let character = spelt(random, characters, 1).chars().next().unwrap();
    match random.below(4) {
        0 => edited[place] = character,
        1 => edited.insert(place, character),
        2 => drop(edited.remove(place)),
        _ => edited.swap(place, text.chars().count() - 1),
    }
    edited.into_iter().collect()
}

fn spelt(random: &mut Random, characters: &str, length: usize) -> String {
    let characters: Vec<char> = characters.chars().collect();
    (0..length).map(|_| random.one_of(&characters)).collect()
}

const KANA: &str = " ()-.,/019AIOZ¥｢｣ｱｲｶﾅﾉﾊﾛﾝﾞﾟ";
const ASCII: &str = " '()+,-./019:?AIOZ";
const JAPANESE: &str = " -019AIO¥ｱﾆﾛﾞ二口割符士土ぁあへ々";
const ALPHANUMERIC: &str = "019AIOZailoz";
const KINDS: [AccountKind; 4] =
    [AccountKind::Ordinary, AccountKind::Current, AccountKind::Savings, AccountKind::Other];
