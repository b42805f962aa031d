//! Subjects that take turns, so that a busy machine slows all of them down alike.

use std::fmt;
use std::time::Duration;

use criterion::{Bencher, BenchmarkId, Criterion, SamplingMode};

/// One way to do what the others of its group do, too.
pub struct Subject<'a> {
    name: &'a str,
    measure: Box<dyn FnMut(&mut Bencher<'_>) + 'a>,
}

impl<'a> Subject<'a> {
    /// What is called again and again.
    pub fn new<T>(name: &'a str, mut work: impl FnMut() -> T + 'a) -> Self {
        Self { name, measure: Box::new(move |bencher| bencher.iter(&mut work)) }
    }

    /// What is told how often, and says itself how long that took.
    pub fn timed(name: &'a str, mut work: impl FnMut(u64) -> Duration + 'a) -> Self {
        Self { name, measure: Box::new(move |bencher| bencher.iter_custom(&mut work)) }
    }
}

impl fmt::Debug for Subject<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Subject").field("name", &self.name).finish_non_exhaustive()
    }
}

/// Each subject for a moment, and that several times over: a ratio is one of two measurements of the same round.
pub fn in_turns<'a>(
    criterion: &mut Criterion,
    group: &str,
    subjects: impl IntoIterator<Item = Subject<'a>>,
) {
    let mut subjects: Vec<_> = subjects.into_iter().collect();
    let mut group = criterion.benchmark_group(group);
    group.sampling_mode(SamplingMode::Flat);
    for round in 1..=ROUNDS {
        for Subject { name, measure } in &mut subjects {
            group.bench_function(BenchmarkId::new(*name, round), &mut *measure);
        }
    }
    group.finish();
}

/// Samples of less than a millisecond: of those, most pass without an interruption even if others use the machine.
pub fn short_measurements() -> Criterion {
    Criterion::default()
        .warm_up_time(Duration::from_millis(10))
        .measurement_time(Duration::from_millis(40))
        .sample_size(60)
        .nresamples(2000)
        .without_plots()
}

/// An odd number, so that the median of the ratios is one of them.
const ROUNDS: u8 = 11;
