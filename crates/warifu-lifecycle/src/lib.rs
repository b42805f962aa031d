#![doc = include_str!("../README.md")]
#![no_std]

#[cfg(test)]
extern crate std;

pub mod device;

mod camera;
mod effects;
mod key_ring;
mod operator;
mod serial_entry;
mod state_code;

pub use camera::{CameraEvent, CameraState, CameraToken, Use};
pub use effects::{Effects, Happening, Notice, Rejected, Transition};
pub use key_ring::{KeyRingEvent, KeyRingState, KeyRingToken};
pub use operator::{InitialisationPermission, NotPermitted, Operator, ReleasePermission, Role};
pub use serial_entry::{InvalidSerialEntry, SerialBoxes, camera_serial};
pub use warifu_otp::{AttemptLimits, Attempts, ParametersError, Standing};
