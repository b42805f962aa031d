//! Photographs of QR symbols, computed: turned, tilted, blurred, unevenly lit and noisy, the same for the
//! same seed. Readers are compared on them.

mod level;
mod light;
pub(crate) mod numbers;
mod projection;

use warifu_qr::draw::{QUIET_ZONE, Symbol};

pub use level::{HEIGHT, Level, WIDTH};
use light::Light;
use numbers::Numbers;
use projection::Projection;

/// A grey picture, 640 pixels wide and 480 high, that shows one symbol with its quiet zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Photograph {
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// Row by row from the top, 0 black and 255 white.
    pub luma: Vec<u8>,
}

impl Photograph {
    /// `symbol` photographed under the conditions of `level`; everything that is left open is drawn from `seed`.
    pub fn of(symbol: &Symbol, level: Level, seed: u64) -> Self {
        let mut numbers = Numbers::new(seed);
        let side = modules(symbol.size());
        let projection = Projection::drawn(level, side, &mut numbers);
        let light = Light::drawn(&mut numbers);
        let scene = Scene { symbol, projection, side, light };
        let mut values: Vec<f64> = (0..HEIGHT)
            .flat_map(|y| (0..WIDTH).map(move |x| (x, y)))
            .map(|at| scene.pixel(at))
            .collect();
        light::blur(&mut values, level.blur());
        let luma = scene.light.exposed(&values, level.noise(), &mut numbers);
        Self { width: WIDTH, height: HEIGHT, luma }
    }

    /// The photograph of this number among those of a level and a seed, and the random text of 160 characters in it: a
    /// symbol of version 7 at level M.
    ///
    /// # Panics
    ///
    /// Never: such a text can be drawn.
    pub fn numbered(level: Level, seed: u64, number: u32) -> (String, Self) {
        let own = Numbers::new(seed).next() ^ Numbers::new(level.ordinal()).next();
        let mut numbers = Numbers::new(own.wrapping_add(number.into()));
        let text: String = (0..TEXT).map(|_| numbers.base32()).collect();
        #[expect(clippy::expect_used, reason = "the length and the alphabet are right")]
        let symbol = Symbol::from_text(&text).expect("a text that can be drawn");
        (text, Self::of(&symbol, level, numbers.next()))
    }
}

struct Scene<'a> {
    symbol: &'a Symbol,
    projection: Projection,
    /// Of the symbol, in modules.
    side: f64,
    light: Light,
}

impl Scene<'_> {
    /// The mean of nine places in the pixel.
    fn pixel(&self, (x, y): (u32, u32)) -> f64 {
        let (x, y) = (f64::from(x), f64::from(y));
        if self.is_beyond(self.projection.module(x + 0.5, y + 0.5), MARGIN) {
            return self.light.surroundings;
        }
        let places = PLACES.iter().flat_map(|dy| PLACES.iter().map(move |dx| (x + dx, y + dy)));
        places.map(|(x, y)| self.place(self.projection.module(x, y))).sum::<f64>() / 9.0
    }

    fn place(&self, (column, row): (f64, f64)) -> f64 {
        if self.is_beyond((column, row), 0.0) {
            return self.light.surroundings;
        }
        let dark = match (numbers::whole(column), numbers::whole(row)) {
            (Some(column), Some(row)) => self.symbol.is_dark(column, row),
            _ => false,
        };
        if dark { self.light.ink } else { self.light.paper }
    }

    /// Whether the module is further than `margin` modules outside the quiet zone.
    fn is_beyond(&self, (column, row): (f64, f64), margin: f64) -> bool {
        let quiet = f64::from(QUIET_ZONE);
        let framed = -quiet - margin..self.side + quiet + margin;
        !framed.contains(&column) || !framed.contains(&row)
    }
}

#[expect(clippy::expect_used, reason = "a QR symbol has at most 177 modules a side")]
fn modules(count: usize) -> f64 {
    f64::from(u16::try_from(count).expect("a side of a symbol"))
}

/// Of a text, in characters: that of the smallest envelope, which fills QR version 7 at level M.
const TEXT: usize = 160;
/// More than the half of a pixel, in modules.
const MARGIN: f64 = 1.0;
/// Thirds of a pixel, taken in their middle.
const PLACES: [f64; 3] = [1.0 / 6.0, 0.5, 5.0 / 6.0];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_for_the_same_seed() {
        for level in Level::ALL {
            let (text, photograph) = Photograph::numbered(level, 1, 0);
            assert_eq!((text.len(), photograph.luma.len()), (160, 640 * 480));
            assert_eq!((text.clone(), photograph.clone()), Photograph::numbered(level, 1, 0));
            for (other, number) in [(1, 1), (2, 0)] {
                let other = Photograph::numbered(level, other, number);
                assert_ne!(text, other.0);
                assert_ne!(photograph, other.1);
            }
        }
    }

    #[test]
    fn noise_is_as_the_level_says() {
        for level in Level::ALL {
            let (_, Photograph { luma, .. }) = Photograph::numbered(level, 1, 0);
            // Neighbours in a corner, where the paper is not, differ by the noise of both.
            let pairs = luma.chunks(640).take(60).flat_map(|row| row[..100].windows(2));
            let differences: Vec<f64> =
                pairs.map(|pair| f64::from(pair[0]) - f64::from(pair[1])).collect();
            let squares: f64 = differences.iter().map(|difference| difference.powi(2)).sum();
            let deviation = (squares / 2.0 / (60.0 * 99.0)).sqrt();
            assert!((deviation / level.noise() - 1.0).abs() < 0.1, "{level:?} {deviation}");
        }
    }

    #[test]
    fn any_symbol_can_be_photographed() {
        let symbol = Symbol::from_text("WARIFU").unwrap();
        let photograph = Photograph::of(&symbol, Level::Light, 3);
        let texts = warifu_scan::read_luma(photograph.width, photograph.height, &photograph.luma);
        assert_eq!(texts.unwrap(), ["WARIFU"]);
    }
}
