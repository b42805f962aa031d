use warifu_core::hash::{HashAlgorithm, Keyed};
use warifu_core::{Counter, Secret};

use super::midstates::{AsMidstates, Truncate};

/// A secret that HMAC has absorbed: from here a code costs two compressions.
pub(crate) struct MacKey(pub(super) Keyed<AsMidstates>);

impl MacKey {
    pub(crate) fn new(secret: &Secret, algorithm: HashAlgorithm) -> Self {
        Self(Keyed::new(algorithm, secret.expose()))
    }

    pub(crate) const fn algorithm(&self) -> HashAlgorithm {
        self.0.algorithm()
    }

    /// Steps 1 and 2 of RFC 4226 §5.3: the 31-bit number Snum.
    pub(crate) fn truncated(&self, counter: Counter) -> u32 {
        let mut number = 0;
        self.truncated_all(core::iter::once((counter, ())), |(), snum| number = snum);
        number
    }

    /// Shows Snum of each counter, together with what came along with the counter.
    pub(crate) fn truncated_all<T>(
        &self,
        counters: impl Iterator<Item = (Counter, T)>,
        show: impl FnMut(T, u32),
    ) {
        self.0.visit(Truncate { counters, show });
    }
}

/// How many numbers are computed together: one for each 32-bit lane of AVX-512.
pub(crate) const LANES: usize = 16;
