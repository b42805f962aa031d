/// The languages that a screen can speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// Japanese.
    Japanese,
}

/// One text in both languages, part of the specification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Words {
    pub(crate) english: &'static str,
    pub(crate) japanese: &'static str,
}

impl Words {
    pub(crate) const fn text(self, language: Language) -> &'static str {
        match language {
            Language::English => self.english,
            Language::Japanese => self.japanese,
        }
    }
}

/// What a screen calls the login ID of the person who is asked.
pub(crate) const LOGIN: Words = Words { english: "Login ID", japanese: "ログインID" };
