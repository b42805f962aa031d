//! The least that a bare-metal run needs, on qemu's board mps2-an386 (a Cortex-M4): a reset vector, and semihosting for what
//! it found out. How much of heap and stack was used shows in what is left of the paint.

use core::arch::{asm, global_asm};
use core::ffi::CStr;

global_asm!(include_str!("reset.s"));

/// Called by the reset code with all memory in order.
#[unsafe(no_mangle)]
extern "C" fn start() -> ! {
    let code = crate::main();
    report(c"stack ", stack_used());
    report(c"heap ", heap_used());
    exit(code)
}

/// Any fault: the session did something that the processor refuses.
#[unsafe(no_mangle)]
extern "C" fn fault() -> ! {
    exit(FAULT)
}

/// Ends the run with an exit code.
pub fn exit(code: i32) -> ! {
    let block = [APPLICATION_EXIT, code.cast_unsigned()];
    semihost(EXIT_EXTENDED, block.as_ptr().addr());
    loop {}
}

/// The address of everything below is in RAM and a multiple of four: the linker script says so.
fn stack_used() -> u32 {
    let (bottom, top) = (&raw const _heap_end, &raw const _stack_top);
    let untouched = painted(bottom, top, |index| bottom.wrapping_add(index));
    distance(bottom, top) - untouched
}

fn heap_used() -> u32 {
    let (bottom, top) = (&raw const _heap, &raw const _heap_end);
    let untouched = painted(bottom, top, |index| top.wrapping_sub(index + 1));
    distance(bottom, top) - untouched
}

/// How many bytes were not written since reset, of the words between two addresses in the order that `at` gives.
fn painted(bottom: *const u32, top: *const u32, at: impl Fn(usize) -> *const u32) -> u32 {
    let words = distance(bottom, top) / 4;
    // SAFETY: the words between two marks of the linker script are RAM, aligned and always readable.
    let is_painted = |index: &u32| unsafe { at(*index as usize).read_volatile() } == PAINT;
    (0..words).take_while(is_painted).count() as u32 * 4
}

fn distance(bottom: *const u32, top: *const u32) -> u32 {
    (top.addr() - bottom.addr()) as u32
}

/// `name` and `value` in hexadecimal digits, without the formatting code of `core`, which would be measured too.
fn report(name: &CStr, value: u32) {
    let mut text = *b"00000000\n\0";
    for (place, digit) in text.iter_mut().take(8).enumerate() {
        *digit = b"0123456789abcdef"[(value >> (28 - 4 * place)) as usize & 15];
    }
    semihost(WRITE0, name.as_ptr().addr());
    semihost(WRITE0, text.as_ptr().addr());
}

fn semihost(operation: u32, argument: usize) {
    // SAFETY: the operations above read what `argument` points to, up to its zero byte or for two words, and write nothing.
    unsafe { asm!("bkpt #0xab", inout("r0") operation => _, in("r1") argument, options(nostack)) };
}

unsafe extern "C" {
    static _heap: u32;
    static _heap_end: u32;
    static _stack_top: u32;
}

/// What the reset code writes.
const PAINT: u32 = 0xc0de_c0de;

// "Semihosting for AArch32 and AArch64": operations, and the reason for an exit.
const WRITE0: u32 = 0x04;
const EXIT_EXTENDED: u32 = 0x20;
const APPLICATION_EXIT: u32 = 0x20026;

/// The exit code of a fault.
const FAULT: i32 = 2;
/// The exit code of a panic.
pub const PANICKED: i32 = 3;
