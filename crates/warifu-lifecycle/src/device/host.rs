use warifu_core::Clock;
use warifu_sign::PickChoice;

use super::Refusal;

/// What works behind the screens: keys, messages and storage. The machine calls it.
///
/// The associated types are what can be pending: begun, and not finished. The machine keeps such a value in the one state
/// that shows it, hands it to the host for the next step, and drops it when it leaves that state. So all that is pending is
/// on the screen, and what is not pending any more has left it.
///
/// After a [`Refusal`] the screen says why, and what the call was about is dropped.
///
/// # Security
///
/// What is pending must wipe itself when it is dropped. What a method stores must be durable before it gives `Ok`: the
/// screen that follows shows a code.
pub trait Host {
    /// What the camera reads.
    type Picture: ?Sized;
    /// The first picture of a registration, read and not answered.
    type Offer;
    /// An answered one, with its 12-digit code.
    type Registration;
    /// An activation on the screen, page by page; its number is not computed yet.
    type ActivationReview: Pages;
    /// A confirmed activation that waits for Yes, with its 8-digit number.
    type Activation;
    /// A transaction on the screen, page by page.
    type TransactionReview: Pages;
    /// A confirmed transaction that waits for the pick of the payee's account out of three; there is no number yet.
    type Pick;
    /// The 8-digit number of a transaction.
    type Number;
    /// A kept activation, as the menu shows it.
    type TokenInfo;

    /// Reads a picture as the first one of a registration. Stores nothing.
    ///
    /// # Errors
    ///
    /// [`Refusal`] for any other picture.
    fn read_registration(&self, picture: &Self::Picture) -> Result<Self::Offer, Refusal>;

    /// Opens a picture as the activation that answers `registration`. Stores nothing and computes no number.
    ///
    /// # Errors
    ///
    /// [`Refusal`] for any other picture, and for an activation that could not be kept.
    fn read_activation(
        &self,
        picture: &Self::Picture,
        registration: &Self::Registration,
        clock: Clock,
    ) -> Result<Self::ActivationReview, Refusal>;

    /// Opens a picture as a transaction, or reads it as the first one of a further registration. Stores nothing.
    ///
    /// # Errors
    ///
    /// [`Refusal`] for any other picture, and for a transaction that cannot be shown in full.
    fn read_transaction(
        &self,
        picture: &Self::Picture,
        clock: Clock,
    ) -> Result<Scanned<Self>, Refusal>;

    /// Answers a registration: the risen activation counter is stored, then the 12-digit code computed.
    ///
    /// # Errors
    ///
    /// [`Refusal`] when the counter cannot be stored.
    fn answer(&mut self, offer: &Self::Offer) -> Result<Self::Registration, Refusal>;

    /// Computes the number of an activation that was shown in full and confirmed. Stores nothing.
    ///
    /// # Errors
    ///
    /// [`Refusal`] for one that expired while it was shown.
    fn confirm_activation(
        &mut self,
        review: Self::ActivationReview,
        clock: Clock,
    ) -> Result<Self::Activation, Refusal>;

    /// Keeps the activation: the bank has taken its number.
    ///
    /// # Errors
    ///
    /// [`Refusal`] when it cannot be stored.
    fn keep(&mut self, activation: &Self::Activation) -> Result<(), Refusal>;

    /// Takes a transaction that was shown in full as confirmed. Unless an account has to be picked, its sequence number
    /// is stored as used, then its number computed.
    ///
    /// # Errors
    ///
    /// [`Refusal`] for one that expired while it was shown, and when it cannot be stored.
    fn confirm_transaction(
        &mut self,
        review: Self::TransactionReview,
        clock: Clock,
    ) -> Result<ConfirmOutcome<Self>, Refusal>;

    /// Takes this choice as the payee's account. First the sequence number is stored as used, for a right and for a wrong
    /// choice, so that no second one can be tried with the same picture. Then, if it is right, the number is computed.
    ///
    /// # Errors
    ///
    /// [`Refusal::WrongPick`]; [`Refusal`] for a transaction that expired while it was shown, and when it cannot be stored.
    fn pick(
        &mut self,
        pick: Self::Pick,
        choice: PickChoice,
        clock: Clock,
    ) -> Result<Self::Number, Refusal>;

    /// How many activations are kept.
    fn activated(&self) -> usize;

    /// The kept activation at this place, from 0, in the order of activation.
    fn token_info(&self, place: usize) -> Option<Self::TokenInfo>;
}

/// What is shown page by page and can be confirmed on the last one.
pub trait Pages: Sized {
    /// The number of the page on the screen, from 1.
    fn number(&self) -> u8;

    /// How many pages there are.
    fn pages(&self) -> u8;

    /// The next page. The last page stays as it is.
    #[must_use]
    fn turn(self) -> Self;
}

/// What a camera that expects a transaction has read.
#[derive(Debug)]
pub enum Scanned<H: Host + ?Sized> {
    /// The first picture of a further registration.
    Registration(H::Offer),
    /// A transaction.
    Transaction(H::TransactionReview),
}

/// What follows when a transaction was confirmed.
#[derive(Debug)]
pub enum ConfirmOutcome<H: Host + ?Sized> {
    /// Its number.
    Number(H::Number),
    /// The question which account it pays to.
    Pick(H::Pick),
}
