use core::fmt;

use hmac::Mac;
use thiserror::Error;
use warifu_core::codec::Reader;
use warifu_core::keys::PickKey;
use warifu_core::{AuthenticatedMessage, Message, Validity, kind};

use crate::confirmed::Confirmed;
use crate::suite::keyed;
use crate::transaction::{Account, Body, Caution, Field};

/// A first payment to a payee was confirmed: the person picks the last four digits of its account number out of three.
///
/// The two wrong ones and the order come from a key of the instance and the nonce of the message, so the device needs no
/// randomness, and a page on a PC cannot say "the second one".
///
/// No choice can be tried twice:
///
/// ```compile_fail
/// # use warifu_sign::*; use warifu_core::keys::PickKey;
/// fn again(pick: AccountPick, key: &PickKey) {
///     let _ = pick.pick(key, PickChoice::First);
///     let _ = pick.pick(key, PickChoice::Second);
/// }
/// ```
pub struct AccountPick {
    message: AuthenticatedMessage<kind::Transaction>,
    right: LastDigits,
}

impl AccountPick {
    pub(crate) const fn new(
        message: AuthenticatedMessage<kind::Transaction>,
        right: LastDigits,
    ) -> Self {
        Self { message, right }
    }

    /// The digits to choose from, in the order of the screen. The three differ.
    ///
    /// `key` is the pick key of the instance whose message key opened the message.
    pub fn choices(&self, key: &PickKey) -> [LastDigits; 3] {
        choices(self.right, self.message.message(), key)
    }

    /// When the message expires, and the sequence number that a pick uses up, be it right or wrong.
    #[must_use]
    pub const fn validity(&self) -> &Validity {
        self.message.message().validity()
    }

    /// The person has picked.
    ///
    /// # Errors
    ///
    /// [`WrongPickError`]: there is no number for this confirmation.
    pub fn pick(
        self,
        key: &PickKey,
        choice: PickChoice,
    ) -> Result<Confirmed<kind::Transaction>, WrongPickError> {
        let [first, second, third] = self.choices(key);
        let picked = match choice {
            PickChoice::First => first,
            PickChoice::Second => second,
            PickChoice::Third => third,
        };
        // A wrong pick says that the person did not mean this account.
        if picked == self.right { Ok(Confirmed::new(self.message)) } else { Err(WrongPickError) }
    }
}

impl fmt::Debug for AccountPick {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccountPick")
    }
}

/// Which of the three choices of an [`AccountPick`] the person picked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PickChoice {
    /// The first on the screen.
    First,
    /// The second.
    Second,
    /// The third.
    Third,
}

impl PickChoice {
    /// All three, in the order of the screen.
    pub const ALL: [Self; 3] = [Self::First, Self::Second, Self::Third];
}

/// The last four digits of an account number, 0 to 9,999. `Display` writes leading zeros; redacted in `Debug`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct LastDigits(u16);

impl LastDigits {
    fn from_account(account: &Account) -> Self {
        Self::from_sum(u64::from(account.number()))
    }

    /// The number modulo 10,000.
    #[expect(clippy::expect_used, reason = "a remainder of 10,000 has 14 bits")]
    fn from_sum(number: u64) -> Self {
        Self(u16::try_from(number % HOW_MANY).expect("below 10,000"))
    }

    /// 0 to 9,999.
    pub const fn value(self) -> u16 {
        self.0
    }
}

impl fmt::Debug for LastDigits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LastDigits(redacted)")
    }
}

impl fmt::Display for LastDigits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.0)
    }
}

/// Other digits than the account's were picked. Its own type: the device that asked ends the confirmation, and no bank sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the digits that were picked are not those of the account")]
pub struct WrongPickError;

/// The digits to be picked, if the transaction warns of a first payment. A review has read the same message before.
#[expect(
    clippy::expect_used,
    reason = "every operation with cautions has a payee's account; tests/pick.rs goes through them"
)]
pub(crate) fn last_digits_of(message: &Message<kind::Transaction>) -> Option<LastDigits> {
    let body = Body::decode_again(message.body());
    let is_first = |field| matches!(field, Field::Cautions(cautions) if cautions.contains(Caution::FirstTimePayee));
    if !body.fields().any(is_first) {
        return None;
    }
    let mut accounts = body.fields().filter_map(|field| {
        let Field::PayeeAccount(account) = field else { return None };
        Some(LastDigits::from_account(&account))
    });
    // Without an account there must be no number at all, and not a number without a pick.
    Some(accounts.next().expect("who is warned of a payee is shown its account"))
}

#[expect(
    clippy::arithmetic_side_effects,
    reason = "every sum is below 20,000: remainders of 10,000 and less"
)]
fn choices(
    right: LastDigits,
    message: &Message<kind::Transaction>,
    key: &PickKey,
) -> [LastDigits; 3] {
    let mut mac = keyed(key.expose());
    mac.update(&message.nonce().0);
    let [first, second, place] = numbers(&mac.finalize().into_bytes());
    // Offsets from the right digits, from 1, so that no wrong ones are right; and different from each other.
    let one = first % (HOW_MANY - 1) + 1;
    let other = second % (HOW_MANY - 2) + 1;
    let other = if other < one { other } else { other + 1 };
    let [one, other] =
        [one, other].map(|offset| LastDigits::from_sum(u64::from(right.value()) + offset));
    match place % 3 {
        0 => [right, one, other],
        1 => [one, right, other],
        _ => [one, other, right],
    }
}

/// The first three `u64` of a tag.
#[expect(clippy::expect_used, reason = "HMAC-SHA-256 has 32 bytes")]
fn numbers(tag: &[u8]) -> [u64; 3] {
    let mut reader = Reader::new(tag);
    core::array::from_fn(|_| reader.u64().expect("a tag holds three"))
}

const HOW_MANY: u64 = 10_000;
