use thiserror::Error;
use warifu_core::codec::{Decode, Encode, Reader, Writer};
use warifu_core::{DecodeError, DecodeErrorKind, EncodeError, InlineBytes};

use crate::tree::{DEPTH, Join, MAX_ROWS, NodeHash, Tree, node};
use crate::{Leaf, Root, Row};

/// Makes the proof that one row is in a batch, in a pass over all of them.
#[derive(Debug, Clone)]
pub struct Prover {
    tree: Tree,
    inclusion: Inclusion,
    is_overrun: bool,
}

impl Prover {
    /// For the row at `index`, counted from 0, of a batch with `count` rows.
    ///
    /// # Errors
    ///
    /// [`InclusionError::Count`] for a count that no batch has, [`InclusionError::Index`] for an index that is not below it.
    pub fn new(index: u32, count: u32) -> Result<Self, InclusionError> {
        let inclusion = Inclusion::new(index, count)?;
        Ok(Self { tree: Tree::new(), inclusion, is_overrun: false })
    }

    /// The next row's leaf, from the first row to the last.
    pub fn push(&mut self, leaf: Leaf) {
        let (inclusion, mut has_room) = (&mut self.inclusion, true);
        let pushed = self.tree.push(leaf.hash(), |join| has_room &= inclusion.see(&join).is_ok());
        self.is_overrun |= pushed.is_err() || !has_room;
    }

    /// The proof.
    ///
    /// # Errors
    ///
    /// [`InclusionError::Rows`] unless the number of rows was the count that [`Prover::new`] was given.
    pub fn finish(self) -> Result<Inclusion, InclusionError> {
        let Self { tree, mut inclusion, is_overrun } = self;
        if is_overrun || tree.count() != inclusion.count {
            return Err(InclusionError::Rows);
        }
        let mut seen = Ok(());
        tree.root(|join| seen = seen.and(inclusion.see(&join)));
        seen?;
        debug_assert_eq!(
            inclusion.siblings().len(),
            turns(inclusion.index, inclusion.count).count(),
            "a sibling for each step to the root"
        );
        Ok(inclusion)
    }
}

/// The proof that a batch has a row at an index: the hashes of the siblings on the way from it to the root
/// ([RFC 9162 §2.1.3]).
///
/// [RFC 9162 §2.1.3]: https://www.rfc-editor.org/rfc/rfc9162#section-2.1.3
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Inclusion {
    index: u32,
    count: u32,
    siblings: InlineBytes<{ HASH_LENGTH * DEPTH }>,
}

impl Inclusion {
    /// The longest proof, in bytes.
    pub const MAX_LENGTH: usize = 8 + HASH_LENGTH * DEPTH;

    /// The row's place, counted from 0.
    pub const fn index(&self) -> u32 {
        self.index
    }

    /// The number of rows of the batch.
    pub const fn count(&self) -> u32 {
        self.count
    }

    /// Checks that `row` is the row of this proof, in the batch of this root.
    ///
    /// # Errors
    ///
    /// [`InclusionError::NotIncluded`] for another row, root, count or place; it does not say which.
    ///
    /// # Security
    ///
    /// The root has to come from a digest that was signed, not from where the proof comes from:
    /// [`BatchHeader::batch_digest`](crate::BatchHeader::batch_digest).
    pub fn verify(&self, row: &Row, root: &Root) -> Result<Included, InclusionError> {
        let mut hash = row.leaf().hash();
        let mut siblings = self.siblings().iter();
        for is_left in turns(self.index, self.count) {
            let sibling = siblings.next().ok_or(InclusionError::NotIncluded)?;
            hash = if is_left { node(&hash, sibling) } else { node(sibling, &hash) };
        }
        // The count is compared as well: one path may fit trees of several counts.
        if *root == Root::new(self.count, hash) {
            Ok(Included { index: self.index })
        } else {
            Err(InclusionError::NotIncluded)
        }
    }

    fn new(index: u32, count: u32) -> Result<Self, InclusionError> {
        if !(1..=MAX_ROWS).contains(&count) {
            return Err(InclusionError::Count);
        }
        if index >= count {
            return Err(InclusionError::Index);
        }
        Ok(Self { index, count, siblings: InlineBytes::EMPTY })
    }

    /// Keeps the hash of the other side, if the row is on one of the two.
    fn see(&mut self, join: &Join<'_>) -> Result<(), InclusionError> {
        let sibling = if (join.start..join.middle).contains(&self.index) {
            join.right
        } else if (join.middle..join.end).contains(&self.index) {
            join.left
        } else {
            return Ok(());
        };
        self.append(sibling)
    }

    /// A path longer than [`DEPTH`] is that of more rows than a batch has.
    fn append(&mut self, sibling: &NodeHash) -> Result<(), InclusionError> {
        self.siblings.append(sibling).map_err(|_| InclusionError::Rows)
    }

    fn siblings(&self) -> &[NodeHash] {
        let (siblings, _) = self.siblings.as_slice().as_chunks();
        siblings
    }
}

/// Index, count, and the hashes from the row upwards. Index and count say how many there are.
impl Encode for Inclusion {
    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        writer.u32(self.index)?;
        writer.u32(self.count)?;
        writer.bytes(self.siblings.as_slice())
    }
}

impl Decode for Inclusion {
    /// # Errors
    ///
    /// [`DecodeErrorKind::OutOfRange`] for an index that the batch does not have or a count that no batch has,
    /// [`DecodeErrorKind::Truncated`].
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.value(|reader| {
            let (index, count) = (reader.u32()?, reader.u32()?);
            let out_of_range = |_| DecodeErrorKind::OutOfRange;
            let mut inclusion = Self::new(index, count).map_err(out_of_range)?;
            for _ in turns(index, count) {
                inclusion.append(&reader.array()?).map_err(out_of_range)?;
            }
            Ok(inclusion)
        })
    }
}

/// The knowledge that a row is in a batch. Only [`Inclusion::verify`] makes one.
///
/// ```compile_fail
/// let forged = warifu_zengin::Included { index: 0 };
/// ```
#[derive(Debug, PartialEq, Eq)]
pub struct Included {
    index: u32,
}

impl Included {
    /// The row's place in the batch, counted from 0.
    pub const fn index(&self) -> u32 {
        self.index
    }
}

/// For each step from a row up to the root, whether the row's side is the left one ([RFC 9162 §2.1.3.2]).
///
/// [RFC 9162 §2.1.3.2]: https://www.rfc-editor.org/rfc/rfc9162#section-2.1.3.2
fn turns(index: u32, count: u32) -> impl Iterator<Item = bool> {
    // The nodes of a level are the places below `nodes`.
    let (mut place, mut nodes) = (index, count);
    core::iter::from_fn(move || {
        // A last node without a neighbour goes up as it is.
        while nodes > 1 && place & 1 == 0 && nodes.checked_sub(1) == Some(place) {
            (place, nodes) = (place >> 1, nodes.div_ceil(2));
        }
        let is_left = (nodes > 1).then_some(place & 1 == 0);
        (place, nodes) = (place >> 1, nodes.div_ceil(2));
        is_left
    })
}

/// Why there is no proof, or why it does not prove what it should.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum InclusionError {
    /// No batch has this number of rows.
    #[error("a batch has 1 to 999,999 rows")]
    Count,
    /// The batch has no row at this index.
    #[error("the batch has no row at this index")]
    Index,
    /// The prover was given more or fewer rows than its count.
    #[error("the number of rows is not the count that the prover was given")]
    Rows,
    /// The row is not at this place of this batch.
    #[error("the row is not at this place of the batch")]
    NotIncluded,
}

const HASH_LENGTH: usize = 32;
