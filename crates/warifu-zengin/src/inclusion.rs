use core::fmt;

use warifu_core::codec::{Reader, Writer};
use warifu_core::{DecodeError, DecodeErrorKind, EncodeError};

use crate::tree::{DEPTH, Hash, Join, Tree, node};
use crate::{Leaf, MAX_ROWS, Root, Row};

/// Makes the proof that one row is in a batch, in a pass over all of them.
#[derive(Debug, Clone)]
pub struct Prover {
    path: Path,
    tree: Tree,
}

impl Prover {
    /// For the row at `index`, counted from 0, of a batch with `count` rows.
    ///
    /// # Errors
    ///
    /// [`InvalidInclusion::Count`] or [`InvalidInclusion::Index`].
    pub fn new(index: u32, count: u32) -> Result<Self, InvalidInclusion> {
        Ok(Self { path: Path::new(index, count)?, tree: Tree::new() })
    }

    /// The next row's leaf, from the first row to the last.
    pub fn push(&mut self, leaf: Leaf) {
        let path = &mut self.path;
        if !self.tree.push(leaf.hash(), |join| path.see(&join)) {
            self.path.is_overrun = true;
        }
    }

    /// The proof.
    ///
    /// # Errors
    ///
    /// [`InvalidInclusion::Rows`] unless there were as many rows as was said.
    pub fn finish(mut self) -> Result<Inclusion, InvalidInclusion> {
        if self.path.is_overrun || self.tree.count() != self.path.inclusion.count {
            return Err(InvalidInclusion::Rows);
        }
        let path = &mut self.path;
        self.tree.root(|join| path.see(&join));
        Ok(self.path.inclusion)
    }
}

/// The proof that a row stands at an index of a batch: the hashes beside the way from it to the root ([RFC 9162 §2.1.3]).
///
/// [RFC 9162 §2.1.3]: https://www.rfc-editor.org/rfc/rfc9162#section-2.1.3
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Inclusion {
    index: u32,
    count: u32,
    siblings: [Hash; DEPTH],
    length: usize,
}

impl Inclusion {
    /// The longest proof, in bytes.
    pub const MAX_LENGTH: usize = 8 + 32 * DEPTH;

    /// The row's place, counted from 0.
    pub const fn index(&self) -> u32 {
        self.index
    }

    /// How many rows the batch has.
    pub const fn count(&self) -> u32 {
        self.count
    }

    /// Whether `row` is the one.
    ///
    /// # Errors
    ///
    /// [`NotIncluded`] for another row, root, count or place.
    ///
    /// # Security
    ///
    /// The root has to come from a digest that somebody signed, not from where the proof comes from:
    /// [`Header::batch_digest`](crate::Header::batch_digest).
    pub fn verify(&self, row: &Row, root: &Root) -> Result<Included, NotIncluded> {
        let mut hash = row.leaf().hash();
        let mut siblings = self.siblings().iter();
        for is_left in turns(self.index, self.count) {
            let sibling = siblings.next().ok_or(NotIncluded)?;
            hash = if is_left { node(&hash, sibling) } else { node(sibling, &hash) };
        }
        if *root == Root::new(self.count, hash) {
            Ok(Included { index: self.index })
        } else {
            Err(NotIncluded)
        }
    }

    /// Writes index, count, and the hashes from the row upwards. Index and count say how many there are.
    ///
    /// # Errors
    ///
    /// [`EncodeError::NoRoom`].
    pub fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        writer.u32(self.index)?;
        writer.u32(self.count)?;
        self.siblings().iter().try_for_each(|sibling| writer.bytes(sibling))
    }

    /// Reads a whole proof.
    ///
    /// # Errors
    ///
    /// [`DecodeErrorKind::OutOfRange`] for an index that the batch does not have or a count that no batch has,
    /// [`DecodeErrorKind::Truncated`], [`DecodeErrorKind::TrailingBytes`].
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes);
        let out_of_range = reader.error(DecodeErrorKind::OutOfRange);
        let path = Path::new(reader.u32()?, reader.u32()?);
        let mut inclusion = path.map_err(|_| out_of_range)?.inclusion;
        for _ in turns(inclusion.index, inclusion.count) {
            inclusion.append(&reader.array()?);
        }
        reader.finish()?;
        Ok(inclusion)
    }

    fn siblings(&self) -> &[Hash] {
        self.siblings.get(..self.length).unwrap_or_default()
    }

    fn append(&mut self, sibling: &Hash) {
        if let Some(place) = self.siblings.get_mut(self.length) {
            *place = *sibling;
            self.length = self.length.saturating_add(1);
        }
    }
}

/// Proof that a row stands in a batch. Only [`Inclusion::verify`] makes one.
///
/// ```compile_fail
/// let forged = warifu_zengin::Included { index: 0 };
/// ```
#[derive(Debug, PartialEq, Eq)]
pub struct Included {
    index: u32,
}

impl Included {
    /// At which place, counted from 0.
    pub const fn index(&self) -> u32 {
        self.index
    }
}

/// The way from a row to the root, as far as it was seen.
#[derive(Debug, Clone)]
struct Path {
    inclusion: Inclusion,
    is_overrun: bool,
}

impl Path {
    fn new(index: u32, count: u32) -> Result<Self, InvalidInclusion> {
        if !(1..=MAX_ROWS).contains(&count) {
            return Err(InvalidInclusion::Count);
        }
        if index >= count {
            return Err(InvalidInclusion::Index);
        }
        let inclusion = Inclusion { index, count, siblings: [[0; 32]; DEPTH], length: 0 };
        Ok(Self { inclusion, is_overrun: false })
    }

    /// Keeps the side that the row is not on, if it is on one.
    fn see(&mut self, join: &Join<'_>) {
        let index = self.inclusion.index;
        if (join.start..join.middle).contains(&index) {
            self.inclusion.append(join.right);
        } else if (join.middle..join.end).contains(&index) {
            self.inclusion.append(join.left);
        }
    }
}

/// For each step from a row up to the root, whether the row's side is the left one ([RFC 9162 §2.1.3.2]).
///
/// [RFC 9162 §2.1.3.2]: https://www.rfc-editor.org/rfc/rfc9162#section-2.1.3.2
fn turns(index: u32, count: u32) -> impl Iterator<Item = bool> {
    let (mut place, mut last) = (index, count.saturating_sub(1));
    core::iter::from_fn(move || {
        // A last node without a neighbour goes up as it is.
        while place == last && place & 1 == 0 && last > 0 {
            (place, last) = (place >> 1, last >> 1);
        }
        let is_left = (last > 0).then_some(place & 1 == 0);
        (place, last) = (place >> 1, last >> 1);
        is_left
    })
}

/// Why no proof can be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvalidInclusion {
    /// No batch has so many rows, or so few.
    Count,
    /// The batch has no row at this index.
    Index,
    /// There were other rows than was said.
    Rows,
}

impl fmt::Display for InvalidInclusion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Count => "a batch has 1 to 999,999 rows",
            Self::Index => "the batch has no row at this index",
            Self::Rows => "the rows are not as many as was said",
        })
    }
}

impl core::error::Error for InvalidInclusion {}

/// The row does not stand at this place of this batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotIncluded;

impl fmt::Display for NotIncluded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the row does not stand at this place of the batch")
    }
}

impl core::error::Error for NotIncluded {}
