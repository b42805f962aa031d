use warifu_core::Seconds;
use warifu_sign::Language;

use super::screen_row::ScreenRow;
use super::timers::{T_ACKNOWLEDGE, T_NUMBER};
use super::words::{Caption, Texts};
use super::{Choice, Expecting, PlainScreen, Prompt, Refusal};

/// The screens of a device, one for each [`State`](super::State), without what is pending there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeviceState {
    /// Nothing is shown and nothing is pending.
    Off,
    /// Words alone are shown.
    Plain(PlainScreen),
    /// The camera is on.
    Scanning(Expecting),
    /// The camera has read a registration picture in place of a transaction: shall it be answered?
    AskRegistration,
    /// The 12-digit token authentication code is shown.
    DeviceCode,
    /// Was the 12-digit code accepted? \[DP007\]
    AskDeviceCode,
    /// The second picture is to be read \[DP008\].
    ScanActivation,
    /// One page of an activation is shown: bank, login ID and token code.
    ActivationReview {
        /// This page, from 1.
        page: u8,
        /// How many there are.
        pages: u8,
    },
    /// The 8-digit number of the activation is shown, for 90 seconds at most.
    ActivationNumber,
    /// Was the 8-digit number accepted? \[DP011\] Asked for 40 seconds at most.
    AskActivation,
    /// One page of a transaction is shown.
    Transaction {
        /// This page, from 1.
        page: u8,
        /// How many there are.
        pages: u8,
    },
    /// Which of three account numbers is the payee's?
    Pick {
        /// What is selected; nothing at first.
        selected: Option<Choice>,
    },
    /// The 8-digit number of a confirmed transaction is shown.
    TransactionNumber,
    /// A picture was of no use, or its outcome could not be kept.
    Refused {
        /// The reason, which the screen tells.
        why: Refusal,
        /// What the camera expects after Continue.
        back: Expecting,
    },
    /// The menu, with one entry.
    Menu,
    /// The token codes, one at a time.
    TokenInfo {
        /// The place of the one that is shown, from 0, in the order of activation.
        selected: usize,
        /// How many activations are kept.
        of: usize,
    },
}

impl DeviceState {
    /// The words of this state's screen.
    pub const fn prompt(self, language: Language) -> Prompt {
        let ScreenRow { code, texts, left, right, .. } = self.row();
        let (left, right) = (caption(left), caption(right));
        Prompt { text: texts.text(language), code, left, right }
    }

    /// How long the state may last, if it has a limit.
    pub const fn limit(self) -> Option<Seconds> {
        self.row().limit
    }

    /// The table of the screens: each has its row.
    const fn row(self) -> ScreenRow {
        match self {
            Self::Off => ScreenRow::SILENT,
            Self::Plain(screen) => screen.row(),
            Self::Scanning(Expecting::Registration | Expecting::Activation) => {
                ScreenRow::says(&Texts::SCAN_ACTIVATION_IMAGE)
            }
            Self::Scanning(Expecting::Transaction) => ScreenRow::says(&Texts::SCAN_IMAGE),
            Self::AskRegistration => {
                ScreenRow::says(&Texts::START_REGISTRATION).left(Caption::No).right(Caption::Yes)
            }
            Self::DeviceCode | Self::TransactionNumber => {
                ScreenRow::says(&Texts::ENTER_CODE).right(Caption::Done)
            }
            Self::AskDeviceCode => ScreenRow::says(&Texts::ACCEPTED)
                .code("DP007")
                .left(Caption::No)
                .right(Caption::Yes),
            Self::ScanActivation => {
                ScreenRow::says(&Texts::SCAN_NEXT_IMAGE).code("DP008").right(Caption::Continue)
            }
            Self::ActivationReview { page, pages } | Self::Transaction { page, pages } => {
                // Confirm is offered on the last page alone: the person has seen the others by then.
                let row = ScreenRow::SILENT.left(Caption::Cancel);
                if page < pages { row.right(Caption::Next) } else { row.right(Caption::Confirm) }
            }
            Self::ActivationNumber => {
                ScreenRow::says(&Texts::ENTER_ACTIVATION_CODE).right(Caption::Done).limit(T_NUMBER)
            }
            Self::AskActivation => {
                let row = ScreenRow::says(&Texts::ACCEPTED)
                    .code("DP011")
                    .left(Caption::No)
                    .right(Caption::Yes);
                row.limit(T_ACKNOWLEDGE)
            }
            Self::Pick { selected } => {
                let row = ScreenRow::says(&Texts::SELECT_ACCOUNT).left(Caption::Next);
                // No OK without a choice: pressing on without reading must approve nothing.
                if selected.is_some() { row.right(Caption::Ok) } else { row }
            }
            Self::Refused { why, .. } => ScreenRow::says(why.texts()).right(Caption::Continue),
            Self::Menu => ScreenRow::says(const { &Texts::same("Menu") }).right(Caption::Ok),
            Self::TokenInfo { of, .. } => {
                let row = ScreenRow::says(const { &Texts::same("Token info") });
                if of > 1 { row.left(Caption::Next) } else { row }
            }
        }
    }

    /// The entries of the menu.
    pub const MENU: [&'static str; 1] = ["Token info"];
}

const fn caption(caption: Option<Caption>) -> Option<&'static str> {
    match caption {
        Some(caption) => Some(caption.text()),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use std::string::ToString;

    use warifu_core::{Clock, Uptime};
    use warifu_sign::Language::{English, Japanese};

    use super::*;
    use crate::device::table;

    #[test]
    fn the_words_of_the_manuals() {
        let words = [
            (
                DeviceState::Plain(PlainScreen::NotActivated),
                English,
                "This device is not activated. [DP002]",
            ),
            (
                DeviceState::Plain(PlainScreen::NotActivated),
                Japanese,
                "このトークンは利用開始登録がされていません。<二次元コード>を読み取ってください。 [DP002]",
            ),
            (DeviceState::AskDeviceCode, Japanese, "入力されたコードは認証されましたか? [DP007]"),
            (DeviceState::ScanActivation, Japanese, "<二次元コード>を読み取ってください。 [DP008]"),
            (DeviceState::AskActivation, Japanese, "入力されたコードは認証されましたか? [DP011]"),
            (DeviceState::Plain(PlainScreen::Activated), English, "The device is activated."),
            (
                DeviceState::Plain(PlainScreen::NoTokenInfo),
                Japanese,
                "このトークンは利用開始登録されていません。 [DP020]",
            ),
            (DeviceState::AskRegistration, English, "Start a registration?"),
            (DeviceState::AskRegistration, Japanese, "利用開始登録を始めますか?"),
        ];
        for (state, language, expected) in words {
            assert_eq!(state.prompt(language).to_string(), expected);
        }
    }

    /// A caption without a transition would lie; a transition without a caption would surprise.
    #[test]
    fn a_button_has_a_caption_exactly_where_it_does_something() {
        use crate::device::transitions::Effect;

        let clock = Clock { uptime: Uptime::new(0), wall: None };
        for named in table::STATES {
            let prompt = named.screen().prompt(English);
            let mut host = named.host();
            let left = named.state(&host).left(&host) == Effect::Entered;
            assert_eq!(left, prompt.left.is_some(), "{}: left", named.name);
            let right = named.state(&host).right(clock, &mut host) == Effect::Entered;
            assert_eq!(right, prompt.right.is_some(), "{}: right", named.name);
        }
    }

    #[test]
    fn every_lit_screen_says_something_in_both_languages() {
        for named in table::STATES {
            for language in [English, Japanese] {
                let silent = named.screen().prompt(language).text.is_empty();
                let speaks_for_itself = matches!(
                    named.screen(),
                    DeviceState::Off
                        | DeviceState::Transaction { .. }
                        | DeviceState::ActivationReview { .. }
                );
                assert_eq!(silent, speaks_for_itself, "{}", named.name);
            }
        }
        for (index, why) in Refusal::ALL.iter().enumerate() {
            for language in [English, Japanese] {
                let text = why.text(language);
                let later = &Refusal::ALL[index + 1..];
                assert!(later.iter().all(|other| other.text(language) != text), "{why:?}");
            }
        }
    }
}
