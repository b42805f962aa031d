use thiserror::Error;

/// Why a text was not drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum DrawError {
    /// There is no text.
    #[error("there is no text to draw")]
    Empty,
    /// More than 600 characters.
    #[error("the text is longer than 600 characters")]
    TooLong,
    /// A character other than `A` to `Z` and `2` to `7`.
    #[error("the text has a character other than A to Z and 2 to 7 at offset {offset}")]
    Character {
        /// Where it is, counted in characters from 0.
        offset: usize,
    },
    /// A scale outside 1 to 32 pixels for a module.
    #[error("a module has 1 to 32 pixels")]
    Scale,
}
