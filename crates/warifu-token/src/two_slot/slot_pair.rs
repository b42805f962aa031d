use embedded_storage::nor_flash::NorFlash;

use super::choice::{Found, PartContent, choose};
use super::error::TwoSlotError;
use super::header::SlotHeader;
use super::slot::Slot;
use super::slots::Slots;

/// The two slots of a part, and what is known of them.
pub(super) struct SlotPair<N> {
    slots: Slots<N>,
    /// What the part holds; `None` before the first look and after a failure. While it is known, the slot next to the image is
    /// wiped.
    known: Option<PartContent>,
}

impl<N: NorFlash> SlotPair<N> {
    pub(super) fn new(nor: N, longest: usize) -> Result<Self, TwoSlotError> {
        Ok(Self { slots: Slots::new(nor, longest)?, known: None })
    }

    pub(super) fn into_part(self) -> N {
        self.slots.into_part()
    }

    /// What the part holds. Mends what a cut left, unless that is done.
    pub(super) fn held(&mut self) -> Result<PartContent, TwoSlotError> {
        if let Some(held) = self.known {
            return Ok(held);
        }
        let held = choose(self.found(Slot::First), self.found(Slot::Second))?;
        match held {
            PartContent::Nothing if self.slots.is_blank(Slot::First) => {}
            // A cut while the very first image was stored. Erased, but not marked as wiped: that mark says that an image was
            // answered for, and none was.
            PartContent::Nothing => self.slots.erase(Slot::First)?,
            // Nothing was cut: the other slot is as the last step left it.
            PartContent::Image(slot, _) if self.slots.is_wiped(slot.other()) => {}
            PartContent::Image(slot, _) => {
                // The mark that was found may be a torn one, and once the other slot is being erased, all depends on it.
                // If there is no place left for another one, it has to do.
                let _: Result<(), TwoSlotError> = self.slots.commit(slot);
                self.slots.wipe(slot.other())?;
            }
        }
        self.known = Some(held);
        Ok(held)
    }

    fn found(&mut self, slot: Slot) -> Found {
        // What cannot be read is not whole, so an error of the part counts as no image. That is safe: a slot is erased only when
        // the other one has an image that is committed and whole.
        let whole = self.slots.header(slot).ok().flatten();
        let committed = whole.filter(|_| self.slots.is_committed(slot));
        let (was_wiped, blank) = (self.slots.was_wiped(slot), self.slots.is_blank(slot));
        Found { committed, was_wiped, blank }
    }

    /// Copies the image to the front of `image`, and gives its length.
    pub(super) fn load(&mut self, image: &mut [u8]) -> Result<usize, TwoSlotError> {
        let PartContent::Image(slot, header) = self.held()? else { return Ok(0) };
        let length = usize::from(header.length);
        let image = image.get_mut(..length).ok_or(TwoSlotError::Length)?;
        self.slots.read_image(slot, image)?;
        // Checked again, although `held` did: a cell may have lost its bits since.
        if SlotHeader::checking(header.sequence, header.length, image) == header {
            Ok(length)
        } else {
            Err(TwoSlotError::Damaged)
        }
    }

    /// Replaces the image by the four steps that [`TwoSlotFlash`](super::TwoSlotFlash) describes.
    pub(super) fn store(&mut self, image: &[u8]) -> Result<(), TwoSlotError> {
        let length = u16::try_from(image.len()).map_err(|_| TwoSlotError::Length)?;
        if image.is_empty() || image.len() > self.slots.room() {
            return Err(TwoSlotError::Length);
        }
        let held = self.held()?;
        let (slot, sequence) = match held {
            PartContent::Nothing => (Slot::First, 0),
            PartContent::Image(slot, SlotHeader { sequence, .. }) => {
                (slot.other(), sequence.checked_add(1).ok_or(TwoSlotError::Exhausted)?)
            }
        };
        // From here on the part changes. If a step fails, the next call looks at the part again and mends it.
        self.known = None;
        let header = SlotHeader::checking(sequence, length, image);
        match held {
            PartContent::Nothing => {
                // No mark tells that the slot was wiped: it may look blank because an erasure was cut.
                self.slots.erase(slot)?;
                self.fill(slot, &header, image)?;
            }
            PartContent::Image(..) => {
                // A word may look blank that a cut began to program, and does not take an image then.
                if self.fill(slot, &header, image).is_err() {
                    self.slots.wipe(slot)?;
                    self.fill(slot, &header, image)?;
                }
            }
        }
        // Only now: the mark makes the new image count, and it must not count before it was read back.
        self.slots.commit(slot)?;
        // Before `Ok`, so that no code is shown while the older image could still be brought back.
        self.slots.wipe(slot.other())?;
        self.known = Some(PartContent::Image(slot, header));
        Ok(())
    }

    /// Programs a slot, and reads it back.
    fn fill(&mut self, slot: Slot, header: &SlotHeader, image: &[u8]) -> Result<(), TwoSlotError> {
        self.slots.program(slot, header, image)?;
        let kept = self.slots.header(slot)? == Some(*header);
        if kept { Ok(()) } else { Err(TwoSlotError::NotKept) }
    }
}
