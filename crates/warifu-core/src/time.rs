use crate::{ValueError, codec_as};

/// A length of time in whole seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Seconds(u32);

impl Seconds {
    /// A length of `seconds` seconds.
    pub const fn new(seconds: u32) -> Self {
        Self(seconds)
    }

    /// A length of `minutes` minutes.
    #[expect(clippy::as_conversions, reason = "u16 to u32 is lossless; `From` is not const")]
    #[expect(clippy::arithmetic_side_effects, reason = "16 bits of minutes are 22 bits of seconds")]
    pub const fn minutes(minutes: u16) -> Self {
        Self(minutes as u32 * 60)
    }

    /// The number of seconds.
    pub const fn value(self) -> u32 {
        self.0
    }
}

/// A moment: seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
///
/// No crate that takes one reads a clock: the host passes its time in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnixTime(u64);

impl UnixTime {
    /// The moment `seconds` after 1970-01-01T00:00:00Z.
    pub const fn new(seconds: u64) -> Self {
        Self(seconds)
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    pub const fn value(self) -> u64 {
        self.0
    }

    /// The moment that is `later` than this one.
    ///
    /// # Errors
    ///
    /// [`ValueError::Time`] when the sum needs more than 64 bits.
    pub fn checked_add(self, later: Seconds) -> Result<Self, ValueError> {
        self.0.checked_add(u64::from(later.value())).map(Self).ok_or(ValueError::Time)
    }

    /// How many seconds have passed since `earlier`, or `None` if that moment is still to come.
    pub const fn seconds_since(self, earlier: Self) -> Option<u64> {
        self.0.checked_sub(earlier.0)
    }
}

/// Seconds since a device was powered. It never goes back while the device has power, even when the clock is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Uptime(u64);

impl Uptime {
    /// The moment `seconds` after the device was powered.
    pub const fn new(seconds: u64) -> Self {
        Self(seconds)
    }

    /// Seconds since the device was powered.
    pub const fn value(self) -> u64 {
        self.0
    }

    /// The moment that is `later` than this one.
    ///
    /// # Errors
    ///
    /// [`ValueError::Time`] when the sum needs more than 64 bits.
    pub fn checked_add(self, later: Seconds) -> Result<Self, ValueError> {
        self.0.checked_add(u64::from(later.value())).map(Self).ok_or(ValueError::Time)
    }
}

/// What a device knows of the time.
///
/// Timers run on `uptime` only. `wall` is the date and time, if the device has a clock that was set: a battery may have been
/// changed, and a token has no way to set its clock afterwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    /// The time since the device was powered.
    pub uptime: Uptime,
    /// The date and time, where the device knows it.
    pub wall: Option<UnixTime>,
}

impl Clock {
    /// The date and time, unless it is before `floor`: then the clock was reset and cannot be used.
    ///
    /// # Security
    ///
    /// The floor never refuses a message. It only shows that the clock is wrong.
    pub fn wall_from(&self, floor: UnixTime) -> Option<UnixTime> {
        self.wall.filter(|&wall| wall >= floor)
    }
}

codec_as!(Seconds: u32, UnixTime: u64);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arithmetic_is_checked() {
        assert_eq!(UnixTime::new(10).checked_add(Seconds::minutes(1)).unwrap(), UnixTime::new(70));
        assert_eq!(UnixTime::new(u64::MAX).checked_add(Seconds::new(1)), Err(ValueError::Time));
        assert_eq!(UnixTime::new(5).seconds_since(UnixTime::new(9)), None);
        assert_eq!(UnixTime::new(9).seconds_since(UnixTime::new(5)), Some(4));
        assert_eq!(Uptime::new(10).checked_add(Seconds::minutes(1)).unwrap(), Uptime::new(70));
        assert_eq!(Uptime::new(u64::MAX).checked_add(Seconds::new(1)), Err(ValueError::Time));
    }

    #[test]
    fn a_clock_before_the_floor_is_no_clock() {
        let clock = |wall| Clock { uptime: Uptime::new(3), wall };
        let floor = UnixTime::new(100);
        assert_eq!(clock(Some(floor)).wall_from(floor), Some(floor));
        assert_eq!(clock(Some(UnixTime::new(99))).wall_from(floor), None);
        assert_eq!(clock(None).wall_from(floor), None);
    }
}
