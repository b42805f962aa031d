/// How likely it is that guessing succeeds, as probabilities from 0 to 1: the most that the most knowing guesser who does
/// not know the secret achieves.
///
/// Dynamic truncation yields a number below 2^31, and 10^digits does not divide that: the codes up to (2^31 − 1) mod
/// 10^digits are a little likelier than the others, by 2.4 % at 8 digits. A guesser tries those:
///
/// ```text
/// per code   = ceil(2^31 / 10^digits) / 2^31
/// per window = max(codes in the window · per code, pairs to resynchronise by · per code²)
/// per lock   = failures in a row · per window            different guesses in one window
/// per year   = 1 − (1 − per window)^(failures in a year)       of a clock: its codes change
///            = failures in a year · per window                of a counter that does not move, and of challenges
/// per life   = the same for the failures in a life
/// ```
///
/// The failures in a year or a life are as many as thirty days allow, for each thirty days that were begun. It is assumed
/// that the token is released each time it is suspended.
///
/// All of this is about one token. What a guesser achieves at many customers is [`GuessBudget::across`] them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GuessBudget {
    /// One guess, at the widest window.
    pub per_window: f64,
    /// As many guesses as suspend the token.
    pub per_lock: f64,
    /// All guesses of a year.
    pub per_year: f64,
    /// All guesses of a token's life.
    pub per_life: f64,
}
