//! `TwoSlotFlash` on simulated parts whose power fails, that are damaged, and that wear out.

mod cuts;
mod faults;
mod images;
mod token;
