#[cfg(feature = "draft-dialects")]
use super::draft;
use super::reading::Reading;
use super::summary::{serial, summary};
use super::unopened::{UnopenedKey, UnopenedPackage};
use super::{device, key};
use crate::error::{ImportError, ImportErrorKind};
use crate::xml::{Element, Foreign, Namespace};

/// The key of a `KeyPackage`, or the keys of a draft's `Device`, counted on from `count`.
pub(super) fn packages(
    part: &Element,
    reading: &mut Reading,
    refusal: Option<&ImportError>,
    count: u64,
) -> Vec<UnopenedKey> {
    let mut keys = PackageKeys { part, reading, refusal, count, found: Vec::new() };
    if keys.reading.dialect.has_rfc_elements() {
        keys.key_package();
    } else {
        #[cfg(feature = "draft-dialects")]
        keys.device();
    }
    keys.found
}

/// The keys of one part.
struct PackageKeys<'a> {
    part: &'a Element,
    reading: &'a mut Reading,
    refusal: Option<&'a ImportError>,
    count: u64,
    found: Vec<UnopenedKey>,
}

impl PackageKeys<'_> {
    fn key_package(&mut self) {
        let part = self.part;
        self.push(part.glance(&["Key"]), |reading| {
            let mut children = part.children()?;
            let device = device::device(&mut children)?;
            let key = children.required(Namespace::Pskc, "Key")?;
            children.finish(Foreign::Refused)?;
            key::key(key, device, reading)
        });
    }

    #[cfg(feature = "draft-dialects")]
    fn device(&mut self) {
        let part = self.part;
        match draft::device(part) {
            Ok((device, keys)) if (1..=MOST_KEYS).contains(&keys.len()) => {
                for key in keys {
                    let device = device.clone();
                    self.push(Some(key), |reading| draft::key(key, device, reading));
                }
            }
            read => {
                let error = match read {
                    Err(error) => error,
                    Ok((_, keys)) if keys.is_empty() => part.error(ImportErrorKind::Missing("Key")),
                    Ok(_) => part.error(ImportErrorKind::TooComplex),
                };
                self.push(part.glance(&draft::KEY_NAMES), |_| Err(error));
            }
        }
    }

    fn push(
        &mut self,
        key: Option<&Element>,
        read: impl FnOnce(&mut Reading) -> Result<UnopenedPackage, ImportError>,
    ) {
        self.count = next(self.count);
        let reported = summary(self.count, self.part, serial(self.part), key);
        let mut unopened = UnopenedKey { reported, package: None };
        // Of a key that is refused too: which of two keys an identifier names must not depend on what else is wrong.
        let id = unopened.reported.key_id.as_deref();
        let is_repeated = id.is_some_and(|id| !self.reading.is_new_id(id));
        let read = match self.refusal {
            Some(refusal) => Err(refusal.clone()),
            None => match read(self.reading) {
                // RFC 6030 §4.1: an identifier names one key of the file. Two keys under one could be taken for each
                // other.
                Ok(_) if is_repeated => Err(self.part.error(ImportErrorKind::RepeatedKeyId)),
                read => read,
            }
            .map_err(|error| error.in_package(unopened.reported.name())),
        };
        match read {
            Ok(package) => unopened.package = Some(package),
            Err(error) => unopened.reported.refusal = Some(error),
        }
        self.found.push(unopened);
    }
}

#[expect(clippy::arithmetic_side_effects, reason = "a file of 1 GiB has fewer keys than 2^64")]
const fn next(count: u64) -> u64 {
    count + 1
}

/// Of one device. Each gets a copy of what is known of the device, and no file may grow by that.
#[cfg(feature = "draft-dialects")]
const MOST_KEYS: usize = 64;
