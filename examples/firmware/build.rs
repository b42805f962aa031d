//! A bare-metal image is linked for the board; on the host, the C compiler knows what to do.

#![expect(
    clippy::disallowed_macros,
    clippy::disallowed_methods,
    reason = "cargo asks in the environment and listens to the output"
)]

fn main() {
    println!("cargo::rerun-if-changed=src/board/link.ld");
    if std::env::var("CARGO_CFG_TARGET_OS").is_ok_and(|os| os == "none") {
        println!("cargo::rustc-link-arg-bins=-T{}/src/board/link.ld", env!("CARGO_MANIFEST_DIR"));
    }
}
