use warifu_core::codec::{Reader, Writer};
use warifu_core::{Counter, DecodeError, DecodeErrorKind, EncodeError, KeyId};

use crate::instance::Instance;

/// What survives switching off: version byte, activation counter, number of activations, and each of them as issuer,
/// token code, bank name, key epoch, instance key and replay window.
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

    /// The one instance that opens messages of this key.
    pub(crate) fn opening(&self, id: KeyId) -> Option<&Instance> {
        self.instances().find(|instance| instance.key_id() == id)
    }

    /// As [`Image::opening`], to be changed.
    pub(crate) fn opening_mut(&mut self, id: KeyId) -> Option<&mut Instance> {
        self.instances.iter_mut().flatten().find(|instance| instance.key_id() == id)
    }

    /// Whether [`Image::put`] would take `instance`.
    pub(crate) fn place_for(&self, instance: &Instance) -> Result<usize, NoPlace> {
        let others = || self.instances().filter(|held| !held.is_namesake_of(instance));
        if others().any(|held| held.key_id() == instance.key_id()) {
            return Err(NoPlace::KeyIdTaken);
        }
        let held = self.instances().position(|held| held.is_namesake_of(instance));
        let place = held.unwrap_or(self.count());
        if place < MAX_INSTANCES { Ok(place) } else { Err(NoPlace::Full) }
    }

    /// Adds an activation, or replaces the older one of the same token code.
    pub(crate) fn put(&mut self, instance: Instance) -> Result<(), NoPlace> {
        let index = self.place_for(&instance)?;
        let place = self.instances.get_mut(index).ok_or(NoPlace::Full)?;
        *place = Some(instance);
        Ok(())
    }

    /// A copy to be changed and stored before it takes this one's place.
    pub(crate) fn duplicate(&self) -> Self {
        let duplicate = |place: &Option<Instance>| place.as_ref().map(Instance::duplicate);
        Self { activation: self.activation, instances: self.instances.each_ref().map(duplicate) }
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
            match self.place_for(&instance) {
                Ok(place) if place == usize::from(index) => {}
                Ok(_) | Err(NoPlace::KeyIdTaken) => return Err(repeated),
                Err(NoPlace::Full) => return Err(too_many),
            }
            self.put(instance).map_err(|_| too_many)?;
        }
        reader.finish()
    }
}

/// Why an activation cannot be held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoPlace {
    /// There are as many others as the device holds.
    Full,
    /// Another activation's messages carry the same key id, and a device never tries two keys. A bank could look for
    /// such a key in order to hide another bank's messages.
    KeyIdTaken,
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

    use warifu_core::IssuerId;
    use warifu_core::keys::InstanceKey;
    use warifu_qr::ReplayWindow;
    use warifu_sign::KanaText;

    use super::*;

    fn instance(number: u8, key: u8) -> Instance {
        Instance {
            issuer: IssuerId::new(138),
            token_code: format!("FDT7306594-{number}").parse().unwrap(),
            bank: KanaText::parse("ﾜﾘﾌｷﾞﾝｺｳ").unwrap(),
            key_epoch: 1,
            key: InstanceKey::new([key; 32]),
            used: ReplayWindow::starting_at(7),
        }
    }

    fn image(count: u8) -> Image {
        let mut image = Image { activation: Counter::new(3), ..Image::new() };
        for number in 1..=count {
            image.put(instance(number, number)).unwrap();
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
            assert_eq!(encoded(&back.duplicate()), bytes);
        }
        let mut largest = Image::new();
        for number in 91..99 {
            let bank = KanaText::parse(&"ｱ".repeat(30)).unwrap();
            largest.put(Instance { bank, ..instance(number, number) }).unwrap();
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
        assert_eq!(refused(&bytes).kind, DecodeErrorKind::TrailingBytes);
    }

    #[test]
    fn impossible_images_are_refused() {
        let mut bytes = encoded(&image(1));
        let one = bytes[10..].to_vec();
        bytes[0] = 2;
        let unknown = DecodeError { kind: DecodeErrorKind::UnknownVersion, offset: 0 };
        assert_eq!(refused(&bytes), unknown);
        bytes[0] = 1;
        bytes[9] = 2;
        bytes.extend_from_slice(&one);
        let repeated = DecodeError { kind: DecodeErrorKind::FieldOrder, offset: 10 + one.len() };
        assert_eq!(refused(&bytes), repeated, "a token code twice");
        *bytes.get_mut(10 + one.len() + 16).unwrap() = b'2';
        assert_eq!(refused(&bytes), repeated, "a key twice");
        let mut bytes = encoded(&image(8));
        bytes[9] = 9;
        let mut ninth = [0; Instance::MAX_ENCODED];
        let mut writer = Writer::new(&mut ninth);
        instance(9, 9).encode(&mut writer).unwrap();
        let length = writer.length();
        bytes.extend_from_slice(&ninth[..length]);
        assert_eq!(refused(&bytes), DecodeError { kind: DecodeErrorKind::OutOfRange, offset: 9 });
    }

    #[test]
    fn a_namesake_is_replaced_where_it_stands() {
        let mut image = image(8);
        image.put(instance(3, 33)).unwrap();
        let codes: Vec<_> = image.instances().map(|held| held.token_code).collect();
        let expected: Vec<_> = (1..=8).map(|number| instance(number, 0).token_code).collect();
        assert_eq!(codes, expected);
        assert_eq!(image.count(), 8);
        assert!(image.opening(instance(3, 3).key_id()).is_none(), "the old key is gone");
        assert!(image.opening(instance(3, 33).key_id()).is_some());
        assert_eq!(image.put(instance(9, 9)), Err(NoPlace::Full));
    }

    #[test]
    fn the_same_code_of_another_bank_is_no_namesake() {
        let mut image = image(1);
        image.put(Instance { issuer: IssuerId::new(139), ..instance(1, 9) }).unwrap();
        assert_eq!(image.count(), 2);
    }

    #[test]
    fn a_key_id_that_is_taken_is_refused() {
        let mut image = image(2);
        assert_eq!(image.put(instance(3, 1)), Err(NoPlace::KeyIdTaken));
        assert_eq!(image.put(instance(1, 1)), Ok(()), "by itself it may be");
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
