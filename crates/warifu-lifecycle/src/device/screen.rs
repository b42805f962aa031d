use core::fmt;

use warifu_sign::Language::{self, English, Japanese};

use super::{DeviceState, Expecting, Refusal};

/// The words on a screen, apart from codes, transactions and token codes.
///
/// The captions are English in both languages, as on the tokens that the banks' manuals show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Prompt {
    /// What the person is told or asked; empty when the device is off, and where a transaction's page has the screen.
    pub text: &'static str,
    /// The screen's code, such as `DP002`.
    pub code: Option<&'static str>,
    /// What the left button does.
    pub left: Option<&'static str>,
    /// What the right button does.
    pub right: Option<&'static str>,
}

impl DeviceState {
    /// The words of this state's screen.
    pub const fn prompt(self, language: Language) -> Prompt {
        let (left, right) = self.captions();
        Prompt { text: self.text(language), code: self.code(), left, right }
    }

    const fn code(self) -> Option<&'static str> {
        match self {
            Self::NotActivated => Some("DP002"),
            Self::AskDeviceCode => Some("DP007"),
            Self::ScanActivation => Some("DP008"),
            Self::AskActivation => Some("DP011"),
            Self::Cancelled => Some("DP012"),
            Self::NoTokenInfo => Some("DP020"),
            Self::Off
            | Self::Scanning(_)
            | Self::DeviceCode
            | Self::ActivationNumber
            | Self::Activated
            | Self::Transaction { .. }
            | Self::TransactionNumber
            | Self::Refused { .. }
            | Self::Menu
            | Self::TokenInfo { .. } => None,
        }
    }

    const fn captions(self) -> (Option<&'static str>, Option<&'static str>) {
        match self {
            Self::NotActivated | Self::ScanActivation | Self::Cancelled | Self::Refused { .. } => {
                (None, Some("Continue"))
            }
            Self::DeviceCode | Self::ActivationNumber | Self::TransactionNumber => {
                (None, Some("Done"))
            }
            Self::AskDeviceCode | Self::AskActivation => (Some("No"), Some("Yes")),
            Self::Transaction { page, pages } if page < pages => (Some("Cancel"), Some("Next")),
            Self::Transaction { .. } => (Some("Cancel"), Some("Confirm")),
            Self::Menu => (None, Some("OK")),
            Self::TokenInfo { of, .. } if of > 1 => (Some("Next"), None),
            Self::Off
            | Self::Scanning(_)
            | Self::Activated
            | Self::TokenInfo { .. }
            | Self::NoTokenInfo => (None, None),
        }
    }

    const fn text(self, language: Language) -> &'static str {
        match (self, language) {
            // A transaction's page has the whole screen.
            (Self::Off | Self::Transaction { .. }, _) => "",
            (Self::NotActivated, English) => "This device is not activated.",
            (Self::NotActivated, Japanese) => {
                "このトークンは利用開始登録がされていません。<二次元コード>を読み取ってください。"
            }
            (Self::Scanning(Expecting::Transaction), English) => "Scan the image.",
            (Self::Scanning(_), English) => "Scan the activation image.",
            (Self::Scanning(_) | Self::ScanActivation, Japanese) => {
                "<二次元コード>を読み取ってください。"
            }
            (Self::ScanActivation, English) => "Scan the next image.",
            (Self::DeviceCode | Self::TransactionNumber, English) => "Enter this code.",
            (Self::DeviceCode | Self::TransactionNumber, Japanese) => {
                "以下のコードを入力してください。"
            }
            (Self::AskDeviceCode | Self::AskActivation, English) => "Was the code accepted?",
            (Self::AskDeviceCode | Self::AskActivation, Japanese) => {
                "入力されたコードは認証されましたか?"
            }
            (Self::ActivationNumber, English) => "Enter this code to complete the activation.",
            (Self::ActivationNumber, Japanese) => {
                "利用開始登録を完了するため、以下のコードを入力してください。"
            }
            (Self::Activated, English) => "The device is activated.",
            (Self::Activated, Japanese) => "トークンの設定が完了しました。",
            (Self::Cancelled, English) => "Activation cancelled. Scan the image again.",
            (Self::Cancelled, Japanese) => {
                "利用開始登録が中止されました。<二次元コード>を読み取ってください。"
            }
            (Self::Refused { why, .. }, _) => why.text(language),
            (Self::Menu, _) => "Menu",
            (Self::TokenInfo { .. }, _) => "Token info",
            (Self::NoTokenInfo, English) => "There is no activation on this device.",
            (Self::NoTokenInfo, Japanese) => "このトークンは利用開始登録されていません。",
        }
    }

    /// The entries of the menu.
    pub const MENU: [&'static str; 1] = ["Token info"];
}

impl Refusal {
    /// Every reason.
    pub const ALL: [Self; 5] =
        [Self::Unusable, Self::Expired, Self::DoesNotFit, Self::Full, Self::NotStored];

    /// What the person is told.
    pub const fn text(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Unusable, English) => "This image cannot be used on this device.",
            (Self::Unusable, Japanese) => "このトークンではこの二次元コードを利用できません。",
            (Self::Expired, English) => "This image has expired.",
            (Self::Expired, Japanese) => "二次元コードの有効期限が切れています。",
            (Self::DoesNotFit, English) => "This image cannot be shown in full.",
            (Self::DoesNotFit, Japanese) => "内容をすべて表示できません。",
            (Self::Full, English) => "This device cannot hold another activation.",
            (Self::Full, Japanese) => "このトークンにはこれ以上登録できません。",
            (Self::NotStored, English) => "The device could not store this.",
            (Self::NotStored, Japanese) => "トークンに保存できませんでした。",
        }
    }
}

impl fmt::Display for Prompt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text)?;
        match self.code {
            Some(code) => write!(f, " [{code}]"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::string::ToString;

    use super::*;
    use crate::device::table;

    #[test]
    fn the_words_of_the_manuals() {
        let words = [
            (DeviceState::NotActivated, English, "This device is not activated. [DP002]"),
            (
                DeviceState::NotActivated,
                Japanese,
                "このトークンは利用開始登録がされていません。<二次元コード>を読み取ってください。 [DP002]",
            ),
            (DeviceState::AskDeviceCode, Japanese, "入力されたコードは認証されましたか? [DP007]"),
            (DeviceState::ScanActivation, Japanese, "<二次元コード>を読み取ってください。 [DP008]"),
            (DeviceState::AskActivation, Japanese, "入力されたコードは認証されましたか? [DP011]"),
            (DeviceState::Activated, English, "The device is activated."),
            (
                DeviceState::NoTokenInfo,
                Japanese,
                "このトークンは利用開始登録されていません。 [DP020]",
            ),
        ];
        for (state, language, expected) in words {
            assert_eq!(state.prompt(language).to_string(), expected);
        }
    }

    /// A caption without a transition would lie; a transition without a caption would surprise.
    #[test]
    fn a_button_has_a_caption_exactly_where_it_does_something() {
        use crate::device::{Button, DeviceEvent};
        for named in table::STATES {
            let prompt = named.state.prompt(English);
            for (button, caption) in [(Button::Left, prompt.left), (Button::Right, prompt.right)] {
                let next = named.state.after(DeviceEvent::Pressed(button), named.activated);
                assert_eq!(next.is_some(), caption.is_some(), "{}: {button:?}", named.name);
            }
        }
    }

    #[test]
    fn every_lit_screen_says_something_in_both_languages() {
        for named in table::STATES {
            for language in [English, Japanese] {
                let silent = named.state.prompt(language).text.is_empty();
                let speaks_for_itself =
                    matches!(named.state, DeviceState::Off | DeviceState::Transaction { .. });
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
