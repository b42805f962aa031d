//! liboath, through a program in C that measures itself: what is called from here cannot be unsafe.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::time::Duration;

pub(crate) struct Liboath {
    program: PathBuf,
}

/// What `liboath.c` is asked to do.
pub(crate) struct Job {
    pub(crate) name: &'static str,
    pub(crate) hash: &'static str,
    pub(crate) window: u16,
}

/// What it says.
pub(crate) struct Outcome {
    pub(crate) elapsed: Duration,
    /// The last code, or `right` or `wrong`.
    pub(crate) answer: String,
}

impl Liboath {
    /// Compiles the program, the first time; `None` without liboath's header or a C compiler.
    pub(crate) fn installed() -> Option<&'static Self> {
        static PROGRAM: OnceLock<Option<Liboath>> = OnceLock::new();
        PROGRAM.get_or_init(Self::compiled).as_ref()
    }

    #[expect(clippy::disallowed_macros, clippy::print_stderr, reason = "who is left out, and why")]
    fn compiled() -> Option<Self> {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("peers/liboath.c");
        let program = Path::new(env!("CARGO_TARGET_TMPDIR")).join("liboath-bench");
        let mut compiler = Command::new("cc");
        compiler.arg("-O2").arg(source).arg("-o").arg(&program).arg("-loath");
        match compiler.output() {
            Ok(output) if output.status.success() => Some(Self { program }),
            Ok(_) => {
                eprintln!("liboath is left out: its header or library is missing (liboath-dev)");
                None
            }
            Err(_) => {
                eprintln!("liboath is left out: there is no C compiler `cc`");
                None
            }
        }
    }

    /// Tells the time of `times` runs. A process is started each time, so more are done where those ended too soon.
    pub(crate) fn run(&self, job: &Job, times: u64) -> Outcome {
        let codes = u32::from(job.window).saturating_mul(2).saturating_add(1);
        let repeated = CODES_AT_LEAST.div_ceil(codes);
        let in_all = times.saturating_mul(u64::from(repeated));
        let mut program = Command::new(&self.program);
        program.args([job.name, job.hash, &job.window.to_string(), &in_all.to_string()]);
        let output = program.output().unwrap();
        assert!(output.status.success(), "liboath refuses {}", job.name);
        let said = String::from_utf8(output.stdout).unwrap();
        let (nanoseconds, answer) = said.trim().split_once(' ').unwrap();
        let elapsed = Duration::from_nanos(nanoseconds.parse().unwrap());
        let elapsed = elapsed.checked_div(repeated).unwrap();
        Outcome { elapsed, answer: answer.to_owned() }
    }
}

/// Half a millisecond or more, beside which what a clock costs is nothing.
const CODES_AT_LEAST: u32 = 1001;
