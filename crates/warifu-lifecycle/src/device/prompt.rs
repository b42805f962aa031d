use core::fmt;

/// The words on a screen, apart from codes, transactions and token codes.
///
/// The captions are English in both languages, as on the tokens that the banks' manuals show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Prompt {
    /// What the person is told or asked; empty when the device is off, and where a page has the screen.
    pub text: &'static str,
    /// The screen's code, such as `DP002`.
    pub code: Option<&'static str>,
    /// What the left button does.
    pub left: Option<&'static str>,
    /// What the right button does.
    pub right: Option<&'static str>,
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
