extern crate alloc;

use alloc::vec::Vec;
use core::fmt;

use thiserror::Error;
use zeroize::Zeroizing;

/// Where a token keeps its one image: the activation counter and the activations.
///
/// # Security
///
/// The image holds keys and the counters that make old pictures worthless. An implementation must
///
/// - replace **atomically**: after a power cut too, the next [`Flash::load`] gives the old image or the new one, whole. A half image locks the owner out; an older one lets recorded pictures work again;
/// - be **durable** before it answers `Ok`: the token shows a code only after that;
/// - **wipe** the image that was replaced, as far as the medium allows;
/// - give no bytes at all only when nothing was ever stored. A token that forgets its activation counter answers old
///   registration pictures with old codes.
///
/// After a failure the old image or the new one may be there; the token goes on with the old one.
pub trait Flash {
    /// Copies the image to the front of `image` and gives its length; zero if nothing was ever stored.
    ///
    /// # Errors
    ///
    /// [`FlashError`] when it cannot be read or is longer than `image`.
    fn load(&self, image: &mut [u8]) -> Result<usize, FlashError>;

    /// Replaces the image.
    ///
    /// # Errors
    ///
    /// [`FlashError`] when it is not certain that the new image is there to stay.
    fn replace(&mut self, image: &[u8]) -> Result<(), FlashError>;
}

impl<F: Flash + ?Sized> Flash for &mut F {
    fn load(&self, image: &mut [u8]) -> Result<usize, FlashError> {
        (**self).load(image)
    }

    fn replace(&mut self, image: &[u8]) -> Result<(), FlashError> {
        (**self).replace(image)
    }
}

/// The flash did not load or did not keep an image. The token needs no reason: it shows that it could not store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the flash failed")]
pub struct FlashError;

/// An image in memory, wiped when it is replaced or dropped. For tests, and for tokens that live as long as a process.
#[derive(Default)]
pub struct MemoryFlash {
    image: Zeroizing<Vec<u8>>,
}

impl MemoryFlash {
    /// A flash that never stored anything.
    pub fn empty() -> Self {
        Self::default()
    }
}

impl Flash for MemoryFlash {
    fn load(&self, image: &mut [u8]) -> Result<usize, FlashError> {
        let length = self.image.len();
        image.get_mut(..length).ok_or(FlashError)?.copy_from_slice(&self.image);
        Ok(length)
    }

    fn replace(&mut self, image: &[u8]) -> Result<(), FlashError> {
        self.image = Zeroizing::new(image.to_vec());
        Ok(())
    }
}

impl fmt::Debug for MemoryFlash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MemoryFlash({} bytes)", self.image.len())
    }
}

#[cfg(test)]
mod tests {
    use std::format;

    use super::*;

    #[test]
    fn keeps_the_last_image() {
        let mut flash = MemoryFlash::empty();
        let mut room = [0; 4];
        assert_eq!(flash.load(&mut room), Ok(0));
        flash.replace(b"old").unwrap();
        flash.replace(b"new").unwrap();
        assert_eq!(flash.load(&mut room), Ok(3));
        assert_eq!(&room[..3], b"new");
        assert_eq!(flash.load(&mut [0; 2]), Err(FlashError));
        assert_eq!(format!("{flash:?}"), "MemoryFlash(3 bytes)");
    }
}
