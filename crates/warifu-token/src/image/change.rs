use core::mem;

use warifu_core::Counter;
use warifu_lifecycle::device::Refusal;

use super::Image;
use crate::instance::Instance;

/// A change of an image, small enough to be kept until it is stored.
pub(crate) enum ImageChange {
    /// Of the activation counter.
    Activation(Counter),
    /// Of the instance in this place.
    Instance(usize, Option<Instance>),
}

impl Image {
    /// Puts what `change` holds into the image, and what was there into `change`. Done twice, it is undone.
    pub(crate) fn exchange(&mut self, change: &mut ImageChange) -> Result<(), Refusal> {
        match change {
            ImageChange::Activation(counter) => mem::swap(&mut self.activation, counter),
            ImageChange::Instance(index, instance) => {
                let place = self.instances.get_mut(*index).ok_or(Refusal::Full)?;
                mem::swap(place, instance);
            }
        }
        Ok(())
    }
}
