use core::fmt;

/// A counter that only rises: HOTP's moving factor, an activation counter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Counter(u64);

impl Counter {
    /// The counter with this value.
    pub const fn new(value: u64) -> Self {
        Self(value)
    }

    /// The value.
    pub const fn value(self) -> u64 {
        self.0
    }

    /// The counter after `steps` more events.
    ///
    /// # Errors
    ///
    /// [`CounterExhausted`] past 2^64 − 1.
    pub const fn checked_add(self, steps: u64) -> Result<Self, CounterExhausted> {
        match self.0.checked_add(steps) {
            Some(value) => Ok(Self(value)),
            None => Err(CounterExhausted),
        }
    }

    /// The next counter.
    ///
    /// # Errors
    ///
    /// [`CounterExhausted`] past 2^64 − 1.
    pub const fn next(self) -> Result<Self, CounterExhausted> {
        self.checked_add(1)
    }
}

/// A counter has no next value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CounterExhausted;

impl fmt::Display for CounterExhausted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the counter is exhausted")
    }
}

impl core::error::Error for CounterExhausted {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn never_wraps() {
        assert_eq!(Counter::new(6).next().unwrap(), Counter::new(7));
        assert_eq!(Counter::new(u64::MAX).next(), Err(CounterExhausted));
    }
}
