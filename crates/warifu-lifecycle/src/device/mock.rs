//! A host without keys: it writes down what it was asked for, and refuses when it is told to.

use std::cell::RefCell;
use std::rc::Rc;
use std::string::{String, ToString};
use std::vec::Vec;

use warifu_core::Clock;
use warifu_sign::PickChoice;

use super::{ConfirmOutcome, Host, Pages, Refusal, Scanned};

/// What it was asked for.
type Log = Rc<RefCell<Vec<String>>>;

#[derive(Debug)]
pub(super) struct Mock {
    pub(super) activated: usize,
    /// Why it refuses everything but reading.
    pub(super) fails: Option<Refusal>,
    log: Log,
    /// Each thing that is pending holds one more of it.
    alive: Rc<()>,
}

/// Something pending.
#[derive(Debug)]
pub(super) struct Pending(#[expect(dead_code, reason = "counts while it lives")] Rc<()>);

/// A review of this many pages; of a transaction, perhaps one with an account to pick.
#[derive(Debug)]
pub(super) struct Review {
    pub(super) page: u8,
    pub(super) pages: u8,
    pub(super) picks: bool,
    log: Log,
    pending: Pending,
}

/// What its camera reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Picture {
    Registration,
    Activation,
    Transaction { pages: u8, picks: bool },
    Unusable,
}

impl Mock {
    pub(super) fn with(activated: usize) -> Self {
        Self { activated, fails: None, log: Log::default(), alive: Rc::default() }
    }

    pub(super) fn pending(&self) -> Pending {
        Pending(Rc::clone(&self.alive))
    }

    pub(super) fn review(&self, page: u8, pages: u8, picks: bool) -> Review {
        Review { page, pages, picks, log: Rc::clone(&self.log), pending: self.pending() }
    }

    /// How many things are pending.
    pub(super) fn alive(&self) -> usize {
        Rc::strong_count(&self.alive).checked_sub(1).unwrap()
    }

    /// What it was asked for since the last time.
    pub(super) fn asked(&self) -> Vec<String> {
        self.log.take()
    }

    fn asked_to<T>(&self, what: &str, answer: T) -> Result<T, Refusal> {
        self.log.borrow_mut().push(what.to_string());
        self.fails.map_or(Ok(answer), Err)
    }

    fn reads<T>(&self, read: Option<T>) -> Result<T, Refusal> {
        self.log.borrow_mut().push("read".to_string());
        read.ok_or(Refusal::Unusable)
    }
}

impl Host for Mock {
    type Picture = Picture;
    type Offer = Pending;
    type Registration = Pending;
    type ActivationReview = Review;
    type Activation = Pending;
    type TransactionReview = Review;
    type Pick = Pending;
    type Number = Pending;
    type TokenInfo = usize;

    fn read_registration(&self, picture: &Picture) -> Result<Pending, Refusal> {
        self.reads((*picture == Picture::Registration).then(|| self.pending()))
    }

    fn read_activation(&self, picture: &Picture, _: &Pending, _: Clock) -> Result<Review, Refusal> {
        self.reads((*picture == Picture::Activation).then(|| self.review(1, 2, false)))
    }

    fn read_transaction(&self, picture: &Picture, _: Clock) -> Result<Scanned<Self>, Refusal> {
        self.reads(match picture {
            Picture::Registration => Some(Scanned::Registration(self.pending())),
            Picture::Transaction { pages, picks } => {
                Some(Scanned::Transaction(self.review(1, *pages, *picks)))
            }
            Picture::Activation | Picture::Unusable => None,
        })
    }

    fn answer(&mut self, _: &Pending) -> Result<Pending, Refusal> {
        self.asked_to("answer", self.pending())
    }

    fn confirm_activation(&mut self, review: Review, _: Clock) -> Result<Pending, Refusal> {
        assert_eq!(review.page, review.pages, "shown in full");
        self.asked_to("confirm activation", review.pending)
    }

    fn keep(&mut self, _: &Pending) -> Result<(), Refusal> {
        self.asked_to("keep", ())
    }

    fn confirm_transaction(
        &mut self,
        review: Review,
        _: Clock,
    ) -> Result<ConfirmOutcome<Self>, Refusal> {
        assert_eq!(review.page, review.pages, "shown in full");
        let made = if review.picks { ConfirmOutcome::Pick } else { ConfirmOutcome::Number };
        self.asked_to("confirm", made(review.pending))
    }

    fn pick(&mut self, pick: Pending, choice: PickChoice, _: Clock) -> Result<Pending, Refusal> {
        self.asked_to(&std::format!("pick {choice:?}").to_lowercase(), pick)
    }

    fn activated(&self) -> usize {
        self.activated
    }

    fn token_info(&self, place: usize) -> Option<usize> {
        (place < self.activated).then_some(place)
    }
}

impl Pages for Review {
    fn number(&self) -> u8 {
        self.page
    }

    fn pages(&self) -> u8 {
        self.pages
    }

    fn turn(self) -> Self {
        self.log.borrow_mut().push("turn".to_string());
        Self { page: self.page.checked_add(1).unwrap(), ..self }
    }
}
