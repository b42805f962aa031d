#![doc = include_str!("../README.md")]
#![no_std]

#[cfg(test)]
extern crate std;

pub mod device;

mod camera;
mod effects;
mod hardware_otp;
mod operator;
mod serial_entry;
mod state_code;

pub use camera::{CameraEvent, CameraState, CameraToken, Use};
pub use effects::{AuditEvent, Effects, Notice, Transition, TransitionError};
pub use hardware_otp::{HardwareOtpEvent, HardwareOtpState, HardwareOtpToken};
pub use operator::{InitialisationPermission, Operator, PermissionError, ReleasePermission, Role};
pub use serial_entry::{SerialBoxes, SerialError, camera_serial};
pub use warifu_otp::{AttemptLimits, Attempts, ParametersError, Standing};
