/// How bad a photograph is.
///
/// | level | turned by | tilted by | blur | noise | module |
/// |---|---|---|---|---|---|
/// | light | up to 12° | 4 % | 0.8 pixels | 8 | 5.6 pixels |
/// | medium | up to 45° | 10 % | 1.3 pixels | 14 | 5.2 pixels |
/// | hard | any angle | 12 % | 1.45 pixels | 14 | 5.1 pixels |
///
/// All have light that changes by a quarter either way from one side to the other, and a contrast drawn at random.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// A hand that holds still in good light.
    Light,
    /// A hand in a hurry.
    Medium,
    /// At the edge of what can be read.
    Hard,
}

impl Level {
    /// From the mildest to the worst.
    pub const ALL: [Self; 3] = [Self::Light, Self::Medium, Self::Hard];

    /// Lower case, as files are named after it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Medium => "medium",
            Self::Hard => "hard",
        }
    }

    /// The largest angle by which a symbol is turned, in degrees to either side.
    pub const fn rotation(self) -> f64 {
        match self {
            Self::Light => 12.0,
            Self::Medium => 45.0,
            Self::Hard => 180.0,
        }
    }

    /// How far each corner of a symbol is moved at most, along either axis, as a part of the symbol's side.
    pub const fn perspective(self) -> f64 {
        match self {
            Self::Light => 0.04,
            Self::Medium => 0.10,
            Self::Hard => 0.12,
        }
    }

    /// The standard deviation of the Gaussian blur, in pixels.
    pub const fn blur(self) -> f64 {
        match self {
            Self::Light => 0.8,
            Self::Medium => 1.3,
            Self::Hard => 1.45,
        }
    }

    /// The standard deviation of the Gaussian noise, in grey values.
    pub const fn noise(self) -> f64 {
        match self {
            Self::Light => 8.0,
            Self::Medium | Self::Hard => 14.0,
        }
    }

    /// The side of a module before its symbol is tilted, in pixels.
    pub const fn module(self) -> f64 {
        match self {
            Self::Light => 5.6,
            Self::Medium => 5.2,
            Self::Hard => 5.1,
        }
    }

    pub(super) const fn ordinal(self) -> u64 {
        match self {
            Self::Light => 1,
            Self::Medium => 2,
            Self::Hard => 3,
        }
    }
}

/// Of every photograph, in pixels.
pub const WIDTH: u32 = 640;
/// Of every photograph, in pixels.
pub const HEIGHT: u32 = 480;
