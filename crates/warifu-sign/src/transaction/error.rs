use thiserror::Error;
use warifu_core::LoginId;

use super::{Caution, Repertoire};

/// Why a value cannot be one of a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum FieldError {
    /// A text is empty, or too long for its repertoire.
    #[error("{} has 1 to {longest} characters", .repertoire.name())]
    TextLength {
        /// The repertoire that was asked for.
        repertoire: Repertoire,
        /// The longest text of it, in characters.
        longest: usize,
    },
    /// A text has a character outside its repertoire.
    #[error("character {index} is not {}", .repertoire.name())]
    TextCharacter {
        /// The repertoire that was asked for.
        repertoire: Repertoire,
        /// The character's index, counted from zero.
        index: usize,
    },
    /// A text has a space at the start, at the end, or after another space.
    #[error("the space at character {index} would not be seen")]
    TextSpace {
        /// The space's index, counted from zero.
        index: usize,
    },
    /// A text about a session has a word that is longer than the smallest screen is wide.
    #[error("the word at character {index} has more than 21 characters")]
    SessionWord {
        /// The index of the word's first character, counted from zero.
        index: usize,
    },
    /// A bank, branch or account number has too many digits.
    #[error("an account has 4 digits of bank, 3 of branch and 7 of number")]
    Account,
    /// An account number of a country without IBANs begins like an IBAN.
    #[error("an account number that begins like an IBAN belongs in the field for IBANs")]
    AccountLikeIban,
    /// A byte does not belong where it is in an IBAN.
    #[error("byte {index} does not belong in an IBAN")]
    IbanCharacter {
        /// The byte's index, counted from zero.
        index: usize,
    },
    /// The country of an IBAN is not in the registry.
    #[error("the country has no IBANs")]
    IbanCountry,
    /// An IBAN has another length than those of its country.
    #[error("the IBANs of the country have another length")]
    IbanLength,
    /// The check digits of an IBAN are wrong.
    #[error("the check digits of the IBAN are wrong")]
    IbanCheckDigits,
    /// A text is not 1 to 20 ASCII digits.
    #[error("not 1 to 20 digits")]
    Digits,
    /// A day does not exist, or is outside 2000 to 2127.
    #[error("not a day from 2000-01-01 to 2127-12-31")]
    Date,
    /// The code of a currency is not in the registry.
    #[error("not the code of a national currency of ISO 4217")]
    Currency,
    /// A set of cautions is empty.
    #[error("there is no caution")]
    NoCaution,
    /// A caution is there twice.
    #[error("the caution {0:?} is there twice")]
    RepeatedCaution(Caution),
    /// A caution about the payee's name comes with another one about it.
    #[error("the caution {0:?} contradicts another one about the name")]
    ContradictingCaution(Caution),
    /// A set of login IDs is empty, or has more than eight.
    #[error("there are 1 to 8 login IDs")]
    LoginIdCount,
    /// A login ID is there twice.
    #[error("the login ID {0} is there twice")]
    RepeatedLoginId(LoginId),
}
