use std::format;
use std::string::{String, ToString};
use std::vec::Vec;

use proptest::prelude::*;

use super::*;

const EXAMPLES: [&str; 7] = [
    "PK36SCBL0000001123456702",
    "NO9386011117947",
    "DE89370400440532013000",
    "GB29NWBK60161331926819",
    "MT84MALT011000012345MTLCAST001S",
    "RU0304452522540817810538091310419",
    "HN88CABF00000000000250005469",
];

fn refused(text: &str) -> FieldError {
    text.parse::<Iban>().unwrap_err()
}

#[test]
fn the_registrys_examples() {
    for text in EXAMPLES {
        let made: Iban = text.parse().unwrap();
        assert_eq!(made.as_str(), text);
        assert_eq!(made.to_string().replace(' ', ""), text);
        assert!(made.to_string().split(' ').all(|group| group.len() <= 4));
    }
    let made: Iban = EXAMPLES[2].parse().unwrap();
    assert_eq!(made.to_string(), "DE89 3704 0044 0532 0130 00");
    assert_eq!(Iban::countries().count(), 89);
    assert_eq!(Iban::countries().next(), Some(("AD", 24)));
}

#[test]
fn what_is_refused() {
    use FieldError::{IbanCharacter, IbanCheckDigits, IbanCountry, IbanLength};
    for text in ["", "D"] {
        assert_eq!(refused(text), IbanLength);
    }
    assert_eq!(refused("de89370400440532013000"), IbanCharacter { index: 0 });
    assert_eq!(refused("D189370400440532013000"), IbanCharacter { index: 1 });
    assert_eq!(refused("DEA9370400440532013000"), IbanCharacter { index: 2 });
    assert_eq!(refused("DE89 3704 0044 0532 0130 00"), IbanCharacter { index: 4 });
    assert_eq!(refused("DE8937040044053201300a"), IbanCharacter { index: 21 });
    assert_eq!(refused("JP89370400440532013000"), IbanCountry);
    assert_eq!(refused("US89370400440532013000"), IbanCountry);
    assert_eq!(refused("DE8937040044053201300"), IbanLength);
    assert_eq!(refused("DE893704004405320130000"), IbanLength);
    assert_eq!(refused("DE88370400440532013000"), IbanCheckDigits);
    assert_eq!(refused("DE89370400440532013001"), IbanCheckDigits);
}

/// Each account has one pair of check digits, as the crate `iban_validate` finds, which takes 99 for 02 as well.
#[test]
fn check_digits_as_another_crate_finds_them() {
    let (mut accepted, mut twins) = (0, std::collections::BTreeSet::new());
    for number in 0..3_000_u64 {
        let account = format!("{:018}", number.wrapping_mul(7_919_000_000_019) % 10_u64.pow(18));
        let right = (0..100).filter(|check| {
            let text = format!("DE{check:02}{account}");
            let ours = text.parse::<Iban>().is_ok();
            let theirs = text.parse::<iban::BaseIban>().is_ok();
            twins.extend((theirs && !ours).then_some(*check));
            assert_eq!(ours, theirs && (2..=98).contains(check), "{text}");
            ours
        });
        accepted += right.count();
    }
    assert_eq!(accepted, 3_000);
    assert_eq!(twins, [99].into());
}

#[test]
fn refused_bytes() {
    use DecodeErrorKind::{Character, OutOfRange, Truncated};
    let refused = |text: &str| {
        let mut bytes = std::vec![0xff, u8::try_from(text.len()).unwrap()];
        bytes.extend(text.bytes());
        let mut reader = Reader::new(&bytes);
        reader.u8().unwrap();
        let error = Iban::decode(&mut reader).unwrap_err();
        (error.kind(), error.offset())
    };
    assert_eq!(refused(""), (OutOfRange, 1));
    assert_eq!(refused("DE89370400440532013000A"), (OutOfRange, 1));
    assert_eq!(refused("DE88370400440532013000"), (OutOfRange, 1));
    assert_eq!(refused("DE8937040044053201300 "), (Character, 2 + 21));
    let error = Iban::decode(&mut Reader::new(b"\x0fNO93")).unwrap_err();
    assert_eq!((error.kind(), error.offset()), (Truncated, 1));
}

/// What the standard's check digits are for: a wrong digit or letter, and neighbours of one kind that changed places.
#[test]
fn a_changed_character_and_swapped_neighbours_are_refused() {
    let alike = |one: char, other: char| one.is_ascii_digit() == other.is_ascii_digit();
    let (mut replaced, mut swaps) = (0, 0);
    for text in EXAMPLES {
        let whole: Vec<char> = text.chars().collect();
        for place in 0..whole.len() {
            for other in ('0'..='9').chain('A'..='Z') {
                let mut changed = whole.clone();
                changed[place] = other;
                if other != whole[place] && alike(other, whole[place]) {
                    assert!(changed.iter().collect::<String>().parse::<Iban>().is_err());
                    replaced += 1;
                }
            }
            let Some(&next) = whole.get(place + 1) else { continue };
            let mut swapped = whole.clone();
            swapped.swap(place, place + 1);
            if next != whole[place] && alike(next, whole[place]) {
                assert!(swapped.iter().collect::<String>().parse::<Iban>().is_err());
                swaps += 1;
            }
        }
    }
    assert!(replaced > 1_500 && swaps > 50, "{replaced} {swaps}");
}

proptest! {
    #[test]
    fn accepted_bytes_are_canonical(which in 0_usize..7, place: prop::sample::Index, value: u8, extra in proptest::collection::vec(any::<u8>(), 0..3)) {
        let text = EXAMPLES[which];
        let mut bytes = [&[u8::try_from(text.len()).unwrap()], text.as_bytes(), &extra].concat();
        let place = place.index(bytes.len());
        bytes[place] = value;
        let mut reader = Reader::new(&bytes);
        if let Ok(made) = Iban::decode(&mut reader) {
            let mut room = [0; 35];
            let mut writer = Writer::new(&mut room);
            made.encode(&mut writer).unwrap();
            let length = writer.length();
            prop_assert_eq!(&room[..length], &bytes[..reader.position()]);
            prop_assert_eq!(made.as_str().parse::<Iban>(), Ok(made));
        }
    }
}
