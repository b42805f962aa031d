use super::error::TwoSlotError;
use super::header::SlotHeader;
use super::slot::Slot;

/// What was found in a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    /// The image that is there, if it is whole and its slot has a mark of commitment.
    pub(super) committed: Option<SlotHeader>,
    /// Whether the slot was ever marked as wiped, as far as it can be read.
    pub(super) was_wiped: bool,
    /// Whether the slot has nothing at all in it.
    pub(super) blank: bool,
}

/// What the part holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PartContent {
    /// Nothing was ever stored.
    Nothing,
    /// The image in this slot counts.
    Image(Slot, SlotHeader),
}

/// What the part holds, from what is in its slots.
///
/// Only a committed image counts. So a whole image without a mark gives way to the older one. Its last word may have been
/// cut while it was programmed: it reads well today, and perhaps not tomorrow.
pub(super) fn choose(first: Found, second: Found) -> Result<PartContent, TwoSlotError> {
    match (first.committed, second.committed) {
        (Some(one), None) => Ok(PartContent::Image(Slot::First, one)),
        (None, Some(two)) => Ok(PartContent::Image(Slot::Second, two)),
        // The power failed before the older one was wiped.
        (Some(one), Some(two)) if one.sequence > two.sequence => {
            Ok(PartContent::Image(Slot::First, one))
        }
        (Some(one), Some(two)) if one.sequence < two.sequence => {
            Ok(PartContent::Image(Slot::Second, two))
        }
        // No cut gives two slots the same number. To guess could bring back used sequence numbers.
        (Some(_), Some(_)) => Err(TwoSlotError::Damaged),
        (None, None) => none_committed(first, second),
    }
}

/// A token must not start over because its image is damaged: it would answer old registration pictures with old codes. So
/// a part is fresh only without a trace of an image that was answered for.
///
/// The very first image goes to the first slot, and the second slot is not touched before that image is committed. It is
/// marked as wiped before anything is answered. From then on it is blank only while it is wiped again, and then the first
/// slot has that mark, since only the very first image is in a slot without. Anything else in the first slot may be
/// torn, and a mark of commitment in it may have been cut and read one way before and the other way now.
fn none_committed(first: Found, second: Found) -> Result<PartContent, TwoSlotError> {
    if second.blank && !first.was_wiped {
        Ok(PartContent::Nothing)
    } else {
        Err(TwoSlotError::Damaged)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BLANK: Found = Found { committed: None, was_wiped: false, blank: true };
    const TORN: Found = Found { committed: None, was_wiped: false, blank: false };
    const WIPED: Found = Found { committed: None, was_wiped: true, blank: false };

    fn header(sequence: u32) -> SlotHeader {
        SlotHeader { sequence, length: 1, check: [0; 16] }
    }

    fn committed(sequence: u32) -> Found {
        Found { committed: Some(header(sequence)), was_wiped: true, blank: false }
    }

    #[test]
    fn every_pair() {
        let first = |sequence| Ok(PartContent::Image(Slot::First, header(sequence)));
        let second = |sequence| Ok(PartContent::Image(Slot::Second, header(sequence)));
        let (nothing, damaged) = (Ok(PartContent::Nothing), Err(TwoSlotError::Damaged));
        let table = [
            (BLANK, BLANK, nothing),
            (TORN, BLANK, nothing),
            (WIPED, BLANK, damaged),
            (BLANK, TORN, damaged),
            (TORN, TORN, damaged),
            (WIPED, TORN, damaged),
            (BLANK, WIPED, damaged),
            (TORN, WIPED, damaged),
            (WIPED, WIPED, damaged),
            (committed(3), BLANK, first(3)),
            (committed(3), TORN, first(3)),
            (committed(3), WIPED, first(3)),
            (BLANK, committed(3), second(3)),
            (TORN, committed(3), second(3)),
            (WIPED, committed(3), second(3)),
            (committed(3), committed(4), second(4)),
            (committed(u32::MAX), committed(3), first(u32::MAX)),
            (committed(3), committed(3), damaged),
        ];
        for (one, two, expected) in table {
            assert_eq!(choose(one, two), expected, "{one:?}, {two:?}");
        }
    }
}
