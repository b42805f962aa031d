//! A camera token's firmware, as far as it goes without a board: no `std`, one static heap, and the messages of
//! `docs/wire.md` in place of a camera.
//!
//! On the host it links against the C runtime alone and exits with 0 when the token answered as the document says; if `std`
//! crept into one of the crates, it would not link. For a bare-metal target it is linked for a board that qemu has, where
//! `footprint.py` measures it.

#![no_std]
#![no_main]

#[cfg(target_os = "none")]
mod board;
mod session;

use core::panic::PanicInfo;
use core::ptr::addr_of_mut;

use linked_list_allocator::LockedHeap;

/// Where the token's few allocations come from: the text of a picture, and the image that `MemoryFlash` keeps.
#[global_allocator]
static ALLOCATOR: LockedHeap = LockedHeap::empty();

#[cfg_attr(target_os = "none", unsafe(link_section = ".heap"))]
static mut HEAP: [u8; HEAP_SIZE] = [0; HEAP_SIZE];
const HEAP_SIZE: usize = 16 * 1024;

/// What the C runtime, or the board's start-up code, calls.
#[unsafe(no_mangle)]
extern "C" fn main() -> i32 {
    // SAFETY: `main` runs once, before anything allocates, and nothing else touches `HEAP`.
    unsafe { ALLOCATOR.lock().init(addr_of_mut!(HEAP).cast(), HEAP_SIZE) };
    match session::answers_as_documented() {
        Some(()) => 0,
        None => 1,
    }
}

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    #[cfg(target_os = "none")]
    board::exit(board::PANICKED);
    #[cfg(not(target_os = "none"))]
    loop {}
}

// On a host, the C runtime's start-up code and its memory functions.
#[cfg(target_os = "linux")]
#[link(name = "c")]
unsafe extern "C" {}
