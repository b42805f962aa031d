#![no_main]

// libFuzzer's own hook aborts at every panic, also at those of foreign decoders, which `read_luma` catches. Without it, what
// escapes `read_luma` still ends the run.
libfuzzer_sys::fuzz_target!(
    init: drop(std::panic::take_hook()),
    |input: &[u8]| warifu_testkit::run("qr_scan", input)
);
