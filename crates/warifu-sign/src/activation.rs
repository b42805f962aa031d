use warifu_core::codec::{Decode, Encode, Reader, Writer};
use warifu_core::{DecodeError, DecodeErrorKind, EncodeError, LoginId, TokenCode};

use crate::KanaText;
use crate::display::ActivationContent;

/// What the second picture of a registration tells the device: which instance it becomes. The body of an activation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActivationMessage {
    /// The instance's name.
    pub token_code: TokenCode,
    /// The person who registers.
    pub login: LoginId,
    /// The bank's name, as the device will show it.
    pub bank: KanaText,
    /// Starts at 1, and is raised with each activation message of a token.
    pub key_epoch: u16,
}

impl ActivationMessage {
    /// What a person reads of it before they confirm.
    pub(crate) const fn shown(&self) -> ActivationContent {
        ActivationContent { bank: self.bank, login: self.login, token_code: self.token_code }
    }
}

impl Encode for ActivationMessage {
    /// Writes token code, login ID, bank name, response digits, key epoch and options.
    ///
    /// # Errors
    ///
    /// [`EncodeError::NoRoom`], or [`EncodeError::OutOfRange`] for key epoch 0.
    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        if self.key_epoch == 0 {
            return Err(EncodeError::OutOfRange);
        }
        self.token_code.encode(writer)?;
        self.login.encode(writer)?;
        self.bank.encode(writer)?;
        writer.u8(RESPONSE_DIGITS)?;
        writer.u16(self.key_epoch)?;
        writer.u8(NO_OPTIONS)
    }
}

impl Decode for ActivationMessage {
    /// # Errors
    ///
    /// [`DecodeErrorKind::OutOfRange`] for a response length other than 8, for key epoch 0, and for options that this release
    /// does not know; and those of token code, login ID and bank name.
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let (token_code, login, bank) = (reader.read()?, reader.read()?, reader.read()?);
        reader.constant(RESPONSE_DIGITS, DecodeErrorKind::OutOfRange)?;
        let key_epoch = reader
            .checked(DecodeErrorKind::OutOfRange, |epoch: u16| (epoch != 0).then_some(epoch))?;
        // A device that ignored an option would not do what the bank expects of it.
        reader.constant(NO_OPTIONS, DecodeErrorKind::OutOfRange)?;
        Ok(Self { token_code, login, bank, key_epoch })
    }
}

/// How many digits the instance's numbers have. The only value that this version of the format knows.
pub const RESPONSE_DIGITS: u8 = 8;

/// The options byte of an activation. A later release may define others.
const NO_OPTIONS: u8 = 0;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use warifu_core::SecretBuf;

    use super::*;

    fn message() -> ActivationMessage {
        ActivationMessage {
            token_code: "FDT7306594-1".parse().unwrap(),
            login: "I7000156KANR".parse().unwrap(),
            bank: KanaText::parse("ﾜﾘﾌｷﾞﾝｺｳ").unwrap(),
            key_epoch: 1,
        }
    }

    fn encoded(message: &ActivationMessage) -> SecretBuf<128> {
        message.encoded().unwrap()
    }

    #[test]
    fn survives_the_codec() {
        assert_eq!(ActivationMessage::decode_whole(encoded(&message()).as_slice()), Ok(message()));
    }

    #[test]
    fn every_truncation_is_refused() {
        let bytes = encoded(&message());
        for length in 0..bytes.as_slice().len() {
            assert!(ActivationMessage::decode_whole(&bytes.as_slice()[..length]).is_err());
        }
    }

    #[test]
    fn there_is_no_key_epoch_zero() {
        let none = ActivationMessage { key_epoch: 0, ..message() };
        assert_eq!(none.encoded::<128>(), Err(EncodeError::OutOfRange));
        let mut bytes = encoded(&message());
        let place = bytes.as_slice().len() - 3;
        bytes.as_mut_slice()[place + 1] = 0;
        let error = ActivationMessage::decode_whole(bytes.as_slice()).unwrap_err();
        assert_eq!(error, DecodeError::new(DecodeErrorKind::OutOfRange, place));
    }

    #[test]
    fn other_response_lengths_are_refused() {
        let mut bytes = encoded(&message());
        let place = bytes.as_slice().len() - 4;
        bytes.as_mut_slice()[place] = 6;
        let error = ActivationMessage::decode_whole(bytes.as_slice()).unwrap_err();
        assert_eq!(error, DecodeError::new(DecodeErrorKind::OutOfRange, place));
    }

    #[test]
    fn other_options_are_refused() {
        let mut bytes = encoded(&message());
        let offset = bytes.as_slice().len() - 1;
        assert_eq!(bytes.as_slice()[offset], 0);
        for options in 1..=255 {
            bytes.as_mut_slice()[offset] = options;
            let error = ActivationMessage::decode_whole(bytes.as_slice()).unwrap_err();
            assert_eq!(error, DecodeError::new(DecodeErrorKind::OutOfRange, offset));
        }
    }

    proptest! {
        #[test]
        fn accepted_bytes_are_canonical(flips in proptest::collection::vec((0_usize..39, any::<u8>()), 0..3)) {
            let mut bytes = encoded(&message());
            for (place, value) in flips {
                if let Some(byte) = bytes.as_mut_slice().get_mut(place) { *byte = value; }
            }
            if let Ok(accepted) = ActivationMessage::decode_whole(bytes.as_slice()) {
                let again = encoded(&accepted);
                prop_assert_eq!(again.as_slice(), bytes.as_slice());
            }
        }
    }
}
