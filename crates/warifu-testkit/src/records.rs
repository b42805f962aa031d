use warifu_core::codec::{Decode, Encode, Reader, Writer};
use warifu_core::{DecodeError, EncodeError, kind};
use warifu_lifecycle::{Attempts, CameraToken, HardwareOtpToken};
use warifu_ocra::{Challenge, MutualChallenge};
use warifu_sign::PendingChallenge;

type Activation = PendingChallenge<kind::Activation>;
type Transaction = PendingChallenge<kind::Transaction>;

/// What a store gives back: a record that is accepted is the one encoding of its state.
pub(crate) fn check(input: &[u8]) {
    canonical(input, CameraToken::decode, CameraToken::encode);
    canonical(input, HardwareOtpToken::decode, HardwareOtpToken::encode);
    canonical(input, Attempts::decode, Attempts::encode);
    canonical(input, Activation::decode, Activation::encode);
    canonical(input, Transaction::decode, Transaction::encode);
    canonical(input, Challenge::decode, Challenge::encode);
    canonical(input, MutualChallenge::decode, MutualChallenge::encode);
}

fn canonical<T>(
    input: &[u8],
    decode: impl FnOnce(&mut Reader<'_>) -> Result<T, DecodeError>,
    encode: impl FnOnce(&T, &mut Writer<'_>) -> Result<(), EncodeError>,
) {
    let mut reader = Reader::new(input);
    if let Ok(record) = decode(&mut reader) {
        let mut room = [0; 160];
        let mut writer = Writer::new(&mut room);
        assert_eq!(encode(&record, &mut writer), Ok(()));
        let length = writer.length();
        assert_eq!(room.get(..length), input.get(..reader.position()));
    }
}
