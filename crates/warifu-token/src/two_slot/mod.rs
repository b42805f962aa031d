mod choice;
mod error;
mod header;
mod slots;

use core::cell::RefCell;
use core::fmt;

use embedded_storage::nor_flash::NorFlash;

use self::choice::{Found, Held, choose};
pub use self::error::TwoSlotError;
use self::header::{Checksum, Header};
use self::slots::{Slot, Slots};
use crate::MAX_IMAGE;
use crate::flash::{Flash, FlashFailure};

/// A token's image on a NOR flash part, or a partition of one: two slots, of which one holds the image.
///
/// The part is divided into halves, each a whole number of its pages; a page left over is not used. A half has room for the
/// longest image ([`MAX_IMAGE`]) and some 100 bytes more. Two pages of 1024 bytes or more will do. Larger ones work as
/// well and are erased whole, so the partition should be no longer than needed. A part must be blank when it is first
/// opened, as it comes from its maker or is erased at manufacture.
///
/// Blank means ones. Words (`WRITE_SIZE`, `READ_SIZE`) of up to 64 bytes are supported, others do not compile. No word is
/// programmed twice between two erasures, so parts that correct errors will do.
///
/// # How an image is replaced
///
/// 1. The image is programmed into the wiped slot, and its header after it: sequence number, length, and a check over all.
/// 2. Both are read back.
/// 3. A mark is programmed into the slot: the image is **committed**.
/// 4. The other slot is **wiped**: erased, read, and marked as wiped.
///
/// The marks say more than the check. An image that is whole without a mark may have been cut in the last bit that was
/// programmed; [`TwoSlotFlash::open`] goes back to the older image, which nothing has touched then, and which the token went
/// on with. When both images are committed, the older one may have been cut in the first bit that was erased, and the
/// newer one was read back; it is marked once more, so that no cut mark has to be relied on, and the older one is wiped.
/// After that, each slot has a mark. If a slot is lost, by accident or because the part wears out, the other one tells that
/// an image was stored: the token does not open, and does not start over.
///
/// # Wear
///
/// One slot is erased for each image, the two in turn: a page is erased once in two images, and pages that endure 10,000
/// erasures last for 20,000 images. A token stores two for an activation and one for a transaction. The very first image
/// takes two erasures, and a cut at most two more.
///
/// # Security
///
/// - The check finds torn images and worn cells. It is **not** a protection against someone who writes to the part, and the
///   image is not encrypted: the part must be one that only the firmware reads, such as the controller's own.
/// - Someone who can write back an earlier copy of the whole part makes old pictures work again.
/// - Images that were replaced are gone when [`Flash::replace`] answers `Ok`, and after a cut when
///   [`TwoSlotFlash::open`] does. A part that moves pages (a controller between, as in an SD card) keeps copies: use none.
/// - If a slot is damaged while an image is being replaced, the other one's image is used.
///
/// # Example
///
/// A driver or a partition with the traits of the crate `embedded-storage` is all that it takes:
///
/// ```
/// # use embedded_storage::nor_flash::NorFlash;
/// # use warifu_core::{Serial, keys::DeviceRootKey};
/// # use warifu_sign::DisplayProfile;
/// use warifu_token::{Token, TwoSlotFlash};
///
/// fn start<N: NorFlash>(root: DeviceRootKey, serial: Serial, partition: N) -> Option<Token<TwoSlotFlash<N>>> {
///     let flash = TwoSlotFlash::open(partition).ok()?; // on an error: show it, and do not erase
///     Token::new(root, serial, DisplayProfile::CAMERA_TOKEN, flash).ok()
/// }
/// ```
pub struct TwoSlotFlash<N> {
    /// In a cell because drivers read with `&mut self`; borrowed within one call only.
    part: RefCell<Part<N>>,
}

impl<N: NorFlash> TwoSlotFlash<N> {
    /// Finds the image, and erases what a cut left beside it.
    ///
    /// # Errors
    ///
    /// [`TwoSlotError::TooSmall`]; [`TwoSlotError::Damaged`] when an image was stored once and none is whole now, or when
    /// the part was not blank at first; [`TwoSlotError::Part`] and [`TwoSlotError::NotKept`] when the part fails while it
    /// is erased or marked. Nothing is erased unless the image is known.
    pub fn open(part: N) -> Result<Self, TwoSlotError> {
        let mut part = Part { slots: Slots::new(part, MAX_IMAGE)?, known: None };
        part.held()?;
        Ok(Self { part: RefCell::new(part) })
    }

    /// As [`Flash::replace`], with the reason.
    ///
    /// # Errors
    ///
    /// [`TwoSlotError::Length`], [`TwoSlotError::Exhausted`], and as for [`TwoSlotFlash::open`], whose work is done again
    /// after an error.
    pub fn store(&mut self, image: &[u8]) -> Result<(), TwoSlotError> {
        self.part.get_mut().store(image)
    }

    /// The part or the partition.
    pub fn into_part(self) -> N {
        self.part.into_inner().slots.into_part()
    }
}

impl<N: NorFlash> Flash for TwoSlotFlash<N> {
    fn load(&self, image: &mut [u8]) -> Result<usize, FlashFailure> {
        let mut part = self.part.try_borrow_mut().map_err(|_| FlashFailure)?;
        part.load(image).map_err(|_| FlashFailure)
    }

    fn replace(&mut self, image: &[u8]) -> Result<(), FlashFailure> {
        self.store(image).map_err(|_| FlashFailure)
    }
}

impl<N> fmt::Debug for TwoSlotFlash<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TwoSlotFlash").finish_non_exhaustive()
    }
}

struct Part<N> {
    slots: Slots<N>,
    /// What the part holds, and `None` after a failure. While it is known, the slot beside the image is wiped.
    known: Option<Held>,
}

impl<N: NorFlash> Part<N> {
    fn held(&mut self) -> Result<Held, TwoSlotError> {
        if let Some(held) = self.known {
            return Ok(held);
        }
        let held = choose(self.found(Slot::First)?, self.found(Slot::Second)?)?;
        match held {
            Held::Nothing if self.slots.is_blank(Slot::First) => {}
            // Without a mark: nothing was committed.
            Held::Nothing => self.slots.erase(Slot::First)?,
            Held::Image(slot, _) if self.slots.is_wiped(slot.other()) => {}
            Held::Image(slot, _) => {
                // The mark that was found may be a torn one, and once the other slot is being erased, all depends on it.
                // If there is no place left for another one, it has to do.
                let _: Result<(), TwoSlotError> = self.slots.commit(slot);
                self.slots.wipe(slot.other())?;
            }
        }
        self.known = Some(held);
        Ok(held)
    }

    fn found(&mut self, slot: Slot) -> Result<Found, TwoSlotError> {
        // What cannot be read is not whole. It is erased only beside an image that is committed and whole.
        let whole = self.slots.header(slot).ok().flatten();
        let committed = whole.filter(|_| self.slots.is_committed(slot));
        let (marked, blank) = (self.slots.is_marked(slot)?, self.slots.is_blank(slot));
        Ok(Found { committed, marked, blank })
    }

    fn load(&mut self, image: &mut [u8]) -> Result<usize, TwoSlotError> {
        let Held::Image(slot, header) = self.held()? else { return Ok(0) };
        let length = usize::from(header.length);
        let image = image.get_mut(..length).ok_or(TwoSlotError::Length)?;
        self.slots.read_image(slot, image)?;
        if checked(header.sequence, header.length, image) == header {
            Ok(length)
        } else {
            Err(TwoSlotError::Damaged)
        }
    }

    fn store(&mut self, image: &[u8]) -> Result<(), TwoSlotError> {
        let length = u16::try_from(image.len()).map_err(|_| TwoSlotError::Length)?;
        if image.is_empty() || image.len() > self.slots.room() {
            return Err(TwoSlotError::Length);
        }
        let held = self.held()?;
        let (slot, sequence) = match held {
            Held::Nothing => (Slot::First, 0),
            Held::Image(slot, Header { sequence, .. }) => {
                (slot.other(), sequence.checked_add(1).ok_or(TwoSlotError::Exhausted)?)
            }
        };
        self.known = None;
        let header = checked(sequence, length, image);
        match held {
            Held::Nothing => {
                // No mark tells that the slot was wiped: it may look blank because an erasure was cut.
                self.slots.erase(slot)?;
                self.fill(slot, &header, image)?;
            }
            Held::Image(..) => {
                // A word may look blank that a cut began to program, and does not take an image then.
                if self.fill(slot, &header, image).is_err() {
                    self.slots.wipe(slot)?;
                    self.fill(slot, &header, image)?;
                }
            }
        }
        self.slots.commit(slot)?;
        self.slots.wipe(slot.other())?;
        self.known = Some(Held::Image(slot, header));
        Ok(())
    }

    /// Programs a slot, and reads it back.
    fn fill(&mut self, slot: Slot, header: &Header, image: &[u8]) -> Result<(), TwoSlotError> {
        self.slots.program(slot, header, image)?;
        let kept = self.slots.header(slot)? == Some(*header);
        if kept { Ok(()) } else { Err(TwoSlotError::NotKept) }
    }
}

fn checked(sequence: u32, length: u16, image: &[u8]) -> Header {
    let mut checksum = Checksum::new(sequence, length);
    checksum.update(image);
    Header { sequence, length, check: checksum.finish() }
}
