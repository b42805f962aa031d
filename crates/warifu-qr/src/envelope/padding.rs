//! The padding of ISO/IEC 7816-4: one byte `80`, then zeros up to the smallest bucket that holds the whole.

use super::{BUCKETS, OVERHEAD};

/// The smallest bucket whose envelope holds a plaintext of `length` bytes and at least one byte of padding.
pub(super) fn bucket_for(length: usize) -> Option<usize> {
    BUCKETS
        .into_iter()
        .find(|bucket| bucket.checked_sub(OVERHEAD).is_some_and(|room| length < room))
}

/// Copies `plaintext` to the front of `room` and pads the rest; nothing if it does not fit.
pub(super) fn pad(plaintext: &[u8], room: &mut [u8]) -> Option<()> {
    let (text, padding) = room.split_at_mut_checked(plaintext.len())?;
    let (mark, zeros) = padding.split_first_mut()?;
    text.copy_from_slice(plaintext);
    *mark = MARK;
    zeros.fill(0);
    Some(())
}

/// The plaintext in front of the padding; nothing if the padding is not exactly what [`pad`] writes, or if the
/// plaintext fits a smaller bucket.
pub(super) fn unpad(padded: &[u8]) -> Option<&[u8]> {
    let mark = padded.iter().rposition(|&byte| byte != 0)?;
    let (plaintext, padding) = padded.split_at_checked(mark)?;
    // One padding for each plaintext: otherwise a picture could be changed without its meaning.
    let exact = padding.first() == Some(&MARK);
    let smallest = bucket_for(plaintext.len()) == padded.len().checked_add(OVERHEAD);
    (exact && smallest).then_some(plaintext)
}

const MARK: u8 = 0x80;

#[cfg(test)]
mod tests {
    use std::vec;

    use super::*;

    #[test]
    fn the_smallest_bucket_is_taken() {
        let limits = [
            (0, Some(100)),
            (66, Some(100)),
            (67, Some(190)),
            (156, Some(190)),
            (157, Some(375)),
            (341, Some(375)),
            (342, None),
            (usize::MAX, None),
        ];
        for (length, expected) in limits {
            assert_eq!(bucket_for(length), expected, "{length} bytes");
        }
    }

    #[test]
    fn what_is_padded_comes_back() {
        for length in 0..=341 {
            for fill in [0x00, 0x80, 0xff] {
                let plaintext = vec![fill; length];
                let mut room = vec![0xaa; bucket_for(length).unwrap() - OVERHEAD];
                pad(&plaintext, &mut room).unwrap();
                assert_eq!(unpad(&room), Some(&plaintext[..]), "{length} bytes");
            }
        }
        assert_eq!(pad(&[0; 67], &mut [0; 67]), None);
    }

    #[test]
    fn any_other_padding_is_refused() {
        let padded = |plaintext: &[u8], room: usize| {
            let mut room = vec![0; room];
            pad(plaintext, &mut room).unwrap();
            room
        };
        let good = padded(b"text", 67);
        assert_eq!(unpad(&good), Some(&b"text"[..]));
        for place in 5..67 {
            let mut nonzero = good.clone();
            nonzero[place] = 1;
            assert_eq!(unpad(&nonzero), None, "a one at {place}");
        }
        assert_eq!(unpad(&[0; 67]), None, "no mark");
        assert_eq!(unpad(&padded(b"text", 157)), None, "a smaller bucket would have done");
        assert_eq!(unpad(&padded(b"text", 70)), None, "not a bucket");
        assert_eq!(unpad(&[]), None);
    }
}
