use warifu_sign::Language;

use super::words::Texts;

/// Why the device goes no further. Says nothing that helps the maker of the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The picture is of no use here: not a message of this step, changed, made for another device or activation, too old,
    /// or confirmed before. One answer to all of it, as `docs/design.md` (D18) explains.
    Unusable,
    /// It expired while it was shown.
    Expired,
    /// It cannot be shown in full.
    DoesNotFit,
    /// The device holds as many activations as it can.
    Full,
    /// The device could not store what it must store first.
    NotStored,
    /// The account that the person picked is not the one of the transaction.
    WrongPick,
}

impl Refusal {
    /// Every reason, for tests of the texts.
    pub const ALL: [Self; 6] = [
        Self::Unusable,
        Self::Expired,
        Self::DoesNotFit,
        Self::Full,
        Self::NotStored,
        Self::WrongPick,
    ];

    /// What the person is told.
    pub const fn text(self, language: Language) -> &'static str {
        self.texts().text(language)
    }

    pub(super) const fn texts(self) -> &'static Texts {
        match self {
            // The same words for every picture that is of no use: a reason would help its maker to make a better one.
            Self::Unusable => &Texts {
                english: "This image cannot be used on this device.",
                japanese: "このトークンではこの二次元コードを利用できません。",
            },
            Self::Expired => &Texts {
                english: "This image has expired.",
                japanese: "二次元コードの有効期限が切れています。",
            },
            Self::DoesNotFit => &Texts {
                english: "This image cannot be shown in full.",
                japanese: "内容をすべて表示できません。",
            },
            Self::Full => &Texts {
                english: "This device cannot hold another activation.",
                japanese: "このトークンにはこれ以上登録できません。",
            },
            Self::NotStored => &Texts {
                english: "The device could not store this.",
                japanese: "トークンに保存できませんでした。",
            },
            Self::WrongPick => &Texts {
                english: "This is not the account of this transaction. Check with the payee.",
                japanese: "口座番号が取引の内容と一致しません。振込先にご確認ください。",
            },
        }
    }
}
