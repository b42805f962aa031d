//! What survives switching off.

mod change;
mod codec;

#[cfg(test)]
mod tests;

use warifu_core::Counter;
use warifu_lifecycle::device::Refusal;
use warifu_qr::Envelope;

pub(crate) use change::ImageChange;

use crate::instance::Instance;

/// The activation counter and the activations. Its bytes are described with [`Image::fill`].
#[derive(Debug)]
pub(crate) struct Image {
    /// Rises with each registration picture that the device answers.
    pub(crate) activation: Counter,
    /// In the order of activation, without gaps.
    instances: [Option<Instance>; MAX_INSTANCES],
}

impl Image {
    /// The image of a device fresh from manufacture.
    pub(crate) const fn new() -> Self {
        Self { activation: Counter::new(0), instances: [const { None }; MAX_INSTANCES] }
    }

    pub(crate) fn instances(&self) -> impl Iterator<Item = &Instance> + Clone {
        self.instances.iter().flatten()
    }

    pub(crate) fn count(&self) -> usize {
        self.instances().count()
    }

    pub(crate) fn at(&self, place: usize) -> Option<&Instance> {
        self.instances.get(place)?.as_ref()
    }

    /// The place of the one instance with the key that a message names.
    ///
    /// Four bytes are soon found twice, and a bank could look for a nonce with which its message names another bank's key as
    /// well. AES-GCM does not commit to its key, so a device never tries two: then it takes neither.
    #[inline(never)] // for the stack of firmware
    pub(crate) fn named_by(&self, envelope: &Envelope<'_>) -> Option<usize> {
        let mut named = self
            .instances()
            .enumerate()
            .filter_map(|(place, instance)| instance.is_named_by(envelope).then_some(place));
        let found = named.next()?;
        if named.next().is_some() { None } else { Some(found) }
    }

    /// Where an activation is kept: in the place of the older one of the same token code, or in the first free one.
    pub(crate) fn place_for(&self, instance: &Instance) -> Result<usize, Refusal> {
        let namesake = self.instances().enumerate().find(|(_, held)| held.is_namesake_of(instance));
        match namesake {
            // Going back to an older form of the messages would undo what the newer one is for.
            Some((_, held)) if instance.version < held.version => Err(Refusal::Unusable),
            Some((place, _)) => Ok(place),
            // None is dropped to make room: the person would find out when a bank's picture is refused.
            None if self.count() == MAX_INSTANCES => Err(Refusal::Full),
            None => Ok(self.count()),
        }
    }
}

/// How many activations a device holds.
pub const MAX_INSTANCES: usize = 8;

/// The longest image, in bytes: what [`Flash::load`](crate::Flash::load) is given room for.
pub const MAX_IMAGE: usize = 1 + 8 + 1 + MAX_INSTANCES * Instance::MAX_ENCODED;
