/// Whether an event meant something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub(in crate::device) enum Effect {
    /// The state is another one, or the same one afresh.
    Entered,
    /// Nothing has changed.
    Ignored,
}
