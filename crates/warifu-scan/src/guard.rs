use std::panic::{self, UnwindSafe};

/// What `work` returns, or `None` if it panics: the decoders of pictures are other people's code.
///
/// The process's panic hook still runs, and with `panic = "abort"` nothing is caught.
pub(crate) fn unless_it_panics<T>(work: impl FnOnce() -> T + UnwindSafe) -> Option<T> {
    panic::catch_unwind(work).ok()
}
