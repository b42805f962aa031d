//! Damage is never taken for an old image, and never for none. Parts that do not do as they are told.

use std::cell::Cell;
use std::rc::Rc;

use embedded_storage::nor_flash::{ErrorType, NorFlash, NorFlashErrorKind, ReadNorFlash};
use warifu_testkit::nor::SimulatedNor;
use warifu_token::{Flash, FlashError, MAX_IMAGE, TwoSlotError, TwoSlotFlash};

use crate::images::{assert_wiped, held, image, part_with};

type Part = SimulatedNor<4, 1024>;

#[test]
fn a_fresh_part_is_empty_and_not_worn_by_opening() {
    let mut part = Part::blank(2);
    for _ in 0..3 {
        assert_eq!(held(&TwoSlotFlash::open(&mut part).unwrap()), None);
    }
    assert_eq!(part.steps(), 0);
}

#[test]
fn opening_does_not_wear_a_part_that_was_not_cut() {
    let mut part = part_with::<4, 1024>(2, 2);
    let steps = part.steps();
    assert_eq!(held(&TwoSlotFlash::open(&mut part).unwrap()), Some(1));
    assert_eq!(part.steps(), steps);
}

#[test]
fn a_torn_mark_that_a_slot_was_wiped_is_not_relied_on() {
    let mut part = part_with::<4, 1024>(2, 1);
    part.damage(1024, 0x80);
    for erasures in [2, 2] {
        assert_eq!(held(&TwoSlotFlash::open(&mut part).unwrap()), Some(0));
        assert_eq!(part.erasures(), [1, erasures], "erased once more, and then no more");
    }
}

#[test]
fn one_slot_is_erased_for_each_image_in_turn() {
    let mut part = part_with::<8, 256>(8, 1);
    assert_eq!(part.erasures(), [1; 8], "the first image: both");
    let mut flash = TwoSlotFlash::open(&mut part).unwrap();
    (0..100).for_each(|number| flash.store(&image(number % 8)).unwrap());
    assert_eq!(part.erasures(), [51; 8], "then one for each");
}

#[test]
fn a_changed_bit_never_gives_another_image_nor_none() {
    for images in [1, 2, 3] {
        let part = part_with::<4, 1024>(2, images);
        let mut damaged = 0;
        for (address, bit) in
            (0..part.bytes().len()).flat_map(|address| [(address, 1), (address, 0x80)])
        {
            let mut part = part.clone();
            part.damage(address, part.bytes()[address] ^ bit);
            match TwoSlotFlash::open(part) {
                Ok(flash) => assert_eq!(held(&flash), Some(images - 1), "{address}"),
                Err(error) => {
                    assert_eq!(error, TwoSlotError::Damaged);
                    damaged += 1;
                }
            }
        }
        let covered = (7 + 16 + image(images - 1).len()) * 2;
        assert_eq!(damaged, covered, "header and image, and nothing else");
    }
}

#[test]
fn a_slot_that_is_lost_is_not_a_fresh_part() {
    for (images, fill) in [(1, 0xff), (2, 0xff), (3, 0xff), (1, 0), (2, 0), (1, 0x55)] {
        let mut part = part_with::<4, 1024>(2, images);
        let start = if images % 2 == 1 { 0 } else { 1024 };
        (start..start + 1024).for_each(|address| part.damage(address, fill));
        let steps = part.steps();
        assert_eq!(TwoSlotFlash::open(&mut part).map(|_| ()), Err(TwoSlotError::Damaged));
        assert_eq!(part.steps(), steps, "nothing is erased: it may be wanted for inspection");
    }
}

#[test]
fn damage_while_the_token_runs_is_no_image() {
    let mut part = part_with::<4, 1024>(2, 1);
    part.damage(60, 0);
    let shared = Shared(Rc::new(part_with::<4, 1024>(2, 1).into()), Rc::default());
    let flash = TwoSlotFlash::open(shared.clone()).unwrap();
    shared.0.replace(part);
    assert_eq!(flash.load(&mut [0; 2000]), Err(FlashError));
}

#[test]
fn a_part_that_was_not_blank_is_not_taken() {
    for address in [1024, 1500, 2047] {
        let mut part = Part::blank(2);
        part.damage(address, 0xfe);
        assert_eq!(TwoSlotFlash::open(part).map(|_| ()), Err(TwoSlotError::Damaged));
    }
}

#[test]
fn sizes() {
    assert_eq!(TwoSlotFlash::open(Part::blank(1)).map(|_| ()), Err(TwoSlotError::TooSmall));
    let small = SimulatedNor::<4, 256>::blank(7);
    assert_eq!(TwoSlotFlash::open(small).map(|_| ()), Err(TwoSlotError::TooSmall));
    let mut flash = TwoSlotFlash::open(Part::blank(2)).unwrap();
    for length in [0, 1024 - 5 * 4 - 24 + 1, 0x1_0000] {
        assert_eq!(flash.store(&vec![7; length]), Err(TwoSlotError::Length), "{length}");
    }
    assert_eq!(flash.load(&mut [0; MAX_IMAGE]), Ok(0), "nothing was changed");
    for length in [1, MAX_IMAGE, 1024 - 5 * 4 - 24] {
        let image = vec![7; length];
        flash.store(&image).unwrap();
        let mut room = vec![0; length];
        assert_eq!(flash.load(&mut room), Ok(length));
        assert_eq!(room, image);
        assert_eq!(flash.load(&mut room[1..]), Err(FlashError), "no room");
    }
}

/// A part that is kept elsewhere, and does not do one of the things that it reports as done.
#[derive(Clone)]
struct Shared(Rc<std::cell::RefCell<Part>>, Rc<Cell<Option<u32>>>);

impl Shared {
    /// Whether this call is the one that is left out.
    fn leaves_out(&self) -> bool {
        let left = self.1.get();
        self.1.set(left.and_then(|left| left.checked_sub(1)));
        left == Some(0)
    }
}

impl ErrorType for Shared {
    type Error = NorFlashErrorKind;
}

impl ReadNorFlash for Shared {
    const READ_SIZE: usize = Part::READ_SIZE;

    fn read(&mut self, offset: u32, bytes: &mut [u8]) -> Result<(), Self::Error> {
        self.0.borrow_mut().read(offset, bytes)
    }

    fn capacity(&self) -> usize {
        self.0.borrow().capacity()
    }
}

impl NorFlash for Shared {
    const WRITE_SIZE: usize = Part::WRITE_SIZE;
    const ERASE_SIZE: usize = Part::ERASE_SIZE;

    fn erase(&mut self, from: u32, to: u32) -> Result<(), Self::Error> {
        if self.leaves_out() { Ok(()) } else { self.0.borrow_mut().erase(from, to) }
    }

    fn write(&mut self, offset: u32, bytes: &[u8]) -> Result<(), Self::Error> {
        if self.leaves_out() { Ok(()) } else { self.0.borrow_mut().write(offset, bytes) }
    }
}

#[test]
fn a_part_that_does_not_keep_what_it_took_is_noticed() {
    let mut outcomes = Vec::new();
    for left_out in 0.. {
        let part = Shared(Rc::new(part_with::<4, 1024>(2, 2).into()), Rc::default());
        let mut flash = TwoSlotFlash::open(part.clone()).unwrap();
        part.1.set(Some(left_out));
        let stored = flash.store(&image(2));
        if part.1.get().is_some() {
            break;
        }
        outcomes.push(stored);
        assert_eq!(held(&flash), Some(2));
        assert_wiped(&part.0.borrow(), Some(2));
        assert_eq!(held(&TwoSlotFlash::open(part).unwrap()), Some(2));
    }
    let (mended, noticed) = (Ok(()), Err(TwoSlotError::NotKept));
    // Two pieces of the image, header, mark; erasure and mark of the other slot.
    assert_eq!(outcomes, [mended, mended, mended, mended, noticed, noticed]);
}
