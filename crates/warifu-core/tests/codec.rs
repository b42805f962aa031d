//! The codec of values that are made of values.

#![expect(clippy::unwrap_used, reason = "a failed step is a failed test")]

use proptest::prelude::*;
use warifu_core::codec::{Decode, DecodeError, DecodeErrorKind, Encode, Reader, Writer};
use warifu_core::{Counter, EncodeError, LoginId, Nonce, UnixTime, Version, codec_as};

#[derive(Debug, PartialEq, Eq)]
struct Place(u16);

codec_as!(Place: u16);

fn hex_of(value: &impl Encode) -> String {
    hex::encode(value.encoded::<64>().unwrap().as_slice())
}

fn refused<T: Decode + core::fmt::Debug>(bytes: &[u8]) -> (DecodeErrorKind, usize) {
    let error = T::decode_whole(bytes).unwrap_err();
    (error.kind(), error.offset())
}

#[test]
fn the_bytes_are_as_documented() {
    assert_eq!(hex_of(&0x12_u8), "12");
    assert_eq!(hex_of(&0x1234_u16), "1234");
    assert_eq!(hex_of(&-2_i32), "fffffffe");
    assert_eq!(hex_of(&UnixTime::new(0x0102)), "0000000000000102");
    assert_eq!(hex_of(&Nonce([0xab; 12])), "ab".repeat(12));
    assert_eq!(hex_of(&Place(0x1234)), "1234");
    assert_eq!(hex_of(&[1_u8, 2]), "0102", "an array has its length in its type");
    let login: LoginId = "a1".parse().unwrap();
    assert_eq!(hex_of(&(login, 7_u8)), "02613107");
    assert_eq!(hex_of(&Some(Place(5))), "010005");
    assert_eq!(hex_of(&None::<Place>), "00");
    assert_eq!(hex_of(&vec![Place(5), Place(6)]), "0200050006");
    let mut room = [0; 8];
    let mut writer = Writer::new(&mut room);
    writer.list([5_u8, 6, 7].iter().filter(|&&number| number != 6)).unwrap();
    assert_eq!(*writer.finish(), [2, 5, 7]);
}

#[test]
fn a_list_has_at_most_255_items() {
    let mut room = [0; 300];
    assert_eq!(vec![7_u8; 256].encode(&mut Writer::new(&mut room)), Err(EncodeError::TooLong));
    assert_eq!(vec![7_u8; 255].encode(&mut Writer::new(&mut room)), Ok(()));
}

#[test]
fn refusals_are_where_the_value_begins() {
    use DecodeErrorKind::{FieldOrder, OutOfRange, TrailingBytes, Truncated};
    assert_eq!(refused::<Option<Counter>>(&[2]), (OutOfRange, 0));
    assert_eq!(refused::<Option<Counter>>(&[0, 0]), (TrailingBytes, 1));
    assert_eq!(refused::<Option<Counter>>(&[1, 0]), (Truncated, 1));
    assert_eq!(refused::<(u16, Version)>(&[0, 0, 16]), (OutOfRange, 2));
    assert_eq!(refused::<Vec<Version>>(&[3, 1, 1, 0]), (OutOfRange, 3));
    assert_eq!(refused::<Vec<u16>>(&[2, 0, 0, 0]), (Truncated, 3));

    let rising = |bytes: &[u8]| {
        let (mut reader, mut last) = (Reader::new(bytes), 0_u16);
        let read = reader.list(1..=2, |item: u16| {
            let rises = item > last;
            last = item;
            rises.then_some(()).ok_or(FieldOrder)
        });
        read.map(|()| last)
    };
    assert_eq!(rising(&[2, 0, 1, 0, 2]), Ok(2));
    assert_eq!(rising(&[2, 0, 2, 0, 2]), Err(DecodeError::new(FieldOrder, 3)));
    assert_eq!(rising(&[0]), Err(DecodeError::new(OutOfRange, 0)));
    assert_eq!(rising(&[3, 0, 1, 0, 2, 0, 3]), Err(DecodeError::new(OutOfRange, 0)));

    let mut reader = Reader::new(&[7, 8]);
    assert_eq!(reader.constant(7, OutOfRange), Ok(()));
    assert_eq!(reader.constant(7, OutOfRange), Err(DecodeError::new(OutOfRange, 1)));
}

type Mixed = (Vec<(LoginId, Option<Version>)>, Option<[u8; 2]>);

proptest! {
    #[test]
    fn values_come_back_and_changed_bytes_have_no_second_meaning(
        items in proptest::collection::vec(("[a-c]{1,2}", proptest::option::of(1_u8..=15)), 0..4),
        last: Option<[u8; 2]>,
        flips in proptest::collection::vec((0_usize..24, 0_u8..4), 0..3),
    ) {
        let items = items.iter().map(|(login, version)| {
            (login.parse().unwrap(), version.map(|number| Version::new(number).unwrap()))
        });
        let value: Mixed = (items.collect(), last);
        let mut bytes = value.encoded::<64>().unwrap().as_slice().to_vec();
        prop_assert_eq!(&Mixed::decode_whole(&bytes).unwrap(), &value);
        for (place, byte) in flips {
            if let Some(old) = bytes.get_mut(place) { *old = byte; }
        }
        if let Ok(other) = Mixed::decode_whole(&bytes) {
            let again = other.encoded::<64>().unwrap();
            prop_assert_eq!(again.as_slice(), &bytes);
        }
    }
}
