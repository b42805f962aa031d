/// A place in a picture, in pixels, or in a symbol, in modules: across and down from the top left corner.
pub(crate) type Point = (f32, f32);

/// Where in a picture the modules of a flat symbol are.
pub(crate) struct Projection {
    /// The middle of the finder pattern in the top left corner.
    origin: Point,
    across: Point,
    down: Point,
    /// How much further away the symbol gets across and down.
    depth: Point,
    /// Between the middles of two finder patterns, in modules.
    span: f32,
}

impl Projection {
    /// By the middles of the finder patterns, and the place where a fourth one would have its middle: top left, top
    /// right, bottom right, bottom left (Heckbert, Fundamentals of Texture Mapping and Image Warping, 2.2.3).
    pub(crate) fn new(side: f32, [origin, right, fourth, below]: [Point; 4]) -> Self {
        let (one, other) = (between(fourth, right), between(fourth, below));
        let sum = (origin.0 - right.0 - other.0, origin.1 - right.1 - other.1);
        let area = cross(one, other);
        let depth = (cross(sum, other) / area, cross(one, sum) / area);
        let across = between(origin, (right.0 * (1.0 + depth.0), right.1 * (1.0 + depth.0)));
        let down = between(origin, (below.0 * (1.0 + depth.1), below.1 * (1.0 + depth.1)));
        Self { origin, across, down, depth, span: span_of(side) }
    }

    /// Where a module is, in pixels.
    pub(crate) fn place(&self, (x, y): Point) -> Point {
        let (x, y) = ((x - TO_MIDDLE) / self.span, (y - TO_MIDDLE) / self.span);
        let depth = 1.0 + self.depth.0 * x + self.depth.1 * y;
        (
            (self.origin.0 + self.across.0 * x + self.down.0 * y) / depth,
            (self.origin.1 + self.across.1 * x + self.down.1 * y) / depth,
        )
    }
}

pub(crate) fn between(from: Point, to: Point) -> Point {
    (to.0 - from.0, to.1 - from.1)
}

/// The area of what two sides span, positive if the second one is clockwise of the first.
pub(crate) fn cross(one: Point, other: Point) -> f32 {
    one.0 * other.1 - other.0 * one.1
}

/// Between the middles of two finder patterns of a symbol, in modules.
pub(crate) const fn span_of(side: f32) -> f32 {
    side - 2.0 * TO_MIDDLE
}

pub(crate) fn distance(from: Point, to: Point) -> f32 {
    length(between(from, to))
}

pub(crate) fn length((across, down): Point) -> f32 {
    across.hypot(down)
}

/// From a symbol's side to the middle of a finder pattern, in modules.
pub(crate) const TO_MIDDLE: f32 = 3.5;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middles_stand_where_they_were_put() {
        let middles = [(100.0, 90.0), (330.0, 120.0), (300.0, 340.0), (80.0, 310.0)];
        let projection = Projection::new(45.0, middles);
        let modules = [(3.5, 3.5), (41.5, 3.5), (41.5, 41.5), (3.5, 41.5)];
        for (module, middle) in modules.into_iter().zip(middles) {
            assert!(distance(projection.place(module), middle) < 1e-3, "{module:?}");
        }
        let upright = Projection::new(21.0, [(7.0, 7.0), (35.0, 7.0), (35.0, 35.0), (7.0, 35.0)]);
        assert!(distance(upright.place((10.5, 0.5)), (21.0, 1.0)) < 1e-3);
    }
}
