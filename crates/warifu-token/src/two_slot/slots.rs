use core::ops::Range;

use embedded_storage::nor_flash::{NorFlash, NorFlashErrorKind};
use warifu_core::codec::Decode;
use zeroize::Zeroizing;

use super::error::TwoSlotError;
use super::header::{ImageCheck, SlotHeader};
use super::slot::Slot;

/// The two halves of a part, and the places in them: marks, header and image, none of which share a word.
///
/// ```text
/// 0         wiped      programmed when the slot was erased after another slot's image was committed
/// 1 word    committed  the first of them is programmed when the image was verified; further ones by `TwoSlotFlash`
///                      when it went on after a cut
/// 5 words   header
///           image
/// ```
///
/// A word is the larger of the part's `WRITE_SIZE` and `READ_SIZE`. A mark is a word of zeros. The mark of a commitment
/// counts as soon as any bit of it is zero, or when it cannot be read: nothing else clears bits there.
pub(super) struct Slots<N> {
    nor: N,
    /// Bytes in a slot.
    size: usize,
    /// Bytes of them that an image can take.
    room: usize,
}

impl<N: NorFlash> Slots<N> {
    /// The unit of everything that is programmed.
    const WORD: usize = {
        let word = if N::WRITE_SIZE > N::READ_SIZE { N::WRITE_SIZE } else { N::READ_SIZE };
        assert!(
            N::WRITE_SIZE.is_power_of_two() && N::READ_SIZE.is_power_of_two() && word <= PIECE,
            "words are of 1, 2, 4, 8, 16, 32 or 64 bytes"
        );
        assert!(N::ERASE_SIZE.is_multiple_of(word), "a page is a whole number of words");
        word
    };
    const HEADER: usize = Self::WORD * (1 + COMMITTED_MARKS);
    const IMAGE: usize = Self::HEADER + SlotHeader::LENGTH.next_multiple_of(Self::WORD);

    /// Divides the part; each slot has room for an image of `longest` bytes.
    pub(super) fn new(nor: N, longest: usize) -> Result<Self, TwoSlotError> {
        let half = nor.capacity() / 2;
        let over = half.checked_rem(N::ERASE_SIZE).ok_or(TwoSlotError::TooSmall)?;
        let size = half.checked_sub(over).ok_or(TwoSlotError::TooSmall)?;
        let room = size.checked_sub(Self::IMAGE).filter(|&room| room >= longest);
        Ok(Self { nor, size, room: room.ok_or(TwoSlotError::TooSmall)? })
    }

    /// The length of the longest image, in bytes.
    pub(super) const fn room(&self) -> usize {
        self.room
    }

    pub(super) fn into_part(self) -> N {
        self.nor
    }

    /// Whether nothing is in the slot. What cannot be read is not blank: it was written.
    pub(super) fn is_blank(&mut self, slot: Slot) -> bool {
        self.is_blank_in(slot, 0..self.size)
    }

    /// Whether nothing is in the slot but the whole mark that it was wiped.
    ///
    /// An erasure that is cut leaves bits of the mark, and may leave them alone. It does not leave all of them alone.
    pub(super) fn is_wiped(&mut self, slot: Slot) -> bool {
        let rest = Self::WORD..self.size;
        self.is_all(slot, 0..Self::WORD, PROGRAMMED) == Ok(true) && self.is_blank_in(slot, rest)
    }

    /// Whether the slot was ever marked as wiped, and was not erased since.
    pub(super) fn was_wiped(&mut self, slot: Slot) -> bool {
        self.is_all(slot, 0..Self::WORD, BLANK) == Ok(false)
    }

    /// Whether the slot has a mark of commitment. A mark that cannot be read is one: something was programmed there.
    pub(super) fn is_committed(&mut self, slot: Slot) -> bool {
        !self.is_blank_in(slot, Self::WORD..Self::HEADER)
    }

    /// The header of the slot's image, if the image is whole.
    #[inline(never)] // for the stack of firmware
    pub(super) fn header(&mut self, slot: Slot) -> Result<Option<SlotHeader>, TwoSlotError> {
        let mut bytes = [0; SlotHeader::LENGTH];
        self.read(slot, Self::HEADER, &mut bytes)?;
        let Ok(header) = SlotHeader::decode_whole(&bytes) else { return Ok(None) };
        let length = usize::from(header.length);
        // Bytes that a cut left can say any length. Past the slot is the other slot's image.
        if length > self.room {
            return Ok(None);
        }
        let mut checksum = ImageCheck::new(header.sequence, header.length);
        let places = Self::IMAGE..place_after(Self::IMAGE, length)?;
        self.for_each_piece(slot, places, &mut |piece| checksum.update(piece))?;
        Ok((checksum.finish() == header.check).then_some(header))
    }

    pub(super) fn read_image(&mut self, slot: Slot, image: &mut [u8]) -> Result<(), TwoSlotError> {
        self.read(slot, Self::IMAGE, image)
    }

    /// Programs a blank slot. The order does not matter: the mark decides, and comes after both were read back.
    pub(super) fn program(
        &mut self,
        slot: Slot,
        header: &SlotHeader,
        image: &[u8],
    ) -> Result<(), TwoSlotError> {
        self.write(slot, Self::IMAGE, image)?;
        self.write(slot, Self::HEADER, &header.to_bytes())
    }

    /// Programs a mark of commitment: the first blank one that the part takes. One that looks blank may have been cut
    /// before, and be refused.
    pub(super) fn commit(&mut self, slot: Slot) -> Result<(), TwoSlotError> {
        // A word is programmed once between two erasures, so a mark that a cut left half is passed over.
        let mut outcome = Err(TwoSlotError::NotKept);
        for place in (Self::WORD..Self::HEADER).step_by(Self::WORD) {
            if outcome.is_err() && self.is_blank_in(slot, place..place_after(place, Self::WORD)?) {
                outcome = self.mark(slot, place);
            }
        }
        outcome
    }

    /// Erases the slot, and marks it as wiped.
    pub(super) fn wipe(&mut self, slot: Slot) -> Result<(), TwoSlotError> {
        // The mark comes after the erasure was read back: it says that no image of this slot can return.
        self.erase(slot)?;
        self.mark(slot, 0)
    }

    pub(super) fn erase(&mut self, slot: Slot) -> Result<(), TwoSlotError> {
        let (from, to) = (self.address(slot, 0)?, self.address(slot, self.size)?);
        self.nor.erase(from, to).map_err(|error| TwoSlotError::from_part(&error))?;
        if self.is_blank(slot) { Ok(()) } else { Err(TwoSlotError::NotKept) }
    }

    fn mark(&mut self, slot: Slot, place: usize) -> Result<(), TwoSlotError> {
        let mark = [PROGRAMMED; PIECE];
        self.write(slot, place, mark.get(..Self::WORD).ok_or(OUT_OF_BOUNDS)?)?;
        let kept = self.is_all(slot, place..place_after(place, Self::WORD)?, PROGRAMMED)?;
        if kept { Ok(()) } else { Err(TwoSlotError::NotKept) }
    }

    fn is_blank_in(&mut self, slot: Slot, places: Range<usize>) -> bool {
        self.is_all(slot, places, BLANK) == Ok(true)
    }

    fn is_all(
        &mut self,
        slot: Slot,
        places: Range<usize>,
        value: u8,
    ) -> Result<bool, TwoSlotError> {
        let mut all = true;
        let mut look = |piece: &[u8]| all &= piece.iter().all(|&byte| byte == value);
        self.for_each_piece(slot, places, &mut look)?;
        Ok(all)
    }

    fn read(&mut self, slot: Slot, place: usize, to: &mut [u8]) -> Result<(), TwoSlotError> {
        let end = place_after(place, to.len())?;
        let mut pieces = to.chunks_mut(PIECE);
        self.for_each_piece(slot, place..end, &mut |piece| {
            // There are as many pieces, of the same lengths.
            let to = pieces.next();
            debug_assert_eq!(to.as_ref().map(|to| to.len()), Some(piece.len()));
            if let Some(to) = to {
                to.copy_from_slice(piece);
            }
        })
    }

    /// Reads pieces of [`PIECE`] bytes, and a last one that may be shorter.
    #[inline(never)] // for the stack of firmware
    fn for_each_piece(
        &mut self,
        slot: Slot,
        places: Range<usize>,
        visit: &mut dyn FnMut(&[u8]),
    ) -> Result<(), TwoSlotError> {
        let mut room = Zeroizing::new([0; PIECE]);
        for place in places.clone().step_by(PIECE) {
            let length = places.end.min(place_after(place, PIECE)?);
            let length = length.checked_sub(place).ok_or(OUT_OF_BOUNDS)?;
            let address = self.address(slot, place)?;
            let padded = room.get_mut(..length.next_multiple_of(Self::WORD));
            let padded = padded.ok_or(OUT_OF_BOUNDS)?;
            self.nor.read(address, padded).map_err(|error| TwoSlotError::from_part(&error))?;
            visit(padded.get(..length).ok_or(OUT_OF_BOUNDS)?);
        }
        Ok(())
    }

    /// Programs bytes, the last word filled up with ones.
    #[inline(never)] // for the stack of firmware
    fn write(&mut self, slot: Slot, place: usize, bytes: &[u8]) -> Result<(), TwoSlotError> {
        let mut room = Zeroizing::new([0; PIECE]);
        for (place, piece) in (place..).step_by(PIECE).zip(bytes.chunks(PIECE)) {
            room.fill(BLANK);
            let (front, _) = room.split_at_mut(piece.len());
            front.copy_from_slice(piece);
            let address = self.address(slot, place)?;
            let padded = room.get(..piece.len().next_multiple_of(Self::WORD));
            let padded = padded.ok_or(OUT_OF_BOUNDS)?;
            self.nor.write(address, padded).map_err(|error| TwoSlotError::from_part(&error))?;
        }
        Ok(())
    }

    /// Where a place in a slot is in the part.
    fn address(&self, slot: Slot, place: usize) -> Result<u32, TwoSlotError> {
        let start = match slot {
            Slot::First => 0,
            Slot::Second => self.size,
        };
        u32::try_from(place_after(start, place)?).map_err(|_| OUT_OF_BOUNDS)
    }
}

fn place_after(place: usize, length: usize) -> Result<usize, TwoSlotError> {
    place.checked_add(length).ok_or(OUT_OF_BOUNDS)
}

/// What is read or programmed at a time, in bytes: a whole number of words, and little of the stack.
const PIECE: usize = 64;

/// How many cuts in a row, each at the one instant when a mark was being programmed, do no harm.
const COMMITTED_MARKS: usize = 4;

/// What erasing leaves.
const BLANK: u8 = 0xff;

/// What marks are made of.
const PROGRAMMED: u8 = 0;

const OUT_OF_BOUNDS: TwoSlotError = TwoSlotError::Part(NorFlashErrorKind::OutOfBounds);
