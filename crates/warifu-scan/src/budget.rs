/// How much work one attempt to read a picture may still cause, however the picture was made.
#[derive(Debug)]
pub(crate) struct Budget {
    sets: u32,
    fits: u32,
    is_worth_it: bool,
}

impl Budget {
    pub(crate) const fn new() -> Self {
        Self { sets: MOST_SETS, fits: MOST_FITS, is_worth_it: true }
    }

    /// Whether another set of three finder patterns may be tried as the corners of a symbol.
    pub(crate) fn takes_set(&mut self) -> bool {
        take_one(&mut self.sets)
    }

    /// Whether another set may be fitted to the grey values, which takes a thousand times as long.
    pub(crate) fn takes_fit(&mut self) -> bool {
        take_one(&mut self.fits)
    }

    /// Ends this attempt, and lets no other follow it.
    pub(crate) const fn abandon(&mut self) {
        *self = Self { sets: 0, fits: 0, is_worth_it: false };
    }

    /// Whether another attempt may follow.
    pub(crate) const fn is_worth_it(&self) -> bool {
        self.is_worth_it
    }

    #[cfg(test)]
    pub(crate) const fn left(&self) -> (u32, u32) {
        (self.sets, self.fits)
    }
}

fn take_one(left: &mut u32) -> bool {
    match left.checked_sub(1) {
        Some(rest) => {
            *left = rest;
            true
        }
        None => false,
    }
}

const MOST_SETS: u32 = 4096;
const MOST_FITS: u32 = 64;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_come_to_an_end() {
        let mut budget = Budget::new();
        let (sets, fits) = budget.left();
        assert!((0..sets).all(|_| budget.takes_set()));
        assert_eq!(budget.left(), (0, fits));
        assert!(!budget.takes_set());
        assert!((0..fits).all(|_| budget.takes_fit()));
        assert!(!budget.takes_fit());
        assert_eq!(budget.left(), (0, 0));
    }
}
