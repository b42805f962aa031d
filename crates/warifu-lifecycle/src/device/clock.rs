//! Until `warifu-core` has them: the same names and shapes.

use warifu_core::{Seconds, TimeOutOfRange, UnixTime};

/// Seconds since the device was powered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Uptime(u64);

impl Uptime {
    /// So many seconds after power.
    pub const fn new(seconds: u64) -> Self {
        Self(seconds)
    }

    /// Seconds since power.
    pub const fn value(self) -> u64 {
        self.0
    }

    /// The moment `later` seconds on.
    ///
    /// # Errors
    ///
    /// [`TimeOutOfRange`] past the range of 64 bits.
    pub fn checked_add(self, later: Seconds) -> Result<Self, TimeOutOfRange> {
        self.0.checked_add(u64::from(later.value())).map(Self).ok_or(TimeOutOfRange)
    }
}

/// What a device knows of the time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    /// Monotonic.
    pub uptime: Uptime,
    /// The time of day, if the device has a clock that is set.
    pub wall: Option<UnixTime>,
}
