use crate::{ValueError, codec_as};

/// A counter that only rises: HOTP's moving factor, an activation counter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Counter(u64);

impl Counter {
    /// The counter with this value.
    pub const fn new(value: u64) -> Self {
        Self(value)
    }

    /// How many events the counter has counted.
    pub const fn value(self) -> u64 {
        self.0
    }

    /// The counter after `steps` further events.
    ///
    /// # Errors
    ///
    /// [`ValueError::Counter`] past 2^64 − 1.
    pub const fn checked_add(self, steps: u64) -> Result<Self, ValueError> {
        match self.0.checked_add(steps) {
            Some(value) => Ok(Self(value)),
            None => Err(ValueError::Counter),
        }
    }

    /// The next counter.
    ///
    /// # Errors
    ///
    /// [`ValueError::Counter`] past 2^64 − 1.
    pub const fn next(self) -> Result<Self, ValueError> {
        self.checked_add(1)
    }
}

codec_as!(Counter: u64);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn never_wraps() {
        assert_eq!(Counter::new(6).next().unwrap(), Counter::new(7));
        assert_eq!(Counter::new(u64::MAX).next(), Err(ValueError::Counter));
    }
}
