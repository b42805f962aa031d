#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| warifu_testkit::run("sign_batch", input));
