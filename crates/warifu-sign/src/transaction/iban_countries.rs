/// The countries of the IBAN registry (ISO 13616, release 100 of SWIFT's registry) and how many characters an IBAN has in each.
pub(super) const COUNTRIES: [[u8; 4]; 89] = [
    *b"AD24", *b"AE23", *b"AL28", *b"AT20", *b"AZ28", *b"BA20", *b"BE16", *b"BG22", *b"BH22",
    *b"BI27", *b"BR29", *b"BY28", *b"CH21", *b"CR22", *b"CY28", *b"CZ24", *b"DE22", *b"DJ27",
    *b"DK18", *b"DO28", *b"EE20", *b"EG29", *b"ES24", *b"FI18", *b"FK18", *b"FO18", *b"FR27",
    *b"GB22", *b"GE22", *b"GI23", *b"GL18", *b"GR27", *b"GT28", *b"HN28", *b"HR21", *b"HU28",
    *b"IE22", *b"IL23", *b"IQ23", *b"IS26", *b"IT27", *b"JO30", *b"KW30", *b"KZ20", *b"LB28",
    *b"LC32", *b"LI21", *b"LT20", *b"LU20", *b"LV21", *b"LY25", *b"MC27", *b"MD24", *b"ME22",
    *b"MK19", *b"MN20", *b"MR27", *b"MT31", *b"MU30", *b"NI28", *b"NL18", *b"NO15", *b"OM23",
    *b"PK24", *b"PL28", *b"PS29", *b"PT25", *b"QA29", *b"RO24", *b"RS22", *b"RU33", *b"SA24",
    *b"SC31", *b"SD18", *b"SE24", *b"SI19", *b"SK24", *b"SM27", *b"SO23", *b"ST25", *b"SV28",
    *b"TL23", *b"TN24", *b"TR26", *b"UA29", *b"VA22", *b"VG24", *b"XK20", *b"YE30",
];

/// The length of an IBAN of `country`, 15 to 33, or none for a country that has no IBANs.
#[expect(clippy::arithmetic_side_effects, reason = "two digits make at most 99")]
pub(super) fn length_in(country: [u8; 2]) -> Option<usize> {
    let entry = COUNTRIES.iter().find(|[first, second, ..]| [*first, *second] == country)?;
    let [.., tens, ones] = entry;
    Some(usize::from(tens & 0x0f) * 10 + usize::from(ones & 0x0f))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::format;
    use std::string::{String, ToString};

    use iban::Iban;

    use super::*;

    /// The lengths at which the crate `iban_validate` takes some IBAN of `country`: letters are at the start or the end of
    /// an account number, if anywhere.
    fn lengths(country: &str) -> BTreeSet<usize> {
        let mut lengths = BTreeSet::new();
        for length in 1..=30_usize {
            for (before, after) in [0_usize, 1, 2, 4]
                .iter()
                .flat_map(|&before| ["", "AAA", "A0"].map(|after| (before, after)))
            {
                let letters = before.checked_add(after.len()).unwrap();
                let Some(digits) = length.checked_sub(letters) else { continue };
                let number = format!("{}{}{after}", "A".repeat(before), "0".repeat(digits));
                let check = check_digits(country, &number);
                let known = format!("{country}{check:02}{number}").parse::<Iban>().is_ok();
                if known {
                    lengths.insert(length.checked_add(4).unwrap());
                }
            }
        }
        lengths
    }

    /// 98 less the remainder of the whole in decimal digits.
    fn check_digits(country: &str, number: &str) -> u32 {
        let characters = [number, country, "00"].concat();
        let digits: String = characters
            .chars()
            .map(|character| character.to_digit(36).unwrap().to_string())
            .collect();
        let append =
            |rest: u32, digit: u8| rest.wrapping_mul(10).wrapping_add(u32::from(digit & 0x0f)) % 97;
        98_u32.wrapping_sub(digits.bytes().fold(0, append))
    }

    /// Of the registry's countries the crate's table lacks Honduras and Pakistan.
    #[test]
    fn the_countries_and_lengths_of_another_crate() {
        let mut compared = 0;
        for first in b'A'..=b'Z' {
            for second in b'A'..=b'Z' {
                let country = String::from_utf8([first, second].to_vec()).unwrap();
                let theirs = lengths(&country);
                if country == "HN" || country == "PK" {
                    assert!(theirs.is_empty());
                    continue;
                }
                let ours: BTreeSet<_> = length_in([first, second]).into_iter().collect();
                assert_eq!(ours, theirs, "{country}");
                compared += ours.len();
            }
        }
        assert_eq!(compared, COUNTRIES.len().checked_sub(2).unwrap());
        assert_eq!([length_in(*b"HN"), length_in(*b"PK")], [Some(28), Some(24)]);
    }

    #[test]
    fn the_table_ascends() {
        assert!(COUNTRIES.is_sorted());
        assert!(COUNTRIES.iter().all(|[first, second, ..]| {
            length_in([*first, *second]).is_some_and(|length| (15..=34).contains(&length))
        }));
    }
}
