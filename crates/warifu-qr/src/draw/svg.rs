use core::fmt::{self, Write};
use std::string::String;

use super::Symbol;

impl Symbol {
    /// The symbol as an SVG document: black on white, one unit per module, quiet zone included.
    ///
    /// It scales to whatever the page gives it, has no external references, and holds one path in which each run of
    /// dark modules in a row is one rectangle.
    pub fn to_svg(&self) -> String {
        let mut svg = String::new();
        // Writing to a string cannot fail.
        let _ = self.write_svg(&mut svg);
        svg
    }

    fn write_svg(&self, svg: &mut String) -> fmt::Result {
        let side = self.framed_size();
        write!(
            svg,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" \
             shape-rendering=\"crispEdges\">\
             <rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/><path fill=\"#000\" d=\""
        )?;
        for y in 0..side {
            let mut x = 0;
            while x < side {
                let dark = self.is_framed_dark(x, y);
                let run =
                    (x..side).take_while(|&next| self.is_framed_dark(next, y) == dark).count();
                if dark {
                    write!(svg, "M{x} {y}h{run}v1h-{run}z")?;
                }
                x = x.saturating_add(run);
            }
        }
        svg.push_str("\"/></svg>");
        Ok(())
    }
}

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
            let symbol = Symbol::of_text(&"K7".repeat(length)[..length]).unwrap();
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
        let svg = Symbol::of_text("WARIFU").unwrap().to_svg();
        assert!(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 29 29\""));
        assert!(svg.contains("<rect width=\"29\" height=\"29\" fill=\"#fff\"/>"));
        assert!(svg.ends_with("\"/></svg>"));
        assert_eq!(svg.matches("<path").count(), 1);
    }
}
