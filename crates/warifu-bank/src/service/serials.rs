use std::collections::HashSet;

use warifu_core::Serial;

/// The serial numbers that were read of a file, to find the one that comes twice.
///
/// A short one takes 17 bytes and the room that a hash table keeps free: 36 MB for a million of them, and 18 MB more while
/// the table grows. That is less than half of what the names themselves would take. Makers use 7 to 16 characters; one of 17
/// to 32 takes 41 bytes, 86 MB for a million.
#[derive(Debug, Default)]
pub(super) struct SeenSerials {
    /// Each with zeros behind it, which no serial number has.
    short: HashSet<[u8; SHORT]>,
    long: HashSet<Serial>,
}

impl SeenSerials {
    /// Whether `serial` is new; from now on it is not.
    pub(super) fn insert(&mut self, serial: Serial) -> bool {
        let name = serial.as_str().as_bytes();
        let mut short = [0; SHORT];
        match short.get_mut(..name.len()) {
            Some(room) => {
                room.copy_from_slice(name);
                self.short.insert(short)
            }
            None => self.long.insert(serial),
        }
    }
}

/// In bytes.
const SHORT: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_serial_number_is_new_once() {
        let mut seen = SeenSerials::default();
        let longest = "0123456789abcdef0123456789ABCDEF";
        for end in 1..=longest.len() {
            let serial: Serial = longest[..end].parse().unwrap();
            assert!(seen.insert(serial), "{serial}");
            assert!(!seen.insert(serial), "{serial}");
        }
        assert_eq!((seen.short.len(), seen.long.len()), (16, 16));
    }
}
