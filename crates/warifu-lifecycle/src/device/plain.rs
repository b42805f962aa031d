use super::screen_row::ScreenRow;
use super::words::{Caption, Texts};

/// A screen that shows words and nothing else. Nothing is pending on it, and no button but the right one does anything.
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
            // No button: the power button ends it, and no press starts another registration by a slip.
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
