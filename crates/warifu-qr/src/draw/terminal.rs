use std::string::String;

use super::Symbol;

impl Symbol {
    /// The symbol as lines of text, two rows of modules in each: spaces and the half blocks `▀`, `▄`, `█`, quiet zone
    /// included, a line feed after each line.
    ///
    /// The blocks are the *light* modules, so that the symbol looks right on a terminal with light letters on a dark
    /// background. With dark letters on a light background it is inverted: `warifu-scan` and `ZXing` read that too,
    /// most other readers do not. There are no escape sequences, so the text can be kept in a file.
    pub fn to_terminal(&self) -> String {
        let side = self.framed_size();
        let mut text = String::new();
        for y in (0..side).step_by(2) {
            for x in 0..side {
                let upper = self.is_framed_dark(x, y);
                // Below the last of an odd number of rows everything is light.
                let lower = self.is_framed_dark(x, y | 1);
                text.push(match (upper, lower) {
                    (false, false) => '█',
                    (false, true) => '▀',
                    (true, false) => '▄',
                    (true, true) => ' ',
                });
            }
            text.push('\n');
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use std::vec::Vec;

    use super::*;

    /// The light modules of each line's upper and lower row.
    fn parsed(text: &str) -> Vec<Vec<bool>> {
        let row = |line: &str, light: [char; 2]| line.chars().map(|c| light.contains(&c)).collect();
        text.lines().flat_map(|line| [row(line, ['█', '▀']), row(line, ['█', '▄'])]).collect()
    }

    #[test]
    fn the_text_is_the_symbol() {
        for length in [1, 160, 304, 600] {
            let symbol = Symbol::from_text(&"X2".repeat(length)[..length]).unwrap();
            let light = parsed(&symbol.to_terminal());
            let side = symbol.size() + 8;
            assert_eq!(light.len(), side + 1, "an odd number of rows, rounded up");
            for (y, row) in light.iter().enumerate() {
                assert_eq!(row.len(), side);
                for (x, &light) in row.iter().enumerate() {
                    assert_eq!(!light, x >= 4 && y >= 4 && symbol.is_dark(x - 4, y - 4));
                }
            }
        }
    }

    #[test]
    fn nothing_but_blocks() {
        let text = Symbol::from_text("WARIFU").unwrap().to_terminal();
        assert!(text.chars().all(|c| " ▀▄█\n".contains(c)));
        assert!(text.ends_with('\n'));
    }
}
