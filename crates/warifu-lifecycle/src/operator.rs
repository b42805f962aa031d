use core::fmt;

use warifu_core::LoginId;

/// 利用者区分: what a person may do for others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// マスターユーザ.
    Master,
    /// 管理者ユーザ.
    Administrator,
    /// 一般ユーザ.
    General,
}

/// A person who acts on a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Operator {
    /// Who.
    pub login: LoginId,
    /// As what.
    pub role: Role,
}

impl Operator {
    /// Whether this person may release a suspended token: a master or administrator who does not use it.
    ///
    /// # Errors
    ///
    /// [`NotPermitted`].
    pub fn permit_release(
        &self,
        users_of_the_token: &[LoginId],
    ) -> Result<ReleasePermission, NotPermitted> {
        if self.role == Role::General {
            return Err(NotPermitted::Role);
        }
        if users_of_the_token.contains(&self.login) {
            return Err(NotPermitted::OwnToken);
        }
        Ok(ReleasePermission { by: self.login })
    }

    /// Whether this person may initialise a token whose registration did not complete: a master or administrator, for
    /// their own token too.
    ///
    /// # Errors
    ///
    /// [`NotPermitted::Role`].
    pub fn permit_initialisation(&self) -> Result<InitialisationPermission, NotPermitted> {
        match self.role {
            Role::Master | Role::Administrator => Ok(InitialisationPermission { by: self.login }),
            Role::General => Err(NotPermitted::Role),
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
    /// Who initialises.
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
    /// Who releases.
    pub const fn by(&self) -> &LoginId {
        &self.by
    }
}

/// This person may not do this to this token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotPermitted {
    /// Only a master or administrator may.
    Role,
    /// Nobody may release a token that they use themselves.
    OwnToken,
}

impl fmt::Display for NotPermitted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Role => "only a master or administrator may do this to a token",
            Self::OwnToken => "nobody may release a token that they use themselves",
        })
    }
}

impl core::error::Error for NotPermitted {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masters_and_administrators_release_the_tokens_of_others() {
        let [one, other]: [LoginId; 2] = ["one1".parse().unwrap(), "other2".parse().unwrap()];
        for (role, own, expected) in [
            (Role::Master, false, None),
            (Role::Administrator, false, None),
            (Role::General, false, Some(NotPermitted::Role)),
            (Role::Master, true, Some(NotPermitted::OwnToken)),
            (Role::Administrator, true, Some(NotPermitted::OwnToken)),
            (Role::General, true, Some(NotPermitted::Role)),
        ] {
            let users = if own { [other, one] } else { [other, other] };
            let permission = Operator { login: one, role }.permit_release(&users);
            assert_eq!(permission.err(), expected, "{role:?} {own}");
        }
    }
}
