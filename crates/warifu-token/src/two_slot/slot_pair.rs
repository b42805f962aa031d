use embedded_storage::nor_flash::NorFlash;

use super::choice::{Found, PartContent, choose};
use super::error::TwoSlotError;
use super::header::SlotHeader;
use super::slots::{Slot, Slots};

/// A part, and what is known of it.
pub(super) struct SlotPair<N> {
    slots: Slots<N>,
    /// What the part holds, and `None` after a failure. While it is known, the slot beside the image is wiped.
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
            // Not marked as wiped: nothing was answered for.
            PartContent::Nothing => self.slots.erase(Slot::First)?,
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
        // What cannot be read is not whole. It is erased only beside an image that is committed and whole.
        let whole = self.slots.header(slot).ok().flatten();
        let committed = whole.filter(|_| self.slots.is_committed(slot));
        let (was_wiped, blank) = (self.slots.was_wiped(slot), self.slots.is_blank(slot));
        Found { committed, was_wiped, blank }
    }

    pub(super) fn load(&mut self, image: &mut [u8]) -> Result<usize, TwoSlotError> {
        let PartContent::Image(slot, header) = self.held()? else { return Ok(0) };
        let length = usize::from(header.length);
        let image = image.get_mut(..length).ok_or(TwoSlotError::Length)?;
        self.slots.read_image(slot, image)?;
        if SlotHeader::checking(header.sequence, header.length, image) == header {
            Ok(length)
        } else {
            Err(TwoSlotError::Damaged)
        }
    }

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
        self.slots.commit(slot)?;
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
