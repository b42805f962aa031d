use warifu_sign::{Language, PickChoice};

use super::words::Texts;

/// What the screen of a pick has to choose from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// One of the three accounts.
    Account(PickChoice),
    /// "None of these": the person knows another account.
    NoneOfThese,
}

impl Choice {
    /// The words of the choice that is no account.
    pub const fn none_of_these(language: Language) -> &'static str {
        Texts::NONE_OF_THESE.text(language)
    }

    /// The choice below `selected`; the first one after the last, and when there is none.
    pub(super) const fn after(selected: Option<Self>) -> Self {
        match selected {
            Some(Self::NoneOfThese) | None => Self::Account(PickChoice::First),
            Some(Self::Account(PickChoice::First)) => Self::Account(PickChoice::Second),
            Some(Self::Account(PickChoice::Second)) => Self::Account(PickChoice::Third),
            Some(Self::Account(PickChoice::Third)) => Self::NoneOfThese,
        }
    }
}
