//! How long the device waits. All of these run on the time since power came.

use warifu_core::Seconds;

/// After this time without operation the screen goes dark. The other timers keep running.
pub const T_DIM: Seconds = Seconds::new(15);

/// From the 8-digit number of an activation until Done.
pub const T_NUMBER: Seconds = Seconds::new(90);

/// From \[DP011\] until Yes.
pub const T_ACKNOWLEDGE: Seconds = Seconds::new(40);
