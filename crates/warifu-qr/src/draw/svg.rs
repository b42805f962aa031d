use std::string::{String, ToString};

use super::{QUIET_ZONE, Symbol};

impl Symbol {
    /// The symbol as an SVG document: black on white, one unit per module, quiet zone included.
    ///
    /// It has no fixed size: on a page it fills the space that it gets, and a converter has to be told a size. There
    /// are no external references. There is one path, in which each run of dark modules in a row is one rectangle.
    pub fn to_svg(&self) -> String {
        let side = self.framed_size().to_string();
        let mut svg = String::with_capacity(BYTES_OF_LARGEST);
        for part in [HEAD, &side, " ", &side, GROUND, &side, "\" height=\"", &side, PATH] {
            svg.push_str(part);
        }
        for (y, row) in (usize::from(QUIET_ZONE)..).zip(self.rows()) {
            push_row(&mut svg, y, row);
        }
        svg.push_str("\"/></svg>");
        svg
    }
}

#[expect(clippy::arithmetic_side_effects, reason = "a row has at most 177 modules")]
fn push_row(svg: &mut String, y: usize, row: &[bool]) {
    let mut x = usize::from(QUIET_ZONE);
    for run in row.chunk_by(PartialEq::eq) {
        if run.first() == Some(&true) {
            push_rectangle(svg, x, y, run.len());
        }
        x += run.len();
    }
}

/// Without `write!`, which would take longer than everything else together.
fn push_rectangle(svg: &mut String, x: usize, y: usize, length: usize) {
    svg.push('M');
    push_number(svg, x);
    svg.push(' ');
    push_number(svg, y);
    svg.push('h');
    push_number(svg, length);
    svg.push_str("v1h-");
    push_number(svg, length);
    svg.push('z');
}

/// A number in decimal.
fn push_number(svg: &mut String, number: usize) {
    if number >= 10 {
        push_number(svg, number / 10);
    }
    let [.., digit] = (number % 10).to_be_bytes();
    svg.push(char::from(b'0' | digit));
}

/// About four bytes for each of the 77 × 77 modules of the longest message.
const BYTES_OF_LARGEST: usize = 24_000;
const HEAD: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ";
const GROUND: &str = "\" shape-rendering=\"crispEdges\"><rect width=\"";
const PATH: &str = "\" fill=\"#fff\"/><path fill=\"#000\" d=\"";

#[cfg(test)]
mod tests {
    use std::vec;
    use std::vec::Vec;

    use super::*;

    /// Every rectangle of the path, put back into a matrix with the quiet zone; a module drawn twice fails.
    fn rasterised(svg: &str, side: usize) -> Vec<Vec<bool>> {
        let mut matrix = vec![vec![false; side]; side];
        let path = svg.split(" d=\"").nth(1).unwrap().split('"').next().unwrap();
        for run in path.split('M').skip(1) {
            let numbers = run.strip_suffix('z').unwrap();
            let (start, rest) = numbers.split_once('h').unwrap();
            let (length, back) = rest.split_once("v1h-").unwrap();
            assert_eq!(length, back);
            let (x, y) = start.split_once(' ').unwrap();
            let (x, y): (usize, usize) = (x.parse().unwrap(), y.parse().unwrap());
            let length: usize = length.parse().unwrap();
            for module in matrix[y].iter_mut().skip(x).take(length) {
                assert!(!*module, "drawn twice");
                *module = true;
            }
        }
        matrix
    }

    #[test]
    fn the_path_is_the_symbol() {
        for length in [1, 160, 304, 600] {
            let symbol = Symbol::from_text(&"K7".repeat(length)[..length]).unwrap();
            let side = symbol.size() + 8;
            let matrix = rasterised(&symbol.to_svg(), side);
            for (y, row) in matrix.iter().enumerate() {
                for (x, &dark) in row.iter().enumerate() {
                    assert_eq!(dark, x >= 4 && y >= 4 && symbol.is_dark(x - 4, y - 4));
                }
            }
        }
    }

    #[test]
    fn the_document_is_whole() {
        let svg = Symbol::from_text("WARIFU").unwrap().to_svg();
        let head = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 29 29\" \
            shape-rendering=\"crispEdges\"><rect width=\"29\" height=\"29\" fill=\"#fff\"/>\
            <path fill=\"#000\" d=\"M4 4h7v1h-7z";
        assert!(svg.starts_with(head), "{svg}");
        assert!(svg.ends_with("\"/></svg>"));
        assert_eq!(svg.matches("<path").count(), 1);
    }
}
