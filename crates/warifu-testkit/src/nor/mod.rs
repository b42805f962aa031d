//! A simulated NOR flash part whose power fails.
//!
//! `TwoSlotFlash` takes words of up to 64 bytes,
//!
//! ```
//! # use warifu_testkit::nor::SimulatedNor;
//! # use warifu_token::TwoSlotFlash;
//! TwoSlotFlash::open(SimulatedNor::<64, 2048>::blank(2)).unwrap();
//! ```
//!
//! and does not compile with longer ones, or with pages that are no whole number of words:
//!
//! ```compile_fail,E0080
//! # use warifu_testkit::nor::SimulatedNor;
//! # use warifu_token::TwoSlotFlash;
//! TwoSlotFlash::open(SimulatedNor::<128, 2048>::blank(2)).unwrap();
//! ```
//!
//! ```compile_fail,E0080
//! # use warifu_testkit::nor::SimulatedNor;
//! # use warifu_token::TwoSlotFlash;
//! TwoSlotFlash::open(SimulatedNor::<64, 32>::blank(128)).unwrap();
//! ```

mod cells;
#[cfg(test)]
mod tests;

use embedded_storage::nor_flash::{
    ErrorType, NorFlash, NorFlashErrorKind, ReadNorFlash, check_erase, check_read, check_write,
};

use self::cells::Cells;

/// A NOR flash part with words of `WORD` bytes and pages of `PAGE` bytes.
///
/// Erasing a page makes it ones, programming makes ones into zeros. A word that was programmed is refused until its page
/// was erased. Each word that is programmed and each page that is erased is a **step**; after a [`Cut`], every call fails
/// until [`SimulatedNor::power_on`].
///
/// A driver may erase pages in any order; this one takes the last page first at odd seeds.
#[derive(Debug, Clone)]
pub struct SimulatedNor<const WORD: usize, const PAGE: usize> {
    cells: Cells,
    steps: u64,
    words: u64,
    erasures: Vec<u64>,
    cut: Option<Cut>,
    powered: bool,
}

/// A power cut: the steps before are done, this one in part, and none after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cut {
    /// The step, counted from 1 since the cut was planned.
    pub step: u64,
    /// Which of its bits had changed.
    pub torn: Torn,
    /// The seed that these bits are drawn from.
    pub seed: u64,
}

/// What is left of the step in which the power failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Torn {
    /// No bit had changed.
    Untouched,
    /// About one bit in eight had changed.
    Early,
    /// About half of the bits had changed.
    Half,
    /// About seven bits in eight had changed.
    Late,
    /// All had changed, and the step was not reported as done.
    Complete,
    /// The bits that were to change are neither. A read gives all of them changed, or none, or some; the next one something
    /// else; until the word is erased.
    Unstable,
    /// About half of the bits had changed, and reading any of them fails until the word is erased: parts that correct
    /// errors.
    Unreadable,
}

impl Torn {
    /// All of them, from the least to the worst.
    pub const ALL: [Self; 7] = [
        Self::Untouched,
        Self::Early,
        Self::Half,
        Self::Late,
        Self::Complete,
        Self::Unstable,
        Self::Unreadable,
    ];
}

impl<const WORD: usize, const PAGE: usize> SimulatedNor<WORD, PAGE> {
    /// A blank part of this many pages.
    pub fn blank(pages: usize) -> Self {
        let cells = Cells::blank(pages, WORD, PAGE);
        Self { cells, steps: 0, words: 0, erasures: vec![0; pages], cut: None, powered: true }
    }

    /// Lets the power fail at a step from now on.
    pub fn plan(&mut self, cut: Cut) {
        // A step beyond the last number is never reached: no cut.
        self.cut = self.steps.checked_add(cut.step).map(|step| Cut { step, ..cut });
    }

    /// Whether the power failed since it was switched on.
    pub const fn failed(&self) -> bool {
        !self.powered
    }

    /// Switches on, with no cut planned.
    pub fn power_on(&mut self) {
        (self.powered, self.cut) = (true, None);
    }

    /// How many words were programmed and pages erased, cut ones included.
    pub const fn steps(&self) -> u64 {
        self.steps
    }

    /// How many words were programmed.
    pub const fn words(&self) -> u64 {
        self.words
    }

    /// How often each page was erased.
    pub fn erasures(&self) -> &[u64] {
        &self.erasures
    }

    /// What the cells hold, as far as it is stable.
    pub fn bytes(&self) -> &[u8] {
        self.cells.bytes()
    }

    /// Changes a byte without the driver: damage.
    ///
    /// # Panics
    ///
    /// Beyond the part.
    pub fn damage(&mut self, address: usize, byte: u8) {
        self.cells.damage(address, byte);
    }

    #[expect(
        clippy::arithmetic_side_effects,
        clippy::indexing_slicing,
        reason = "`check_erase` has compared the address with the capacity"
    )]
    fn count_erasure(&mut self, address: usize) {
        self.erasures[address / PAGE] += 1;
    }

    /// Counts a step, and says how much of it is done. `Err` when the power is off.
    #[expect(clippy::arithmetic_side_effects, reason = "no test does 2^64 steps")]
    fn step(&mut self) -> Result<Option<Cut>, NorFlashErrorKind> {
        if !self.powered {
            return Err(NorFlashErrorKind::Other);
        }
        self.steps += 1;
        let cut = self.cut.filter(|cut| cut.step == self.steps);
        self.powered = cut.is_none();
        Ok(cut)
    }
}

impl<const WORD: usize, const PAGE: usize> ErrorType for SimulatedNor<WORD, PAGE> {
    type Error = NorFlashErrorKind;
}

impl<const WORD: usize, const PAGE: usize> ReadNorFlash for SimulatedNor<WORD, PAGE> {
    const READ_SIZE: usize = if WORD < 4 { WORD } else { 4 };

    fn read(&mut self, offset: u32, bytes: &mut [u8]) -> Result<(), Self::Error> {
        check_read(self, offset, bytes.len())?;
        if !self.powered {
            return Err(NorFlashErrorKind::Other);
        }
        self.cells.read(place(offset)?, bytes)
    }

    fn capacity(&self) -> usize {
        self.cells.bytes().len()
    }
}

impl<const WORD: usize, const PAGE: usize> NorFlash for SimulatedNor<WORD, PAGE> {
    const WRITE_SIZE: usize = WORD;
    const ERASE_SIZE: usize = PAGE;

    fn erase(&mut self, from: u32, to: u32) -> Result<(), Self::Error> {
        check_erase(self, from, to)?;
        let mut pages: Vec<usize> = (place(from)?..place(to)?).step_by(PAGE).collect();
        if self.cut.is_some_and(|cut| cut.seed % 2 == 1) {
            pages.reverse();
        }
        for page in pages {
            let cut = self.step()?;
            self.count_erasure(page);
            self.cells.erase(page, cut);
            reported(cut)?;
        }
        Ok(())
    }

    #[expect(clippy::arithmetic_side_effects, reason = "no test does 2^64 steps")]
    fn write(&mut self, offset: u32, bytes: &[u8]) -> Result<(), Self::Error> {
        check_write(self, offset, bytes.len())?;
        let first = place(offset)?;
        for (word, bytes) in (first..).step_by(WORD).zip(bytes.chunks(WORD)) {
            if self.cells.is_programmed(word) {
                return Err(NorFlashErrorKind::Other);
            }
            let cut = self.step()?;
            self.words += 1;
            self.cells.program(word, bytes, cut);
            reported(cut)?;
        }
        Ok(())
    }
}

/// A step that was cut is not reported as done.
const fn reported(cut: Option<Cut>) -> Result<(), NorFlashErrorKind> {
    match cut {
        None => Ok(()),
        Some(_) => Err(NorFlashErrorKind::Other),
    }
}

fn place(offset: u32) -> Result<usize, NorFlashErrorKind> {
    usize::try_from(offset).map_err(|_| NorFlashErrorKind::OutOfBounds)
}
