use super::level::{HEIGHT, Level, WIDTH};
use super::numbers::Numbers;

/// Where a symbol is in the picture: from pixels to its modules.
#[derive(Debug)]
pub(super) struct Projection {
    /// The rows of a matrix over places, each a column, a row and 1.
    matrix: [MatrixRow; 3],
    /// Of the symbol, in modules.
    modules: f64,
}

impl Projection {
    /// A symbol with sides of `modules` modules, turned, with every corner moved.
    pub(super) fn drawn(level: Level, modules: f64, numbers: &mut Numbers) -> Self {
        let half = modules * level.module() / 2.0;
        let middle = (
            f64::from(WIDTH) / 2.0 + numbers.between(-SHIFT, SHIFT),
            f64::from(HEIGHT) / 2.0 + numbers.between(-SHIFT, SHIFT),
        );
        let angle = numbers.between(-level.rotation(), level.rotation()).to_radians();
        let (sine, cosine) = angle.sin_cos();
        let most = level.perspective() * half * 2.0;
        let corners = CORNERS.map(|(x, y)| {
            let (x, y) = (x * half, y * half);
            (
                middle.0 + x * cosine - y * sine + numbers.between(-most, most),
                middle.1 + x * sine + y * cosine + numbers.between(-most, most),
            )
        });
        Self { matrix: to_unit_square(corners), modules }
    }

    /// The module at this place of the picture, column and row, counted from the symbol's top left corner.
    pub(super) fn module(&self, x: f64, y: f64) -> (f64, f64) {
        let (column, row) = projected(&self.matrix, x, y);
        (column * self.modules, row * self.modules)
    }
}

fn projected(matrix: &[MatrixRow; 3], x: f64, y: f64) -> (f64, f64) {
    let [column, row, depth] = matrix.map(|[across, down, whole]| across * x + down * y + whole);
    (column / depth, row / depth)
}

/// The projection that takes four corners to those of the unit square: the inverse, but for a factor, of the one that
/// takes these to the corners (Heckbert, Fundamentals of Texture Mapping and Image Warping, 2.2.3).
fn to_unit_square([origin, right, fourth, below]: [(f64, f64); 4]) -> [MatrixRow; 3] {
    let one = (right.0 - fourth.0, right.1 - fourth.1);
    let other = (below.0 - fourth.0, below.1 - fourth.1);
    let sum = (origin.0 - right.0 - other.0, origin.1 - right.1 - other.1);
    let area = one.0 * other.1 - other.0 * one.1;
    let across = 1.0 + (sum.0 * other.1 - other.0 * sum.1) / area;
    let down = 1.0 + (one.0 * sum.1 - sum.0 * one.1) / area;
    let across = [across * right.0 - origin.0, across * right.1 - origin.1, across - 1.0];
    let down = [down * below.0 - origin.0, down * below.1 - origin.1, down - 1.0];
    let origin = [origin.0, origin.1, 1.0];
    [cross(down, origin), cross(origin, across), cross(across, down)]
}

fn cross(one: MatrixRow, other: MatrixRow) -> MatrixRow {
    [
        one[1] * other[2] - one[2] * other[1],
        one[2] * other[0] - one[0] * other[2],
        one[0] * other[1] - one[1] * other[0],
    ]
}

type MatrixRow = [f64; 3];

/// From a symbol's middle, in halves of its side: top left, top right, bottom right, bottom left.
const CORNERS: [(f64, f64); 4] = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)];
/// How far the symbol's middle is from the picture's at most, along either axis, in pixels.
const SHIFT: f64 = 8.0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn corners_go_to_the_unit_square() {
        let corners = [(100.0, 90.0), (330.0, 120.0), (300.0, 340.0), (80.0, 310.0)];
        let matrix = to_unit_square(corners);
        let expected = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)];
        for ((x, y), (column, row)) in corners.into_iter().zip(expected) {
            let at = projected(&matrix, x, y);
            assert!((at.0 - column).hypot(at.1 - row) < 1e-9, "{at:?}");
        }
    }

    #[test]
    fn symbols_are_within_the_picture_as_the_level_says() {
        for level in Level::ALL {
            let mut numbers = Numbers::new(7);
            for _ in 0..200 {
                let projection = Projection::drawn(level, 45.0, &mut numbers);
                let (column, row) = projection.module(320.0, 240.0);
                assert!((10.0..35.0).contains(&column) && (10.0..35.0).contains(&row));
                for (x, y) in [(0.0, 0.0), (640.0, 0.0), (640.0, 480.0), (0.0, 480.0)] {
                    let (column, row) = projection.module(x, y);
                    assert!(!(-4.0..49.0).contains(&column) || !(-4.0..49.0).contains(&row));
                }
                // The mean side of a module, by the area that the symbol covers.
                let covered = (0..480_u16).flat_map(|y| (0..640_u16).map(move |x| (x, y))).filter(
                    |&(x, y)| {
                        let (column, row) = projection.module(x.into(), y.into());
                        (0.0..45.0).contains(&column) && (0.0..45.0).contains(&row)
                    },
                );
                let module = f64::from(u32::try_from(covered.count()).unwrap()).sqrt() / 45.0;
                let ratio = module / level.module();
                let most = 1.0 + 2.2 * level.perspective();
                assert!((1.0 / most..most).contains(&ratio), "{level:?} {ratio}");
            }
        }
    }
}
