use core::fmt;

use sha2::{Digest, Sha256};

use crate::Record;

/// A row's hash, a leaf of the tree: SHA-256 over a zero byte and the record ([RFC 9162 §2.1.1]).
///
/// [RFC 9162 §2.1.1]: https://www.rfc-editor.org/rfc/rfc9162#section-2.1.1
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leaf(NodeHash);

impl Leaf {
    pub(crate) fn from_record(record: &Record) -> Self {
        Self(leaf_hash(record))
    }

    pub(crate) const fn hash(self) -> NodeHash {
        self.0
    }
}

/// The root of a tree, and the number of its rows.
///
/// The count belongs to it: a hash alone says nothing about how many rows there are, and a path may fit trees of several
/// counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Root {
    count: u32,
    hash: NodeHash,
}

impl Root {
    /// A root that the caller trusts, of a tree over `count` rows.
    pub const fn new(count: u32, hash: [u8; 32]) -> Self {
        Self { count, hash }
    }

    /// The number of rows below it.
    pub const fn count(&self) -> u32 {
        self.count
    }

    /// The tree's hash.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.hash
    }
}

impl fmt::Display for Root {
    /// The hash in hexadecimal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_hex(f, &self.hash)
    }
}

pub(crate) fn write_hex(f: &mut fmt::Formatter<'_>, bytes: &[u8]) -> fmt::Result {
    bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
}

pub(crate) type NodeHash = [u8; 32];

/// A tree that grows by one leaf at a time. It keeps the hashes of its full subtrees, and nothing below them.
#[derive(Debug, Clone)]
pub(crate) struct Tree {
    /// The full subtree of `2^level` leaves is there if that bit of the count is set.
    full: [NodeHash; DEPTH],
    count: u32,
}

/// Two subtrees that became one: leaves `start..middle` and `middle..end`.
pub(crate) struct Join<'a> {
    pub(crate) left: &'a NodeHash,
    pub(crate) right: &'a NodeHash,
    pub(crate) start: u32,
    pub(crate) middle: u32,
    pub(crate) end: u32,
}

impl Tree {
    pub(crate) const fn new() -> Self {
        Self { full: [[0; 32]; DEPTH], count: 0 }
    }

    /// As if `count` rows with unknown hashes had been added.
    #[cfg(test)]
    pub(crate) const fn danger_from_count(count: u32) -> Self {
        Self { full: [[0; 32]; DEPTH], count }
    }

    pub(crate) const fn count(&self) -> u32 {
        self.count
    }

    /// Adds a leaf, up to [`MAX_ROWS`]. `watch` is told of each join.
    #[expect(clippy::arithmetic_side_effects, reason = "places of at most MAX_ROWS leaves")]
    pub(crate) fn push(
        &mut self,
        leaf: NodeHash,
        mut watch: impl FnMut(Join<'_>),
    ) -> Result<(), TreeFull> {
        if self.count >= MAX_ROWS {
            return Err(TreeFull);
        }
        let end = self.count + 1;
        let (mut hash, mut width) = (leaf, 1_u32);
        for full in &mut self.full {
            // Like a carry in an addition: two full subtrees of one width become one of twice the width.
            if self.count & width == 0 {
                *full = hash;
                break;
            }
            let (start, middle) = (end - 2 * width, end - width);
            watch(Join { left: full, right: &hash, start, middle, end });
            hash = node(full, &hash);
            width <<= 1;
        }
        self.count = end;
        Ok(())
    }

    /// The root over all leaves. The full subtrees are joined from the right, so that each left side is the largest power of
    /// two below the whole ([RFC 9162 §2.1.1]).
    ///
    /// [RFC 9162 §2.1.1]: https://www.rfc-editor.org/rfc/rfc9162#section-2.1.1
    #[expect(clippy::arithmetic_side_effects, reason = "places of at most MAX_ROWS leaves")]
    pub(crate) fn root(&self, mut watch: impl FnMut(Join<'_>)) -> Root {
        let end = self.count;
        let (mut joined, mut width) = (None, 1_u32);
        for left in &self.full {
            if self.count & width != 0 {
                // The bits from this one down are the leaves of this subtree and of those to its right.
                let start = self.count & !(2 * width - 1);
                joined = Some(match joined {
                    None => *left,
                    Some(right) => {
                        watch(Join { left, right: &right, start, middle: start + width, end });
                        node(left, &right)
                    }
                });
            }
            width <<= 1;
        }
        let hash = match joined {
            Some(hash) => hash,
            // RFC 9162 gives a tree without leaves the hash of no bytes.
            None => Sha256::digest([]).into(),
        };
        Root { count: end, hash }
    }
}

fn leaf_hash(bytes: &[u8]) -> NodeHash {
    Sha256::new_with_prefix([0]).chain_update(bytes).finalize().into()
}

/// SHA-256 over a byte 1 and both sides. A leaf begins with a byte 0, so that no node can be taken for a row.
pub(crate) fn node(left: &NodeHash, right: &NodeHash) -> NodeHash {
    let mut both = [1; 65];
    let [_, sides @ ..] = &mut both;
    let (first, second) = sides.split_at_mut(32);
    first.copy_from_slice(left);
    second.copy_from_slice(right);
    Sha256::digest(both).into()
}

/// The tree has [`MAX_ROWS`] leaves already.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct TreeFull;

/// The most rows that a batch has: the trailer's count has six digits.
///
/// The bound also keeps a proof at 20 hashes, and what is read of a hostile file at 120 MB
/// ([`ZenginFile::batch`](crate::ZenginFile::batch)).
pub const MAX_ROWS: u32 = 999_999;

/// The most hashes that lie between a row and the root.
pub(crate) const DEPTH: usize = 20;
const _: () = assert!(MAX_ROWS < 1 << DEPTH);

#[cfg(test)]
mod tests {
    use std::string::ToString;
    use std::vec::Vec;

    use super::*;

    /// The inputs and roots of `merkle_tree_test.cc` in google/certificate-transparency.
    #[test]
    fn the_roots_of_certificate_transparency() {
        let inputs: [&[u8]; 8] = [
            b"",
            b"\x00",
            b"\x10",
            b"\x20\x21",
            b"\x30\x31",
            b"\x40\x41\x42\x43",
            b"\x50\x51\x52\x53\x54\x55\x56\x57",
            b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
        ];
        let roots = [
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        ];
        let mut tree = Tree::new();
        assert_eq!(tree.root(|_| ()).to_string(), roots[0]);
        for (input, root) in inputs.iter().zip(&roots[1..]) {
            tree.push(leaf_hash(input), |_| ()).unwrap();
            assert_eq!(tree.root(|_| ()).to_string(), *root);
        }
        assert_eq!(tree.root(|_| ()).count(), 8);
    }

    /// Every join is of two neighbours, the left one a power of two and no smaller than the right one; n - 1 of them make a
    /// tree.
    #[test]
    fn joins_say_which_leaves_they_join() {
        for count in 1..200_u32 {
            let (mut tree, mut joins) = (Tree::new(), Vec::new());
            for leaf in 0..count {
                let mut watch = |join: Join<'_>| joins.push((join.start, join.middle, join.end));
                tree.push([u8::try_from(leaf).unwrap(); 32], &mut watch).unwrap();
            }
            tree.root(|join| joins.push((join.start, join.middle, join.end)));
            assert_eq!(joins.len(), usize::try_from(count).unwrap() - 1);
            for (start, middle, end) in joins {
                let (left, right) = (middle - start, end - middle);
                assert!(left.is_power_of_two() && right > 0 && right <= left);
                assert_eq!(start % (2 * left), 0, "{start} {middle} {end}");
            }
        }
    }
}
