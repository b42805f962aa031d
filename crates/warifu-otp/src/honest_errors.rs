use crate::ParametersError;

/// What honest customers mistype, from which a [`WrongCodeRate`](crate::WrongCodeRate) is made. The figures are the bank's own to measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HonestErrors {
    /// Customers with a token. At least 1.
    pub customers: u32,
    /// How many codes a customer types in a year, on average.
    pub codes_a_year: u16,
    /// How many codes of a thousand are wrong. At most 1,000.
    pub wrong_in_a_thousand: u16,
    /// How many times as much as in the average minute is typed in the busiest one of the year. At least 1.
    pub busiest: u16,
}

impl HonestErrors {
    /// The wrong codes of a minute, on average over a year.
    pub fn per_average_minute(&self) -> f64 {
        let codes = f64::from(self.customers) * f64::from(self.codes_a_year);
        codes * f64::from(self.wrong_in_a_thousand) / (1_000.0 * MINUTES_A_YEAR)
    }

    /// The wrong codes of the busiest minute of a year.
    pub fn per_busiest_minute(&self) -> f64 {
        self.per_average_minute() * f64::from(self.busiest)
    }

    pub(crate) const fn check(&self) -> Result<(), ParametersError> {
        if self.customers == 0 || self.wrong_in_a_thousand > 1_000 || self.busiest == 0 {
            return Err(ParametersError::ImpossibleErrors);
        }
        Ok(())
    }

    /// The least bound that is exceeded less than once a year; the number of customers, which nothing exceeds, if there is
    /// no lower one.
    pub(crate) fn least_bound(&self) -> u32 {
        let mean = self.per_busiest_minute();
        // 0 is exceeded too often with any mean; halve what lies between.
        let (mut exceeded, mut kept) = (0, self.customers);
        loop {
            let middle = u32::midpoint(exceeded, kept);
            if middle == exceeded {
                return kept;
            }
            if is_kept(middle, mean) {
                kept = middle;
            } else {
                exceeded = middle;
            }
        }
    }
}

/// Bernstein's inequality, as at [`WrongCodeRate::new`](crate::WrongCodeRate::new), without the exponential function.
fn is_kept(bound: u32, mean: f64) -> bool {
    let margin = f64::from(bound) + 1.0 - mean;
    margin > 0.0 && margin * margin >= TWICE_THE_LOGARITHM * (mean + margin / 3.0)
}

const MINUTES_A_YEAR: f64 = 525_600.0;
/// 2 · ln(527,040), rounded up: the minutes of a leap year.
const TWICE_THE_LOGARITHM: f64 = 26.36;

#[cfg(test)]
mod tests {
    use super::*;

    const fn honest(customers: u32, busiest: u16) -> HonestErrors {
        HonestErrors { customers, codes_a_year: 120, wrong_in_a_thousand: 20, busiest }
    }

    /// The probability that a Poisson variable exceeds `bound`, term by term.
    fn exceeding(bound: f64, mean: f64) -> f64 {
        let (mut term, mut count, mut sum) = ((-mean).exp(), 0.0, 0.0);
        while count < bound + 400.0 {
            count += 1.0;
            term *= mean / count;
            sum += if count > bound { term } else { 0.0 };
        }
        sum
    }

    #[test]
    fn honest_customers_exceed_the_bound_less_than_once_a_year() {
        for customers in [1_000, 10_000, 100_000, 1_000_000, 5_000_000] {
            let honest = honest(customers, 10);
            let bound = f64::from(honest.least_bound());
            let mean = honest.per_busiest_minute();
            let alarms = |bound: f64| exceeding(bound, mean) * 527_040.0;
            assert!(alarms(bound) < 1.0, "{customers}: {}", alarms(bound));
            // Bernstein's inequality is generous where hardly any errors are expected.
            let halfway = f64::midpoint(bound, mean).floor();
            assert!(customers == 1_000 || alarms(halfway) > 1.0, "{customers}: far too much");
        }
    }

    #[test]
    fn typing_errors_of_a_minute() {
        let honest = honest(1_000_000, 10);
        assert!((honest.per_average_minute() - 2_400_000.0 / 525_600.0).abs() < 1e-9);
        assert!((honest.per_busiest_minute() - 24_000_000.0 / 525_600.0).abs() < 1e-9);
    }
}
