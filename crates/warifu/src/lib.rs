#![doc = include_str!("../README.md")]
#![no_std]

pub use warifu_core as core;

#[cfg(feature = "bank")]
pub use warifu_bank as bank;
#[cfg(feature = "lifecycle")]
pub use warifu_lifecycle as lifecycle;
#[cfg(feature = "ocra")]
pub use warifu_ocra as ocra;
#[cfg(feature = "otp")]
pub use warifu_otp as otp;
#[cfg(feature = "pskc")]
pub use warifu_pskc as pskc;
#[cfg(feature = "qr")]
pub use warifu_qr as qr;
#[cfg(feature = "scan")]
pub use warifu_scan as scan;
#[cfg(feature = "sign")]
pub use warifu_sign as sign;
#[cfg(feature = "token")]
pub use warifu_token as token;
#[cfg(feature = "zengin")]
pub use warifu_zengin as zengin;
