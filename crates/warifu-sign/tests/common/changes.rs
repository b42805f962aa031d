//! Every kind of change to one value.

use warifu_core::LoginId;
use warifu_sign::transaction::{
    Account, AccountText, Alphabet, Amount, BatchDigest, Caution, Cautions, Count, Currency,
    DigitText, FieldText, Iban, LoginIds, Payment, SessionText,
};

use super::random::Random;
use super::values::{ALPHANUMERIC, ASCII, KANA, KINDS, iban_of, spelt};

pub(crate) fn login(login: LoginId, random: &mut Random) -> LoginId {
    edited(login.as_str(), random, ALPHANUMERIC).parse().unwrap_or(login)
}

/// One login ID changed, added or removed, or two of them cut at another place.
pub(crate) fn logins(logins: LoginIds, random: &mut Random) -> LoginIds {
    let mut changed: Vec<_> = logins.iter().collect();
    let place = random.below(changed.len());
    match random.below(4) {
        0 => changed[place] = login(changed[place], random),
        1 => changed.push(super::values::login(random)),
        2 => drop(changed.remove(place)),
        _ => {
            let joined: String = changed.iter().map(LoginId::as_str).collect();
            let (one, other) = joined.split_at(1 + random.below(joined.len()));
            changed = [one, other].iter().filter_map(|text| text.parse().ok()).collect();
        }
    }
    LoginIds::from_logins(&changed).unwrap_or(logins)
}

/// One caution more or less, or another verdict on the name.
pub(crate) fn cautions(cautions: Cautions, random: &mut Random) -> Cautions {
    let other = random.one_of(&Caution::ALL);
    let verdict = |caution: Caution| (0x10..0x14).contains(&caution.number());
    let replaces = verdict(other) && random.below(2) == 0;
    let mut changed: Vec<_> =
        cautions.iter().filter(|old| *old != other && !(replaces && verdict(*old))).collect();
    if !cautions.contains(other) {
        changed.push(other);
    }
    Cautions::from_cautions(&changed).unwrap_or(cautions)
}

/// One of its four parts, from another account; or a digit of the whole.
pub(crate) fn account(account: Account, random: &mut Random) -> Account {
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

pub(crate) fn amount(Amount { minor_units, currency }: Amount, random: &mut Random) -> Amount {
    let ways = [minor_units ^ 1, minor_units / 10, minor_units.wrapping_mul(100), !minor_units];
    match random.below(6) {
        0 => Amount { minor_units, currency: random.one_of(Currency::REGISTRY) },
        _ => Amount { minor_units: random.one_of(&ways), currency },
    }
}

pub(crate) fn count(Count(count): Count, random: &mut Random) -> Count {
    let ways = [count ^ 1, count.wrapping_add(1), count / 10, count.wrapping_mul(10)];
    Count(random.one_of(&ways))
}

pub(crate) fn payment(payment: Payment, random: &mut Random) -> Payment {
    match random.below(3) {
        0 => Payment { account: account(payment.account, random), ..payment },
        1 => Payment { payee: text(payment.payee, random, KANA), ..payment },
        _ => Payment { amount: amount(payment.amount, random), ..payment },
    }
}

pub(crate) fn digits(digits: DigitText, random: &mut Random) -> DigitText {
    edited(&digits.to_string(), random, "0123456789").parse().unwrap_or(digits)
}

pub(crate) fn digest(BatchDigest(mut bytes): BatchDigest, random: &mut Random) -> BatchDigest {
    bytes[random.below(32)] ^= 1 << random.below(8);
    BatchDigest(bytes)
}

/// Its number changed, with the check digits that are then right.
pub(crate) fn iban(iban: Iban, random: &mut Random) -> Iban {
    let (front, number) = iban.as_str().split_at(4);
    let edited = edited(number, random, "0123456789AIOZ");
    if edited.len() == number.len() { iban_of(&front[..2], &edited) } else { iban }
}

pub(crate) fn account_text(old: AccountText, random: &mut Random) -> AccountText {
    AccountText::parse(&edited(&old.to_string(), random, ASCII)).unwrap_or(old)
}

pub(crate) fn session_text(old: SessionText, random: &mut Random) -> SessionText {
    SessionText::parse(&edited(&old.to_string(), random, ASCII)).unwrap_or(old)
}

pub(crate) fn text<A: Alphabet, const N: usize>(
    text: FieldText<A, N>,
    random: &mut Random,
    characters: &str,
) -> FieldText<A, N>
where
    FieldText<A, N>: Copy,
{
    FieldText::parse(&edited(&text.to_string(), random, characters)).unwrap_or(text)
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
