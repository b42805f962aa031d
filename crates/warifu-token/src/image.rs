use core::mem;

use warifu_core::codec::{Reader, Writer};
use warifu_core::{Counter, DecodeError, DecodeErrorKind, EncodeError};
use warifu_lifecycle::device::Refusal;
use warifu_qr::Envelope;

use crate::instance::Instance;

/// What survives switching off: version byte, activation counter, number of activations, and each of them as issuer,
/// token code, bank name, key epoch, version, floor, instance key and replay window.
#[derive(Debug)]
pub(crate) struct Image {
    /// Rises with each registration picture that the device answers.
    pub(crate) activation: Counter,
    /// In the order of activation, without gaps.
    instances: [Option<Instance>; MAX_INSTANCES],
}

impl Image {
    /// A device fresh from manufacture.
    pub(crate) const fn new() -> Self {
        Self { activation: Counter::new(0), instances: [const { None }; MAX_INSTANCES] }
    }

    pub(crate) fn instances(&self) -> impl Iterator<Item = &Instance> {
        self.instances.iter().flatten()
    }

    pub(crate) fn count(&self) -> usize {
        self.instances().count()
    }

    pub(crate) fn at(&self, place: usize) -> Option<&Instance> {
        self.instances.get(place)?.as_ref()
    }

    /// The place of the one instance whose key a message names.
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
        let namesake = self.instances().position(|held| held.is_namesake_of(instance));
        let place = namesake.unwrap_or_else(|| self.count());
        match self.instances.get(place) {
            None => Err(Refusal::Full),
            // Going back to an older form of the messages would undo what the newer one is for.
            Some(Some(held)) if instance.version < held.version => Err(Refusal::Unusable),
            Some(_) => Ok(place),
        }
    }

    /// Puts what `change` holds into the image, and what was there into `change`. Done twice, it is undone.
    pub(crate) fn exchange(&mut self, change: &mut Change) -> Result<(), Refusal> {
        match change {
            Change::Activation(counter) => mem::swap(&mut self.activation, counter),
            Change::Instance(index, instance) => {
                let place = self.instances.get_mut(*index).ok_or(Refusal::Full)?;
                mem::swap(place, instance);
            }
        }
        Ok(())
    }

    /// Writes the image to the front of `room` and gives that part of it.
    pub(crate) fn encode<'a>(&self, room: &'a mut [u8]) -> Result<&'a [u8], EncodeError> {
        let mut writer = Writer::new(room);
        self.write(&mut writer)?;
        let length = writer.length();
        room.get(..length).ok_or(EncodeError::NoRoom)
    }

    fn write(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        writer.u8(VERSION)?;
        writer.u64(self.activation.value())?;
        writer.u8(u8::try_from(self.count()).map_err(|_| EncodeError::TooLong)?)?;
        self.instances().try_for_each(|instance| instance.encode(writer))
    }

    /// Fills a new image. Accepts only what [`Image::encode`] writes; offsets are those in the image.
    pub(crate) fn fill(&mut self, bytes: &[u8]) -> Result<(), DecodeError> {
        let mut reader = Reader::new(bytes);
        let unknown = reader.error(DecodeErrorKind::UnknownVersion);
        if reader.u8()? != VERSION {
            return Err(unknown);
        }
        self.activation = Counter::new(reader.u64()?);
        let too_many = reader.error(DecodeErrorKind::OutOfRange);
        for index in 0..reader.u8()? {
            let repeated = reader.error(DecodeErrorKind::FieldOrder);
            let instance = Instance::decode(&mut reader)?;
            if self.instances().any(|held| held.is_namesake_of(&instance)) {
                return Err(repeated);
            }
            let place = self.instances.get_mut(usize::from(index)).ok_or(too_many)?;
            *place = Some(instance);
        }
        reader.finish()
    }
}

/// A change of an image, small enough to be kept until it is stored.
pub(crate) enum Change {
    /// Of the activation counter.
    Activation(Counter),
    /// Of what is in this place.
    Instance(usize, Option<Instance>),
}

/// How many activations a device holds.
pub const MAX_INSTANCES: usize = 8;

/// The longest image, in bytes: what [`Flash::load`](crate::Flash::load) is given room for.
pub const MAX_IMAGE: usize = 1 + 8 + 1 + MAX_INSTANCES * Instance::MAX_ENCODED;

const VERSION: u8 = 1;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use std::format;
    use std::vec::Vec;

    use warifu_core::keys::InstanceKey;
    use warifu_core::{IssuerId, UnixTime, Version};
    use warifu_qr::ReplayWindow;
    use warifu_sign::KanaText;

    use super::*;

    fn instance(number: u8, key: u8) -> Instance {
        Instance {
            issuer: IssuerId::new(138),
            token_code: format!("FDT7306594-{number}").parse().unwrap(),
            bank: KanaText::parse("ﾜﾘﾌｷﾞﾝｺｳ").unwrap(),
            key_epoch: 1,
            version: Version::ONE,
            floor: UnixTime::new(1_800_000_000),
            key: InstanceKey::new([key; 32]),
            used: ReplayWindow::starting_at(7),
        }
    }

    /// Keeps an activation, and gives what was in its place.
    fn put(image: &mut Image, instance: Instance) -> Result<Option<Instance>, Refusal> {
        let place = image.place_for(&instance)?;
        let mut change = Change::Instance(place, Some(instance));
        image.exchange(&mut change)?;
        match change {
            Change::Instance(_, before) => Ok(before),
            Change::Activation(_) => panic!("another change"),
        }
    }

    fn image(count: u8) -> Image {
        let mut image = Image { activation: Counter::new(3), ..Image::new() };
        for number in 1..=count {
            put(&mut image, instance(number, number)).unwrap();
        }
        image
    }

    fn encoded(image: &Image) -> Vec<u8> {
        image.encode(&mut [0; MAX_IMAGE]).unwrap().to_vec()
    }

    fn decoded(bytes: &[u8]) -> Result<Image, DecodeError> {
        let mut image = Image::new();
        image.fill(bytes).map(|()| image)
    }

    fn refused(bytes: &[u8]) -> DecodeError {
        decoded(bytes).unwrap_err()
    }

    #[test]
    fn the_bytes_are_as_documented() {
        let expected = [
            "01",                         // version
            "0000000000000003",           // activation counter
            "01",                         // activations
            "0000008a",                   // issuer
            "0c464454373330363539342d31", // FDT7306594-1
            "08dcd8ccb7deddbab3",         // bank
            "0001",                       // key epoch
            "01",                         // version
            "6b49d200",                   // floor
            &"01".repeat(32),             // instance key
            "00000007",                   // highest sequence number
            "ffffffffffffffff",           // used ones
        ];
        assert_eq!(hex::encode(encoded(&image(1))), expected.concat());
    }

    #[test]
    fn survives_the_codec_up_to_its_capacity() {
        for count in 0..=8 {
            let bytes = encoded(&image(count));
            let back = decoded(&bytes).unwrap();
            assert_eq!(back.count(), usize::from(count));
            assert_eq!(encoded(&back), bytes);
        }
        let mut largest = Image::new();
        for number in 91..99 {
            let bank = KanaText::parse(&"ｱ".repeat(30)).unwrap();
            put(&mut largest, Instance { bank, ..instance(number, number) }).unwrap();
        }
        assert_eq!(encoded(&largest).len(), MAX_IMAGE);
    }

    #[test]
    fn every_truncation_and_extension_is_refused() {
        let mut bytes = encoded(&image(3));
        for length in 0..bytes.len() {
            assert!(decoded(&bytes[..length]).is_err(), "{length} bytes");
        }
        bytes.push(0);
        assert_eq!(refused(&bytes).kind(), DecodeErrorKind::TrailingBytes);
    }

    #[test]
    fn impossible_images_are_refused() {
        let mut bytes = encoded(&image(1));
        let one = bytes[10..].to_vec();
        bytes[0] = 2;
        let unknown = DecodeError::new(DecodeErrorKind::UnknownVersion, 0);
        assert_eq!(refused(&bytes), unknown);
        bytes[0] = 1;
        bytes[9] = 2;
        bytes.extend_from_slice(&one);
        let repeated = DecodeError::new(DecodeErrorKind::FieldOrder, 10 + one.len());
        assert_eq!(refused(&bytes), repeated, "a token code twice");
        let mut bytes = encoded(&image(1));
        let version = 10 + 4 + 13 + 9 + 2;
        for unknown in [0, 16] {
            bytes[version] = unknown;
            let error = DecodeError::new(DecodeErrorKind::OutOfRange, version);
            assert_eq!(refused(&bytes), error, "version {unknown}");
        }
        let mut bytes = encoded(&image(8));
        bytes[9] = 9;
        let mut ninth = [0; Instance::MAX_ENCODED];
        let mut writer = Writer::new(&mut ninth);
        instance(9, 9).encode(&mut writer).unwrap();
        let length = writer.length();
        bytes.extend_from_slice(&ninth[..length]);
        assert_eq!(refused(&bytes), DecodeError::new(DecodeErrorKind::OutOfRange, 9));
    }

    #[test]
    fn a_namesake_is_replaced_in_its_place() {
        let mut image = image(8);
        let before = put(&mut image, instance(3, 33)).unwrap().unwrap();
        assert_eq!(before.key.expose(), &[3; 32]);
        let codes: Vec<_> = image.instances().map(|held| held.token_code).collect();
        let expected: Vec<_> = (1..=8).map(|number| instance(number, 0).token_code).collect();
        assert_eq!(codes, expected);
        assert_eq!(image.at(2).unwrap().key.expose(), &[33; 32], "the old key is gone");
        assert_eq!(put(&mut image, instance(9, 9)).unwrap_err(), Refusal::Full);
    }

    #[test]
    fn the_same_code_of_another_bank_is_no_namesake() {
        let mut image = image(1);
        let other = Instance { issuer: IssuerId::new(139), ..instance(1, 9) };
        assert!(put(&mut image, other).unwrap().is_none());
        assert_eq!(image.count(), 2);
    }

    #[test]
    fn a_version_never_falls() {
        let of =
            |version| Instance { version: Version::new(version).unwrap(), ..instance(1, version) };
        let mut image = image(2);
        for (version, kept) in [(1, true), (3, true), (2, false), (3, true), (1, false), (15, true)]
        {
            let before = encoded(&image);
            match put(&mut image, of(version)) {
                Ok(_) => assert!(kept, "{version}"),
                Err(why) => {
                    assert!(!kept, "{version}");
                    assert_eq!((why, encoded(&image)), (Refusal::Unusable, before));
                }
            }
        }
        let back = decoded(&encoded(&image)).unwrap();
        let versions = [0, 1].map(|place| back.at(place).unwrap().version.value());
        assert_eq!(versions, [15, 1], "each instance has its own, and it is kept");
    }

    #[test]
    fn an_exchange_done_twice_is_undone() {
        let mut image = image(3);
        let before = encoded(&image);
        for mut change in [
            Change::Activation(Counter::new(9)),
            Change::Instance(1, Some(instance(2, 22))),
            Change::Instance(3, Some(instance(4, 4))),
        ] {
            image.exchange(&mut change).unwrap();
            assert_ne!(encoded(&image), before);
            image.exchange(&mut change).unwrap();
            assert_eq!(encoded(&image), before);
        }
        assert_eq!(image.exchange(&mut Change::Instance(8, None)), Err(Refusal::Full));
    }

    #[test]
    fn debug_shows_no_key() {
        assert!(!format!("{:?}", image(2)).contains("1, 1"));
    }

    proptest! {
        #[test]
        fn accepted_images_are_canonical(
            count in 0_u8..3, flips in proptest::collection::vec((0_usize..200, any::<u8>()), 0..4)
        ) {
            let mut bytes = encoded(&image(count));
            for (place, value) in flips {
                if let Some(byte) = bytes.get_mut(place) { *byte = value; }
            }
            if let Ok(image) = decoded(&bytes) {
                prop_assert_eq!(encoded(&image), bytes);
            }
        }
    }
}
