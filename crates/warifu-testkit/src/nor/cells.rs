use embedded_storage::nor_flash::NorFlashErrorKind;

use super::{Cut, Torn};
use crate::photograph::numbers::Numbers;

/// The cells of a part: their bits, and what is the matter with them.
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
        let length = pages.saturating_mul(page);
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
        self.change(address, bytes.len(), cut, |index, byte| {
            byte & bytes.get(index).copied().unwrap_or(BLANK)
        });
        self.programmed.iter_mut().skip(address).take(self.word).for_each(|word| *word = true);
    }

    /// Erases a page, or as much of it as a cut leaves. A torn page may look blank and takes no words.
    pub(super) fn erase(&mut self, address: usize, cut: Option<Cut>) {
        self.change(address, self.page, cut, |_, _| BLANK);
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
        wanted: impl Fn(usize, u8) -> u8,
    ) {
        let mut numbers = Numbers::new(cut.map_or(0, |cut| cut.seed));
        if let Some(cut) = cut {
            self.reads = Numbers::new(cut.seed);
            let agreeing = length == self.word;
            self.agreeing.iter_mut().skip(address).take(length).for_each(|byte| *byte = agreeing);
        }
        let unreadable = cut.is_some_and(|cut| cut.torn == Torn::Unreadable);
        self.unreadable.iter_mut().skip(address).take(length).for_each(|word| *word = unreadable);
        let cells = self.bytes.iter_mut().zip(&mut self.unstable).skip(address).take(length);
        for (index, (byte, unstable)) in cells.enumerate() {
            // What was unstable may have been either, and is not cut twice.
            let (changed, left) = match cut.map(|cut| cut.torn) {
                None | Some(Torn::Complete) => (0xff, 0),
                Some(Torn::Untouched) => (0, *unstable),
                Some(Torn::Early) => (numbers.byte() & numbers.byte() & numbers.byte(), *unstable),
                Some(Torn::Half | Torn::Unreadable) => (numbers.byte(), *unstable),
                Some(Torn::Late) => (numbers.byte() | numbers.byte() | numbers.byte(), *unstable),
                Some(Torn::Unstable) => (0, *unstable | *byte ^ wanted(index, *byte)),
            };
            *byte ^= (*byte ^ wanted(index, *byte)) & changed;
            *unstable = left;
        }
    }
}

const BLANK: u8 = 0xff;
