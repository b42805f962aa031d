use core::fmt::{self, Display, Write};

/// A number in decimal, with zeros in front where it has fewer digits than another one: 42 no shorter than 9,999 is `0042`.
///
/// The numbers of `core::fmt` take more than a kilobyte of a token's flash.
#[derive(Clone, Copy)]
pub(super) struct Decimal {
    number: u64,
    no_shorter_than: u64,
}

impl Decimal {
    pub(super) fn new(number: impl Into<u64>, no_shorter_than: u64) -> Self {
        Self { number: number.into(), no_shorter_than }
    }
}

impl Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.number >= 10 || self.no_shorter_than >= 10 {
            Self::new(self.number / 10, self.no_shorter_than / 10).fmt(f)?;
        }
        let last = u32::try_from(self.number % 10).ok().and_then(|last| char::from_digit(last, 10));
        f.write_char(last.ok_or(fmt::Error)?)
    }
}

/// Digits in groups of three.
pub(super) fn write_grouped(f: &mut dyn Write, number: u64) -> fmt::Result {
    if number < 1_000 {
        return write!(f, "{}", Decimal::new(number, 0));
    }
    write_grouped(f, number / 1_000)?;
    write!(f, ",{}", Decimal::new(number % 1_000, 999))
}

#[cfg(test)]
mod tests {
    use std::format;
    use std::string::{String, ToString};

    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// What `core::fmt` makes of the same number.
        #[test]
        fn digits_are_those_of_the_standard_library(number: u64, shift in 0_u32..64, width in 1_usize..20) {
            let number = number >> shift;
            let wide = Decimal::new(number, "9".repeat(width).parse::<u64>().unwrap());
            prop_assert_eq!(wide.to_string(), format!("{number:0width$}"));
            prop_assert_eq!(Decimal::new(number, 0).to_string(), number.to_string());
            let mut grouped = String::new();
            write_grouped(&mut grouped, number).unwrap();
            prop_assert_eq!(grouped.replace(',', ""), number.to_string());
            let mut groups = grouped.split(',');
            prop_assert!((1..=3).contains(&groups.next().unwrap().len()));
            prop_assert!(groups.all(|group| group.len() == 3));
        }
    }
}
