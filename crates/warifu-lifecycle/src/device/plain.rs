use super::screen_row::ScreenRow;
use super::words::{Caption, Texts};

/// The screens that show words and nothing else. Nothing is pending there, and only the right button can mean something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlainScreen {
    /// Switched on without any activation \[DP002\].
    NotActivated,
    /// The activation is kept.
    Activated,
    /// The person said No, or cancelled the activation \[DP012\].
    Cancelled,
    /// There is no token code to show \[DP020\].
    NoTokenInfo,
}

impl PlainScreen {
    pub(super) const fn row(self) -> ScreenRow {
        match self {
            Self::NotActivated => ScreenRow::says(&Texts {
                english: "This device is not activated.",
                japanese: "このトークンは利用開始登録がされていません。<二次元コード>を読み取ってください。",
            })
            .code("DP002")
            .right(Caption::Continue),
            Self::Activated => ScreenRow::says(&Texts {
                english: "The device is activated.",
                japanese: "トークンの設定が完了しました。",
            }),
            Self::Cancelled => ScreenRow::says(&Texts {
                english: "Activation cancelled. Scan the image again.",
                japanese: "利用開始登録が中止されました。<二次元コード>を読み取ってください。",
            })
            .code("DP012")
            .right(Caption::Continue),
            Self::NoTokenInfo => ScreenRow::says(&Texts {
                english: "There is no activation on this device.",
                japanese: "このトークンは利用開始登録されていません。",
            })
            .code("DP020"),
        }
    }
}
