use warifu_core::LoginId;

/// The host's word that a person has passed the first factor: login ID and password.
///
/// Wrong codes are counted only after that, so that a stranger who knows a login ID cannot lock its token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FirstFactor {
    login: LoginId,
}

impl FirstFactor {
    /// States that the person behind `login` has just passed the first factor, in this session.
    ///
    /// # Security
    ///
    /// Called for anybody else, it lets that person guess codes of this login's token. Resolve aliases before: one
    /// person is one login ID.
    pub const fn passed_by(login: LoginId) -> Self {
        Self { login }
    }

    /// Who passed it.
    pub const fn login(&self) -> &LoginId {
        &self.login
    }
}
