//! Values drawn from a seed, of characters that are easily taken for each other.

use warifu_core::LoginId;
use warifu_sign::transaction::{
    Account, AccountKind, AccountText, Alphabet, Amount, AsciiText, BatchDigest, Caution, Cautions,
    Count, Currency, Date, DigitText, FieldText, Iban, LoginIds, Payment, SessionText,
};

use super::random::Random;

pub(crate) fn login(random: &mut Random) -> LoginId {
    let length = 1 + random.below(12);
    spelt(random, ALPHANUMERIC, length).parse().unwrap()
}

pub(crate) fn logins(random: &mut Random) -> LoginIds {
    let logins: Vec<_> =
        (0..=random.below(usize::from(LoginIds::MAX_COUNT))).map(|_| login(random)).collect();
    LoginIds::from_logins(&logins).unwrap_or(LoginIds::from_logins(&logins[..1]).unwrap())
}

pub(crate) fn cautions(random: &mut Random) -> Cautions {
    loop {
        let chosen = Caution::ALL.into_iter().filter(|_| random.below(2) == 0);
        if let Ok(cautions) = Cautions::from_cautions(&chosen.collect::<Vec<_>>()) {
            return cautions;
        }
    }
}

pub(crate) fn account(random: &mut Random) -> Account {
    let bank = u16::try_from(random.below(10_000)).unwrap();
    let branch = u16::try_from(random.below(1_000)).unwrap();
    let number = u32::try_from(random.below(10_000_000)).unwrap();
    Account::new(bank, branch, random.one_of(&KINDS), number).unwrap()
}

pub(crate) fn amount(random: &mut Random) -> Amount {
    Amount { minor_units: random.magnitude(), currency: random.one_of(Currency::REGISTRY) }
}

pub(crate) fn count(random: &mut Random) -> Count {
    Count(u32::try_from(random.magnitude() >> 32).unwrap())
}

pub(crate) fn payment(random: &mut Random) -> Payment {
    Payment { account: account(random), payee: text(random, KANA), amount: amount(random) }
}

pub(crate) fn date(random: &mut Random) -> Date {
    let year = 2000 + u16::try_from(random.below(128)).unwrap();
    let month = 1 + u8::try_from(random.below(12)).unwrap();
    Date::new(year, month, 1 + u8::try_from(random.below(28)).unwrap()).unwrap()
}

pub(crate) fn digits(random: &mut Random) -> DigitText {
    let length = 1 + random.below(DigitText::MAX_LENGTH);
    spelt(random, "0123456789", length).parse().unwrap()
}

pub(crate) fn digest(random: &mut Random) -> BatchDigest {
    BatchDigest(core::array::from_fn(|_| u8::try_from(random.below(256)).unwrap()))
}

pub(crate) fn iban(random: &mut Random) -> Iban {
    let countries: Vec<_> = Iban::countries().collect();
    let (country, length) = random.one_of(&countries);
    let number = spelt(random, "0123456789AIOZ", length - 4);
    iban_of(country, &number)
}

/// With the check digits of ISO 7064, in decimal digits as in the standard's own description.
pub(crate) fn iban_of(country: &str, number: &str) -> Iban {
    let digits: String = [number, country, "00"]
        .concat()
        .chars()
        .map(|character| character.to_digit(36).unwrap().to_string())
        .collect();
    let rest = digits.bytes().fold(0, |rest, digit| (rest * 10 + u32::from(digit - b'0')) % 97);
    format!("{country}{:02}{number}", 98 - rest).parse().unwrap()
}

pub(crate) fn account_text(random: &mut Random) -> AccountText {
    let text: AsciiText = text(random, ASCII);
    AccountText::parse(&text.to_string()).unwrap_or(AccountText::parse("A").unwrap())
}

pub(crate) fn session_text(random: &mut Random) -> SessionText {
    let text: AsciiText = text(random, ASCII);
    SessionText::parse(&text.to_string()).unwrap_or(SessionText::parse("A").unwrap())
}

pub(crate) fn text<A: Alphabet, const N: usize>(
    random: &mut Random,
    characters: &str,
) -> FieldText<A, N> {
    let length = 1 + random.below(FieldText::<A, N>::MAX_LENGTH);
    let drawn = spelt(random, characters, length);
    let tidy = drawn.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    FieldText::parse(if tidy.is_empty() { "A" } else { &tidy }).unwrap()
}

pub(crate) fn spelt(random: &mut Random, characters: &str, length: usize) -> String {
    let characters: Vec<char> = characters.chars().collect();
    (0..length).map(|_| random.one_of(&characters)).collect()
}

pub(crate) const KANA: &str = " ()-.,/019AIOZ¥｢｣ｦｱｲｳｶﾅﾉﾊﾛﾝﾞﾟ";
pub(crate) const ASCII: &str = " '()+,-./019:?AIOZ";
pub(crate) const JAPANESE: &str = " -019AIO¥ｱﾆﾛﾊﾞ二口割符士土ぁあへ々";
pub(crate) const ALPHANUMERIC: &str = "019AIOZailoz";
pub(crate) const KINDS: [AccountKind; 4] =
    [AccountKind::Ordinary, AccountKind::Current, AccountKind::Savings, AccountKind::Other];
