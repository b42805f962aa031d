mod choice;
mod error;
mod header;
mod slot;
mod slot_pair;
mod slots;

use core::cell::RefCell;
use core::fmt;

use embedded_storage::nor_flash::NorFlash;

pub use self::error::TwoSlotError;
use self::slot_pair::SlotPair;
use crate::MAX_IMAGE;
use crate::flash::{Flash, FlashError};

/// A token's image on a NOR flash part, or a partition of one: two slots, of which one holds the image.
///
/// The slots are the halves of the part, each a whole number of its pages; a page left over is not used. A slot takes six
/// words and 23 bytes for itself, and must have room for [`MAX_IMAGE`] too: two pages of 1024 bytes will do. Larger
/// ones are erased and read whole, so the partition should be no longer than needed. It must be blank when it is first
/// opened, as it comes from its maker or as it is erased at manufacture. Where the slots are depends on the part alone, so
/// a later release finds them.
///
/// Blank means ones. Words (`WRITE_SIZE`, `READ_SIZE`) of up to 64 bytes are supported, others do not compile. No word is
/// programmed twice between two erasures, so parts that correct errors will do. No heap; some 200 bytes of the stack, and
/// those of SHA-256.
///
/// # How an image is replaced
///
/// 1. The image is programmed into the wiped slot, with a header: sequence number, length, and a check over all.
/// 2. Both are read back.
/// 3. A mark is programmed into the slot: the image is **committed**.
/// 4. The other slot is **wiped**: erased, read, and marked as wiped.
///
/// [`TwoSlotFlash::open`] mends what a cut left. An image without a mark is erased, even if it is whole: the last bit that
/// was programmed may have been cut, and read well today and not tomorrow. The older image was not touched, and the token
/// shows nothing before step 4 is done. When both images are committed, the newer one was read back, and the older one
/// may be cut in the first bit that was erased; the newer one is marked once more, so that nothing depends on a mark that
/// was cut, and the older one is wiped.
///
/// So each slot has a mark after the first image. If a slot is lost, by accident or because the part wears out, the other
/// one tells that an image was stored: the token does not open, and does not start over. A cut in the very first image
/// leaves the second slot blank, and the token is as fresh as before, or has that image.
///
/// # Wear
///
/// One slot is erased for each image, the two in turn: a page is erased once in two images, and pages that endure 10,000
/// erasures last for 20,000 images. A token stores two for an activation and one for a transaction. The very first image
/// takes one erasure more, and a cut at most two.
///
/// # Security
///
/// - The check finds torn images and worn cells. It is **not** a protection against someone who writes to the part, and the
///   image is not encrypted: the part must be one that only the firmware reads, such as the controller's own.
/// - Someone who can write back an earlier copy of the whole part makes old pictures work again.
/// - Images that were replaced are erased when [`Flash::replace`] answers `Ok`, and after a cut when
///   [`TwoSlotFlash::open`] does. A part that moves pages (a controller between, as in an SD card) keeps copies: use none.
/// - Damage is told from an older image and from none, except while an image is being replaced: if the power fails then
///   and a slot is damaged before [`TwoSlotFlash::open`], the other one's image counts.
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
    part: RefCell<SlotPair<N>>,
}

impl<N: NorFlash> TwoSlotFlash<N> {
    /// Finds the image, and erases what a cut left beside it.
    ///
    /// # Errors
    ///
    /// [`TwoSlotError::TooSmall`]; [`TwoSlotError::Damaged`]; [`TwoSlotError::Part`] and [`TwoSlotError::NotKept`] when the part fails while it
    /// is erased or marked. Nothing is erased unless the image is known.
    pub fn open(part: N) -> Result<Self, TwoSlotError> {
        let mut part = SlotPair::new(part, MAX_IMAGE)?;
        part.held()?;
        Ok(Self { part: RefCell::new(part) })
    }

    /// As [`Flash::replace`], with the reason.
    ///
    /// # Errors
    ///
    /// [`TwoSlotError::Length`] for no bytes and for more than a slot takes, [`TwoSlotError::Exhausted`] after 2^32 images, and
    /// those of [`TwoSlotFlash::open`]: after an error, its work is done again.
    pub fn store(&mut self, image: &[u8]) -> Result<(), TwoSlotError> {
        self.part.get_mut().store(image)
    }

    /// The part or the partition.
    pub fn into_part(self) -> N {
        self.part.into_inner().into_part()
    }
}

impl<N: NorFlash> Flash for TwoSlotFlash<N> {
    fn load(&self, image: &mut [u8]) -> Result<usize, FlashError> {
        let mut part = self.part.try_borrow_mut().map_err(|_| FlashError)?;
        part.load(image).map_err(|_| FlashError)
    }

    fn replace(&mut self, image: &[u8]) -> Result<(), FlashError> {
        self.store(image).map_err(|_| FlashError)
    }
}

impl<N> fmt::Debug for TwoSlotFlash<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TwoSlotFlash").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use embedded_storage::nor_flash::{
        ErrorType, NorFlashErrorKind, ReadNorFlash, check_erase, check_read, check_write,
    };
    use std::format;

    use super::header::SlotHeader;
    use super::slot::Slot;
    use super::slots::Slots;
    use super::*;

    /// A part of two pages, on which nothing goes wrong.
    struct Ram([u8; 4096]);

    impl ErrorType for Ram {
        type Error = NorFlashErrorKind;
    }

    impl ReadNorFlash for Ram {
        const READ_SIZE: usize = 1;

        fn read(&mut self, offset: u32, bytes: &mut [u8]) -> Result<(), Self::Error> {
            check_read(self, offset, bytes.len())?;
            let offset = usize::try_from(offset).unwrap();
            bytes.copy_from_slice(&self.0[offset..][..bytes.len()]);
            Ok(())
        }

        fn capacity(&self) -> usize {
            self.0.len()
        }
    }

    impl NorFlash for Ram {
        const WRITE_SIZE: usize = 4;
        const ERASE_SIZE: usize = 2048;

        fn erase(&mut self, from: u32, to: u32) -> Result<(), Self::Error> {
            check_erase(self, from, to)?;
            self.0[usize::try_from(from).unwrap()..usize::try_from(to).unwrap()].fill(0xff);
            Ok(())
        }

        fn write(&mut self, offset: u32, bytes: &[u8]) -> Result<(), Self::Error> {
            check_write(self, offset, bytes.len())?;
            let cells = self.0.iter_mut().skip(usize::try_from(offset).unwrap());
            cells.zip(bytes).for_each(|(cell, byte)| *cell &= byte);
            Ok(())
        }
    }

    #[test]
    fn the_bytes_are_as_documented() {
        let mut flash = TwoSlotFlash::open(Ram([0xff; 4096])).unwrap();
        flash.store(b"an image").unwrap();
        let Ram(bytes) = flash.into_part();
        let expected = [
            "ffffffff",                         // not wiped since an image was committed
            "00000000ffffffffffffffffffffffff", // committed
            "01000000000008",                   // version, sequence number, length
            "3dab512639a76031a9e92051f02cbd36", // check
            "ff",                               // to a whole word
            "616e20696d616765",                 // an image
        ];
        assert_eq!(hex::encode(&bytes[..52]), expected.concat());
        assert_eq!(bytes[52..2048], [0xff; 1996]);
        assert_eq!(bytes[2048..2052], [0; 4], "wiped");
        assert_eq!(bytes[2052..], [0xff; 2044]);
    }

    #[test]
    fn the_last_sequence_number_is_loaded_and_not_followed() {
        let mut slots = Slots::new(Ram([0xff; 4096]), MAX_IMAGE).unwrap();
        let header = SlotHeader::checking(u32::MAX - 1, 3, b"old");
        slots.program(Slot::Second, &header, b"old").unwrap();
        slots.commit(Slot::Second).unwrap();
        let mut flash = TwoSlotFlash::open(slots.into_part()).unwrap();
        flash.store(b"last").unwrap();
        assert_eq!(flash.store(b"one more"), Err(TwoSlotError::Exhausted));
        assert_eq!(flash.replace(b"one more"), Err(FlashError));
        let mut room = [0; 8];
        assert_eq!(flash.load(&mut room), Ok(4));
        assert_eq!(&room[..4], b"last");
    }

    #[test]
    fn two_images_of_one_sequence_number_are_refused() {
        let mut slots = Slots::new(Ram([0xff; 4096]), MAX_IMAGE).unwrap();
        for (slot, image) in [(Slot::First, b"one"), (Slot::Second, b"two")] {
            slots.program(slot, &SlotHeader::checking(5, 3, image), image).unwrap();
            slots.commit(slot).unwrap();
        }
        let opened = TwoSlotFlash::open(slots.into_part());
        assert_eq!(opened.map(|_| ()), Err(TwoSlotError::Damaged));
    }

    #[test]
    fn debug_shows_no_key() {
        let flash = TwoSlotFlash::open(Ram([0xff; 4096])).unwrap();
        assert_eq!(format!("{flash:?}"), "TwoSlotFlash { .. }");
    }
}
