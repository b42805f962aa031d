/// 1 − (1 − `probability`)^`times`.
pub(crate) fn at_least_once(probability: f64, times: u32) -> f64 {
    let (mut never, mut power, mut left) = (1.0, 1.0 - probability, times);
    while left > 0 {
        if left % 2 == 1 {
            never *= power;
        }
        power *= power;
        left /= 2;
    }
    1.0 - never
}

/// The sum of `times` equal probabilities: what they come to where the events exclude each other, and never less.
pub(crate) fn summed(probability: f64, times: u32) -> f64 {
    (probability * f64::from(times)).min(1.0)
}
