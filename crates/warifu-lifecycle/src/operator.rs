use thiserror::Error;
use warifu_core::LoginId;

/// 利用者区分: what a person may do for others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// マスターユーザ: may release and initialise tokens.
    Master,
    /// 管理者ユーザ: may do the same.
    Administrator,
    /// 一般ユーザ: may do neither.
    General,
}

/// A person who acts on a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Operator {
    /// The login ID of this person's session at the bank.
    pub login: LoginId,
    /// The role that the contract gives them.
    pub role: Role,
}

impl Operator {
    /// Whether this person may release a suspended token: a master or administrator who does not use it.
    ///
    /// # Errors
    ///
    /// [`PermissionError::Role`] for a general user, and [`PermissionError::OwnToken`] for one of `users_of_the_token`.
    pub fn permit_release(
        &self,
        users_of_the_token: &[LoginId],
    ) -> Result<ReleasePermission, PermissionError> {
        if self.role == Role::General {
            return Err(PermissionError::Role);
        }
        // Too many wrong codes may mean a thief with this person's session. A thief must not undo the suspension.
        if users_of_the_token.contains(&self.login) {
            return Err(PermissionError::OwnToken);
        }
        Ok(ReleasePermission { by: self.login })
    }

    /// Whether this person may initialise a token whose registration did not complete: a master or administrator, for
    /// their own token too.
    ///
    /// # Errors
    ///
    /// [`PermissionError::Role`] for a general user.
    pub fn permit_initialisation(&self) -> Result<InitialisationPermission, PermissionError> {
        match self.role {
            // Their own token too: it only leads back to a registration, which needs the device in hand.
            Role::Master | Role::Administrator => Ok(InitialisationPermission { by: self.login }),
            Role::General => Err(PermissionError::Role),
        }
    }
}

/// Proof that an operator may initialise a token. Only [`Operator::permit_initialisation`] makes one.
///
/// ```compile_fail
/// # use warifu_core::LoginId;
/// fn forged(by: LoginId) -> warifu_lifecycle::InitialisationPermission {
///     warifu_lifecycle::InitialisationPermission { by }
/// }
/// ```
#[derive(Debug, PartialEq, Eq)]
pub struct InitialisationPermission {
    by: LoginId,
}

impl InitialisationPermission {
    /// The person who initialises, for the audit log.
    pub const fn by(&self) -> &LoginId {
        &self.by
    }
}

/// Proof that an operator may release a token. Only [`Operator::permit_release`] makes one.
///
/// ```compile_fail
/// # use warifu_core::LoginId;
/// fn forged(by: LoginId) -> warifu_lifecycle::ReleasePermission {
///     warifu_lifecycle::ReleasePermission { by }
/// }
/// ```
#[derive(Debug, PartialEq, Eq)]
pub struct ReleasePermission {
    by: LoginId,
}

impl ReleasePermission {
    /// The person who releases, for the audit log.
    pub const fn by(&self) -> &LoginId {
        &self.by
    }
}

/// A person may not do this to this token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PermissionError {
    /// The person is a general user.
    #[error("only a master or administrator may do this to a token")]
    Role,
    /// The person is a user of the token, which another person has to release.
    #[error("a person may not release a token that they use themselves")]
    OwnToken,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masters_and_administrators_release_the_tokens_of_others() {
        let [one, other]: [LoginId; 2] = ["one1".parse().unwrap(), "other2".parse().unwrap()];
        for (role, own, expected) in [
            (Role::Master, false, None),
            (Role::Administrator, false, None),
            (Role::General, false, Some(PermissionError::Role)),
            (Role::Master, true, Some(PermissionError::OwnToken)),
            (Role::Administrator, true, Some(PermissionError::OwnToken)),
            (Role::General, true, Some(PermissionError::Role)),
        ] {
            let users = if own { [other, one] } else { [other, other] };
            let permission = Operator { login: one, role }.permit_release(&users);
            assert_eq!(permission.err(), expected, "{role:?} {own}");
        }
    }
}
