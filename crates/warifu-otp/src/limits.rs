use crate::ParametersError;

/// How many wrong codes suspend a token. Two limits: one on failures in a row, one on failures in thirty days, which
/// success does not reset. Without the second, someone who guesses a few times between a customer's own logins is never
/// stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AttemptLimits {
    consecutive: u8,
    thirty_days: u16,
}

impl AttemptLimits {
    /// 5 failures in a row (the most that PSD2 RTS Art. 4(3)(b) allows) and 80 in thirty days.
    pub const DEFAULT: Self = Self { consecutive: 5, thirty_days: 80 };

    /// Limits of one's own.
    ///
    /// # Errors
    ///
    /// [`ParametersError::Limits`] unless 1 ≤ `consecutive` ≤ 10 and `consecutive` ≤ `thirty_days` ≤ 100 (the bound of NIST SP
    /// 800-63B-4 on failures of one authenticator).
    pub fn new(consecutive: u8, thirty_days: u16) -> Result<Self, ParametersError> {
        let sound = (1..=10).contains(&consecutive)
            && (u16::from(consecutive)..=100).contains(&thirty_days);
        if sound { Ok(Self { consecutive, thirty_days }) } else { Err(ParametersError::Limits) }
    }

    /// Failures in a row that suspend.
    pub const fn consecutive(&self) -> u8 {
        self.consecutive
    }

    /// Failures within thirty days that suspend.
    pub const fn thirty_days(&self) -> u16 {
        self.thirty_days
    }
}

impl Default for AttemptLimits {
    fn default() -> Self {
        Self::DEFAULT
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds() {
        assert_eq!(AttemptLimits::new(5, 80), Ok(AttemptLimits::DEFAULT));
        assert!(AttemptLimits::new(10, 10).is_ok());
        for (consecutive, thirty_days) in [(0, 80), (11, 80), (5, 4), (5, 101)] {
            assert_eq!(AttemptLimits::new(consecutive, thirty_days), Err(ParametersError::Limits));
        }
    }
}
