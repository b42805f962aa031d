//! Images that hold keys which can be found again, and what every part must show after a cut.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "fixtures of tests")]
#![expect(clippy::arithmetic_side_effects, reason = "an overflow fails the test")]

use embedded_storage::nor_flash::NorFlash;
use warifu_testkit::nor::SimulatedNor;
use warifu_token::{Flash, TwoSlotFlash};

/// The `number`th image of a story; each of another length, with its key at both ends.
pub(crate) fn image(number: u8) -> Vec<u8> {
    let middle = vec![0x5a; usize::from(number) * 13];
    [key(number).as_slice(), &middle, &key(number)].concat()
}

/// 32 bytes of which no four come from another key.
pub(crate) fn key(number: u8) -> [u8; 32] {
    core::array::from_fn(|index| {
        let index = u8::try_from(index).unwrap();
        (number + 1).wrapping_mul(89) ^ index.wrapping_mul(index).wrapping_add(number)
    })
}

/// The number of the image that is held. It is whole.
pub(crate) fn held<N: NorFlash>(flash: &TwoSlotFlash<N>) -> Option<u8> {
    let mut room = [0; 2000];
    let length = flash.load(&mut room).unwrap();
    let found = (0..IMAGES).find(|&number| image(number) == room[..length]);
    assert!(found.is_some() || length == 0, "an image that was never stored: {length} bytes");
    found
}

/// No key of any image but the one that is held is anywhere in the part.
pub(crate) fn assert_wiped<const WORD: usize, const PAGE: usize>(
    part: &SimulatedNor<WORD, PAGE>,
    held: Option<u8>,
) {
    for number in (0..IMAGES).filter(|&number| Some(number) != held) {
        for piece in key(number).chunks(4) {
            let found = part.bytes().windows(4).position(|bytes| bytes == piece);
            assert_eq!(found, None, "a piece of the key of image {number}, beside {held:?}");
        }
    }
}

/// A part that stored the first images of the story.
pub(crate) fn part_with<const WORD: usize, const PAGE: usize>(
    pages: usize,
    images: u8,
) -> SimulatedNor<WORD, PAGE> {
    let mut flash = TwoSlotFlash::open(SimulatedNor::blank(pages)).unwrap();
    for number in 0..images {
        flash.store(&image(number)).unwrap();
        assert_eq!(held(&flash), Some(number));
    }
    let part = flash.into_part();
    assert_wiped(&part, images.checked_sub(1));
    part
}

/// How many images there are.
pub(crate) const IMAGES: u8 = 8;

#[test]
fn keys_are_found_where_they_are() {
    let part = part_with::<4, 1024>(2, 3);
    for number in 0..IMAGES {
        let key = key(number);
        let found = key.chunks(4).any(|piece| part.bytes().windows(4).any(|bytes| bytes == piece));
        assert_eq!(found, number == 2, "{number}");
    }
}
