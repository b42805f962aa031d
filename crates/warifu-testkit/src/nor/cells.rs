use embedded_storage::nor_flash::NorFlashErrorKind;

use super::{Cut, Torn};
use crate::photograph::numbers::Numbers;

/// The cells of a part: their bits, and their state.
#[derive(Debug, Clone)]
pub(super) struct Cells {
    bytes: Vec<u8>,
    /// A one for each bit that is read as it happens.
    unstable: Vec<u8>,
    /// For each byte, whether its word was programmed since it was erased.
    programmed: Vec<bool>,
    /// For each byte, whether reading its word fails until it is erased.
    unreadable: Vec<bool>,
    /// For each byte, whether its unstable bits may agree: those of a word may, those of a page do not.
    agreeing: Vec<bool>,
    reads: Numbers,
    word: usize,
    page: usize,
}

impl Cells {
    pub(super) fn blank(pages: usize, word: usize, page: usize) -> Self {
        #[expect(clippy::arithmetic_side_effects, reason = "the part fits into memory")]
        let length = pages * page;
        Self {
            bytes: vec![BLANK; length],
            unstable: vec![0; length],
            programmed: vec![false; length],
            unreadable: vec![false; length],
            agreeing: vec![false; length],
            reads: Numbers::new(0),
            word,
            page,
        }
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(super) fn is_programmed(&self, address: usize) -> bool {
        self.programmed.get(address).is_none_or(|&programmed| programmed)
    }

    pub(super) fn read(&mut self, address: usize, to: &mut [u8]) -> Result<(), NorFlashErrorKind> {
        if self.unreadable.iter().skip(address).take(to.len()).any(|&unreadable| unreadable) {
            return Err(NorFlashErrorKind::Other);
        }
        let mood = self.reads.byte() % 4;
        let cells = self.bytes.iter().zip(&self.unstable).zip(&self.agreeing).skip(address);
        for (to, ((&byte, &unstable), &agreeing)) in to.iter_mut().zip(cells) {
            let drawn = self.reads.byte();
            let changed = match mood {
                0 if agreeing => 0,
                1 if agreeing => 0xff,
                _ => drawn,
            };
            *to = byte ^ unstable & changed;
        }
        Ok(())
    }

    /// Programs a word, or as much of it as a cut leaves.
    pub(super) fn program(&mut self, address: usize, bytes: &[u8], cut: Option<Cut>) {
        let changes = bytes.iter().map(|&byte| Change::Clear { keep: byte });
        self.change(address, bytes.len(), cut, changes);
        self.programmed.iter_mut().skip(address).take(self.word).for_each(|word| *word = true);
    }

    /// Erases a page, or as much of it as a cut leaves. A torn page may look blank and takes no words.
    pub(super) fn erase(&mut self, address: usize, cut: Option<Cut>) {
        self.change(address, self.page, cut, core::iter::repeat(Change::Blank));
        let torn = cut.is_some();
        self.programmed.iter_mut().skip(address).take(self.page).for_each(|word| *word = torn);
    }

    pub(super) fn damage(&mut self, address: usize, byte: u8) {
        #[expect(clippy::expect_used, reason = "a test that damages nothing is a defect")]
        let cell = self.bytes.get_mut(address).expect("an address within the part");
        *cell = byte;
    }

    fn change(
        &mut self,
        address: usize,
        length: usize,
        cut: Option<Cut>,
        changes: impl Iterator<Item = Change>,
    ) {
        if let Some(cut) = cut {
            self.reads = Numbers::new(cut.seed);
            let agreeing = length == self.word;
            self.agreeing.iter_mut().skip(address).take(length).for_each(|byte| *byte = agreeing);
        }
        let unreadable = cut.is_some_and(|cut| cut.torn == Torn::Unreadable);
        self.unreadable.iter_mut().skip(address).take(length).for_each(|word| *word = unreadable);
        let cells = self.bytes.iter_mut().zip(&mut self.unstable).skip(address).take(length);
        let mut torn = cut.map(|cut| (cut.torn, Numbers::new(cut.seed)));
        for ((byte, unstable), change) in cells.zip(changes) {
            let changing = *byte ^ change.of(*byte);
            // What was unstable may have been either, and is not cut twice.
            let (reached, left) = match &mut torn {
                None => (0xff, 0),
                Some((torn, numbers)) => torn.reached(numbers, changing, *unstable),
            };
            *byte ^= changing & reached;
            *unstable = left;
        }
    }
}

/// What a step makes of a byte.
#[derive(Debug, Clone, Copy)]
enum Change {
    Blank,
    Clear { keep: u8 },
}

impl Change {
    const fn of(self, byte: u8) -> u8 {
        match self {
            Self::Blank => BLANK,
            Self::Clear { keep } => byte & keep,
        }
    }
}

impl Torn {
    /// The bits of a byte that a cut step has reached, and those that are unstable after it.
    const fn reached(self, numbers: &mut Numbers, changing: u8, unstable: u8) -> (u8, u8) {
        match self {
            Self::Untouched => (0, unstable),
            Self::Early => (numbers.byte() & numbers.byte() & numbers.byte(), unstable),
            Self::Half | Self::Unreadable => (numbers.byte(), unstable),
            Self::Late => (numbers.byte() | numbers.byte() | numbers.byte(), unstable),
            Self::Complete => (0xff, 0),
            Self::Unstable => (0, unstable | changing),
        }
    }
}

const BLANK: u8 = 0xff;
