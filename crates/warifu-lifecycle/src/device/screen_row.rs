use warifu_core::Seconds;

use super::words::{Caption, Texts};

/// One row of the table of the screens: words, screen code, captions of two buttons, and a limit of time.
#[derive(Clone, Copy)]
pub(super) struct ScreenRow {
    pub(super) texts: &'static Texts,
    pub(super) code: Option<&'static str>,
    pub(super) left: Option<Caption>,
    pub(super) right: Option<Caption>,
    pub(super) limit: Option<Seconds>,
}

impl ScreenRow {
    /// A screen that shows no words: it is dark, or a page fills it.
    pub(super) const SILENT: Self = Self {
        texts: const { &Texts::same("") },
        code: None,
        left: None,
        right: None,
        limit: None,
    };

    pub(super) const fn says(texts: &'static Texts) -> Self {
        Self { texts, ..Self::SILENT }
    }

    pub(super) const fn code(self, code: &'static str) -> Self {
        Self { code: Some(code), ..self }
    }

    pub(super) const fn left(self, caption: Caption) -> Self {
        Self { left: Some(caption), ..self }
    }

    pub(super) const fn right(self, caption: Caption) -> Self {
        Self { right: Some(caption), ..self }
    }

    pub(super) const fn limit(self, limit: Seconds) -> Self {
        Self { limit: Some(limit), ..self }
    }
}
