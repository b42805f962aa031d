use warifu_sign::Language;

/// A text in the languages of the device.
#[derive(Clone, Copy)]
pub(super) struct Texts {
    pub(super) english: &'static str,
    pub(super) japanese: &'static str,
}

impl Texts {
    pub(super) const fn same(text: &'static str) -> Self {
        Self { english: text, japanese: text }
    }

    pub(super) const fn text(&self, language: Language) -> &'static str {
        match language {
            Language::English => self.english,
            Language::Japanese => self.japanese,
        }
    }

    pub(super) const SCAN_ACTIVATION_IMAGE: Self = Self {
        english: "Scan the activation image.",
        japanese: "<二次元コード>を読み取ってください。",
    };

    pub(super) const SCAN_IMAGE: Self = Self {
        english: "Scan the image.",
        japanese: "<二次元コード>を読み取ってください。",
    };

    pub(super) const START_REGISTRATION: Self = Self {
        english: "Start a registration?",
        japanese: "利用開始登録を始めますか?",
    };

    pub(super) const SCAN_NEXT_IMAGE: Self = Self {
        english: "Scan the next image.",
        japanese: "<二次元コード>を読み取ってください。",
    };

    pub(super) const ENTER_ACTIVATION_CODE: Self = Self {
        english: "Enter this code to complete the activation.",
        japanese: "利用開始登録を完了するため、以下のコードを入力してください。",
    };

    pub(super) const SELECT_ACCOUNT: Self = Self {
        english: "Select the last 4 digits of the beneficiary account.",
        japanese: "振込先の口座番号の下4桁を選択してください。",
    };

    pub(super) const ENTER_CODE: Self = Self {
        english: "Enter this code.",
        japanese: "以下のコードを入力してください。",
    };

    pub(super) const ACCEPTED: Self = Self {
        english: "Was the code accepted?",
        japanese: "入力されたコードは認証されましたか?",
    };

    pub(super) const NONE_OF_THESE: Self =
        Self { english: "None of these", japanese: "この中にない" };
}

/// What a button does, in English in both languages, as on the tokens that the banks' manuals show.
#[derive(Clone, Copy)]
pub(super) enum Caption {
    No,
    Yes,
    Continue,
    Done,
    Cancel,
    Next,
    Confirm,
    Ok,
}

impl Caption {
    pub(super) const fn text(self) -> &'static str {
        match self {
            Self::No => "No",
            Self::Yes => "Yes",
            Self::Continue => "Continue",
            Self::Done => "Done",
            Self::Cancel => "Cancel",
            Self::Next => "Next",
            Self::Confirm => "Confirm",
            Self::Ok => "OK",
        }
    }
}
