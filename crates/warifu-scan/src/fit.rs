use crate::corners::Corners;
use crate::known::{Known, side_of};
use crate::luma::Luma;
use crate::projection::{Point, Projection, between, span_of};

/// Where a symbol may be and how many modules it may have, and how well a picture agrees.
pub(crate) struct Fit {
    pub(crate) known: Known,
    /// Of the finder patterns, and of a fourth one: top left, top right, bottom right, bottom left.
    middles: [Point; 4],
    score: f32,
}

impl Fit {
    /// The plausible fits for a symbol with these corners, the best first.
    pub(crate) fn all(luma: &Luma, corners: &Corners) -> Vec<Self> {
        let estimate = corners.side();
        let is_near = |version: &u8| NEAR.contains(&(side_of(*version) / estimate));
        let versions = (1..=LARGEST_VERSION).filter(is_near).filter_map(Known::from_version);
        let coarse = versions.flat_map(|known| Self::coarse(luma, &known, corners.middles()));
        let mut fine = best(coarse.collect());
        fine.truncate(MOST_REFINED);
        for fit in &mut fine {
            fit.refine(luma);
        }
        fine.retain(|fit| fit.is_plausible(luma));
        best(fine)
    }

    pub(crate) fn projection(&self) -> Projection {
        Projection::new(self.known.side, self.middles)
    }

    /// Fits with the perspectives that the timing patterns suggest.
    fn coarse(luma: &Luma, known: &Known, middles: [Point; 3]) -> Vec<Self> {
        let projection =
            |across, down| Projection::new(known.side, with_fourth(middles, across, down));
        let top = |across, down| known.top.contrast(luma, &projection(across, down));
        let left = |across, down| known.left.contrast(luma, &projection(across, down));
        let span = span_of(known.side);
        let [first, ..] = peaks(span, |across| top(across, 1.0));
        let downs = peaks(span, |down| left(first, down));
        let acrosses = peaks(span, |across| top(across, downs[0]));
        let depths = acrosses.into_iter().flat_map(|across| downs.map(|down| (across, down)));
        let fits = depths.map(|(across, down)| {
            let middles = with_fourth(middles, across, down);
            Self { known: known.clone(), middles, score: score(luma, known, middles) }
        });
        fits.collect()
    }

    /// Moves one middle after the other while that improves the score, in smaller and smaller steps.
    fn refine(&mut self, luma: &Luma) {
        for size in STEPS {
            for _ in 0..MOST_ROUNDS {
                let before = self.score;
                self.improve(luma, size);
                if self.score <= before {
                    break;
                }
            }
        }
    }

    /// Tries to move each middle by `size` modules across and down.
    fn improve(&mut self, luma: &Luma, size: f32) {
        let [top_left, top_right, _, bottom_left] = self.middles;
        let part = size / span_of(self.known.side);
        let [across, down] = [top_right, bottom_left].map(|to| {
            let whole = between(top_left, to);
            (whole.0 * part, whole.1 * part)
        });
        // Along the sides of the symbol, so that a step is the same part of a module however the picture is turned.
        let steps = [across, (-across.0, -across.1), down, (-down.0, -down.1)];
        for (corner, step) in
            CORNERS.into_iter().flat_map(|corner| steps.map(|step| (corner, step)))
        {
            let mut middles = self.middles;
            if let Some(middle) = middles.get_mut(corner) {
                *middle = (middle.0 + step.0, middle.1 + step.1);
            }
            let score = score(luma, &self.known, middles);
            if score > self.score {
                (self.score, self.middles) = (score, middles);
            }
        }
    }

    /// Whether the picture shows more of the symbol than the finder patterns, by which it was found.
    fn is_plausible(&self, luma: &Luma) -> bool {
        let projection = self.projection();
        let finders = self.known.finders.contrast(luma, &projection);
        let inner = self.known.inner.contrast(luma, &projection);
        finders > LEAST_CONTRAST && inner > LEAST_INNER * finders
    }
}

fn best(mut fits: Vec<Fit>) -> Vec<Fit> {
    fits.sort_by(|one, other| other.score.total_cmp(&one.score));
    fits
}

/// What is between the finder patterns says more than they do.
fn score(luma: &Luma, known: &Known, middles: [Point; 4]) -> f32 {
    let projection = Projection::new(known.side, middles);
    known.finders.contrast(luma, &projection) + 2.0 * known.inner.contrast(luma, &projection)
}

/// Where the fourth is, if the right one is `across` times as far away as the left one, and the lower one `down` times
/// as far as the upper one.
fn with_fourth(
    [top_left, top_right, bottom_left]: [Point; 3],
    across: f32,
    down: f32,
) -> [Point; 4] {
    let weighted = |start: f32, right: f32, below: f32| {
        (across * right + down * below - start) / (across + down - 1.0)
    };
    let fourth = (
        weighted(top_left.0, top_right.0, bottom_left.0),
        weighted(top_left.1, top_right.1, bottom_left.1),
    );
    [top_left, top_right, fourth, bottom_left]
}

/// The three depths of most contrast that are apart from each other, the best first.
fn peaks(span: f32, contrast: impl Fn(f32) -> f32) -> [f32; 3] {
    let steps = (span * DEPTHS_PER_MODULE).ceil();
    let mut depths = Vec::new();
    let mut step = -steps;
    while step <= steps {
        let depth = (step / steps * DEEPEST).exp();
        depths.push((contrast(depth), depth));
        step += 1.0;
    }
    depths.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    [(); 3].map(|()| {
        // With no other peak left: as deep on both sides, as a symbol seen from straight above.
        let peak = depths.first().map_or(1.0, |&(_, depth)| depth);
        depths.retain(|(_, depth)| (depth / peak).ln().abs() > APART);
        peak
    })
}

/// Our symbols have at most version 15; larger ones are left to the other attempts.
const LARGEST_VERSION: u8 = 20;
/// How wrong the number of modules may be that follows from the distance of the finder patterns.
const NEAR: core::ops::Range<f32> = 0.7..1.4;
const MOST_REFINED: usize = 4;
/// In modules.
const STEPS: [f32; 5] = [0.8, 0.4, 0.2, 0.1, 0.05];
const MOST_ROUNDS: usize = 3;
/// The fourth first: nothing is known of it.
const CORNERS: [usize; 4] = [2, 0, 1, 3];
/// In grey values.
const LEAST_CONTRAST: f32 = 6.0;
/// As a part of the contrast of the finder patterns.
const LEAST_INNER: f32 = 0.4;
const DEPTHS_PER_MODULE: f32 = 0.35;
/// The logarithm of how many times as far away one side may be as the other.
const DEEPEST: f32 = 0.6;
/// Likewise, between two peaks.
const APART: f32 = 0.06;
