use crate::tree::Tree;
use crate::{Batch, BatchError, BatchErrorKind, DrawSeed, Root, Row};
use warifu_sign::transaction::Payment;

/// Whether the payer has paid an account before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PayeeHistory {
    /// Paid before.
    Known,
    /// Never paid before.
    New,
}

/// Chooses the payments of a batch that a person sees, in a second pass over its rows: the largest; of the others, the
/// largest to an account that was never paid before; and up to two drawn from the rest.
///
/// It keeps seven payments, however many rows there are.
#[derive(Debug, Clone)]
pub struct PaymentSelector {
    root: Root,
    tree: Tree,
    seed: DrawSeed,
    largest: Option<Candidate>,
    /// The largest two to new accounts: one of them may be the largest of all.
    largest_new: [Option<Candidate>; 2],
    new_accounts: u32,
    /// Those of the lowest priority: at most two of them are shown for another reason.
    drawn: [Option<Candidate>; 4],
}

impl PaymentSelector {
    /// A selector for the rows of `batch`.
    pub const fn new(batch: &Batch, seed: DrawSeed) -> Self {
        Self {
            root: batch.root(),
            tree: Tree::new(),
            seed,
            largest: None,
            largest_new: [None; 2],
            new_accounts: 0,
            drawn: [None; 4],
        }
    }

    /// Considers the next row, in the order of the batch.
    ///
    /// # Errors
    ///
    /// [`BatchErrorKind::OtherRows`] for more rows than the batch has; the row is not considered.
    ///
    /// # Security
    ///
    /// `history` is what the host knows of the payer's payments. Nothing in the file says it: the file's
    /// [`NewCode`](super::NewCode) is as the attacker wrote it.
    #[expect(clippy::arithmetic_side_effects, reason = "a row more of at most 999,999")]
    pub fn push(&mut self, row: &Row, history: PayeeHistory) -> Result<(), BatchError> {
        let index = self.tree.count();
        if index >= self.root.count() {
            return Err(OTHER_ROWS);
        }
        self.tree.push(row.leaf().hash(), |_| ()).map_err(|_| OTHER_ROWS)?;
        let (yen, priority) = (row.yen(), self.seed.priority(index));
        let candidate = Candidate { index, yen, priority, payment: row.payment() };
        if self.largest.is_none_or(|largest| candidate.is_larger_than(&largest)) {
            self.largest = Some(candidate);
        }
        insert(&mut self.drawn, candidate, Candidate::is_drawn_before);
        if history == PayeeHistory::New {
            self.new_accounts += 1;
            insert(&mut self.largest_new, candidate, Candidate::is_larger_than);
        }
        Ok(())
    }

    /// What is shown of the batch.
    ///
    /// # Errors
    ///
    /// [`BatchErrorKind::OtherRows`] when the rows are not exactly those of the batch.
    pub fn finish(self) -> Result<ShownPayments, BatchError> {
        // Payments of other rows than those of the digest would be shown, and others approved.
        if self.tree.root(|_| ()) != self.root {
            return Err(OTHER_ROWS);
        }
        let largest = self.largest.ok_or(OTHER_ROWS)?;
        let mut others_new = self.largest_new.iter().flatten().filter(|new| !new.is(&largest));
        let largest_new = others_new.next();
        // A payment is shown for one reason: each place that is left shows one more of the rest.
        let is_shown =
            |one: &&Candidate| one.is(&largest) || largest_new.is_some_and(|new| one.is(new));
        let mut drawn = self.drawn.iter().flatten().filter(|one| !is_shown(one));
        let drawn = match (drawn.next(), drawn.next()) {
            (Some(first), Some(second)) => DrawnPayments::Two(first.payment, second.payment),
            (Some(only), None) => DrawnPayments::One(only.payment),
            (None, _) => DrawnPayments::None,
        };
        Ok(ShownPayments {
            root: self.root,
            largest: largest.payment,
            largest_new: largest_new.map(|new| new.payment),
            new_accounts: self.new_accounts,
            drawn,
        })
    }
}

/// What a person sees of a batch's rows. Only [`PaymentSelector::finish`] makes one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShownPayments {
    root: Root,
    largest: Payment,
    largest_new: Option<Payment>,
    new_accounts: u32,
    drawn: DrawnPayments,
}

impl ShownPayments {
    /// The root of the rows' tree.
    pub const fn root(&self) -> Root {
        self.root
    }

    /// The largest payment; of several, the first.
    pub const fn largest(&self) -> &Payment {
        &self.largest
    }

    /// Of the other payments, the largest to an account that was never paid before; of several, the first.
    pub const fn largest_new(&self) -> Option<&Payment> {
        self.largest_new.as_ref()
    }

    /// How many rows pay an account that was never paid before, the largest one included.
    pub const fn new_accounts(&self) -> u32 {
        self.new_accounts
    }

    /// The payments that were drawn from the rest.
    pub const fn drawn(&self) -> &DrawnPayments {
        &self.drawn
    }
}

/// The payments that were drawn, in the order in which they were.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DrawnPayments {
    /// All payments are shown already.
    None,
    /// All but this one.
    One(Payment),
    /// Two of the rest.
    Two(Payment, Payment),
}

/// A row that may be shown. Rows are told apart by their index: two of them may pay the same.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    index: u32,
    yen: u64,
    priority: u64,
    payment: Payment,
}

impl Candidate {
    const fn is(&self, other: &Self) -> bool {
        self.index == other.index
    }

    /// Of equal ones, the one that came first stays.
    const fn is_larger_than(&self, earlier: &Self) -> bool {
        self.yen > earlier.yen
    }

    const fn is_drawn_before(&self, earlier: &Self) -> bool {
        self.priority < earlier.priority
    }
}

/// Puts `candidate` at its place in the order, and drops the last one.
fn insert(
    places: &mut [Option<Candidate>],
    candidate: Candidate,
    comes_before: impl Fn(&Candidate, &Candidate) -> bool,
) {
    let precedes =
        |place: &Option<Candidate>| place.is_none_or(|old| comes_before(&candidate, &old));
    let first = places.iter().position(precedes);
    if let Some(behind) = first.and_then(|first| places.get_mut(first..)) {
        behind.rotate_right(1);
        if let [place, ..] = behind {
            *place = Some(candidate);
        }
    }
}

const OTHER_ROWS: BatchError = BatchError::without_place(BatchErrorKind::OtherRows);
