use core::fmt;

use warifu_core::codec::{Decode, Encode, Reader, Writer};
use warifu_core::{DecodeError, DecodeErrorKind, EncodeError, LoginId};

use super::FieldError;

/// One to eight login IDs, each once: the people of one token.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct LoginIds {
    /// As in a message, behind the count.
    encoded: [u8; LoginIds::MAX_LENGTH],
    length: u8,
    count: u8,
}

impl LoginIds {
    /// The most login IDs in a set.
    pub const MAX_COUNT: u8 = 8;

    /// As a number of places.
    #[expect(clippy::as_conversions, reason = "lossless; `usize::from` is not const")]
    const PLACES: usize = Self::MAX_COUNT as usize;

    /// A length byte and twelve characters each.
    const MAX_LENGTH: usize = Self::PLACES * 13;

    /// A set of login IDs, given in any order.
    ///
    /// # Errors
    ///
    /// [`FieldError::LoginIdCount`] or [`FieldError::RepeatedLoginId`].
    pub fn from_logins(logins: &[LoginId]) -> Result<Self, FieldError> {
        let mut sorted = [None; Self::PLACES];
        let places = sorted.get_mut(..logins.len()).ok_or(FieldError::LoginIdCount)?;
        places.iter_mut().zip(logins).for_each(|(place, login)| *place = Some(*login));
        places.sort_unstable();
        let mut made = Self { encoded: [0; Self::MAX_LENGTH], length: 0, count: 0 };
        let mut before = None;
        for login in places.iter().flatten() {
            if before == Some(login) {
                return Err(FieldError::RepeatedLoginId(*login));
            }
            made.append(login).ok_or(FieldError::LoginIdCount)?;
            before = Some(login);
        }
        if made.count == 0 { Err(FieldError::LoginIdCount) } else { Ok(made) }
    }

    /// The login IDs, ascending by their ASCII text, as they are shown and encoded.
    #[expect(
        clippy::expect_used,
        clippy::missing_panics_doc,
        reason = "`append` wrote whole login IDs, and nothing else writes"
    )]
    pub fn iter(&self) -> impl Iterator<Item = LoginId> + '_ {
        let mut reader = Reader::new(&self.encoded);
        (0..self.count).map(move |_| LoginId::decode(&mut reader).expect("a login ID was written"))
    }

    /// None if there is no room.
    fn append(&mut self, login: &LoginId) -> Option<()> {
        let room = self.encoded.get_mut(usize::from(self.length)..)?;
        let mut writer = Writer::new(room);
        login.encode(&mut writer).ok()?;
        self.length = self.length.checked_add(u8::try_from(writer.length()).ok()?)?;
        self.count = self.count.checked_add(1)?;
        Some(())
    }
}

impl Encode for LoginIds {
    /// Writes a byte with their number, and each login ID, ascending.
    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        writer.u8(self.count)?;
        self.iter().try_for_each(|login| login.encode(writer))
    }
}

impl Decode for LoginIds {
    /// # Errors
    ///
    /// [`DecodeErrorKind::Truncated`]; [`DecodeErrorKind::OutOfRange`] for none or more than eight;
    /// [`DecodeErrorKind::Character`] for text that is no login ID; [`DecodeErrorKind::FieldOrder`] for one that does not
    /// follow the one before it.
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let mut made = Self { encoded: [0; Self::MAX_LENGTH], length: 0, count: 0 };
        let mut before: Option<LoginId> = None;
        reader.list(1..=Self::MAX_COUNT, |login: LoginId| {
            // One order, so that a set has one encoding.
            if before.is_some_and(|before| before.as_str() >= login.as_str()) {
                return Err(DecodeErrorKind::FieldOrder);
            }
            made.append(&login).ok_or(DecodeErrorKind::OutOfRange)?;
            before = Some(login);
            Ok(())
        })?;
        Ok(made)
    }
}

impl fmt::Display for LoginIds {
    /// One after the other, with spaces between them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.iter().enumerate().try_for_each(|(index, login)| {
            f.write_str(if index > 0 { " " } else { "" })?;
            f.write_str(login.as_str())
        })
    }
}

impl fmt::Debug for LoginIds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LoginIds({self})")
    }
}

#[cfg(test)]
mod tests {
    use std::string::ToString;
    use std::vec::Vec;

    use proptest::prelude::*;

    use super::*;

    fn logins(texts: &[&str]) -> Result<LoginIds, FieldError> {
        let logins: Vec<LoginId> = texts.iter().map(|text| text.parse().unwrap()).collect();
        LoginIds::from_logins(&logins)
    }

    #[test]
    fn a_set_is_made_in_any_order() {
        let made = logins(&["b", "A", "a1", "a", "9"]).unwrap();
        assert_eq!(made.to_string(), "9 A a a1 b");
        assert_eq!(Ok(made), logins(&["a", "a1", "b", "9", "A"]));
        assert_eq!(logins(&[]), Err(FieldError::LoginIdCount));
        let repeated = FieldError::RepeatedLoginId("a".parse().unwrap());
        assert_eq!(logins(&["a", "b", "a"]), Err(repeated));
        let nine = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
        assert_eq!(logins(&nine), Err(FieldError::LoginIdCount));
        assert_eq!(logins(&nine[..8]).unwrap().iter().count(), 8);
        let long = ["A23456789012", "B23456789012", "C23456789012", "D23456789012"];
        let longer = ["a23456789012", "b23456789012", "c23456789012", "d23456789012"];
        assert_eq!(logins(&[long, longer].concat()).unwrap().to_string().len(), 8 * 12 + 7);
    }

    #[test]
    fn refused_bytes() {
        use DecodeErrorKind::{Character, FieldOrder, OutOfRange, Truncated};
        let refused = |bytes: &[u8]| {
            let error = LoginIds::decode(&mut Reader::new(bytes)).unwrap_err();
            (error.kind(), error.offset())
        };
        assert_eq!(refused(b"\x00"), (OutOfRange, 0));
        assert_eq!(refused(b"\x09\x01a"), (OutOfRange, 0));
        assert_eq!(refused(b"\x02\x01a"), (Truncated, 3));
        assert_eq!(refused(b"\x02\x01a\x01a"), (FieldOrder, 3));
        assert_eq!(refused(b"\x03\x01a\x02ab\x01B"), (FieldOrder, 6));
        assert_eq!(refused(b"\x02\x01a\x01-"), (Character, 3));
    }

    proptest! {
        #[test]
        fn accepted_bytes_are_canonical(count in 0_u8..10, mut texts in proptest::collection::vec("[0-9A-Ca-c]{1,13}", 0..9), sort: bool) {
            if sort { texts.sort(); }
            let mut bytes = std::vec![count];
            for text in texts {
                bytes.push(u8::try_from(text.len()).unwrap());
                bytes.extend(text.bytes());
            }
            let mut reader = Reader::new(&bytes);
            if let Ok(made) = LoginIds::decode(&mut reader) {
                let mut room = [0; 105];
                let mut writer = Writer::new(&mut room);
                made.encode(&mut writer).unwrap();
                let length = writer.length();
                prop_assert_eq!(&room[..length], &bytes[..reader.position()]);
                prop_assert_eq!(LoginIds::from_logins(&made.iter().collect::<Vec<_>>()), Ok(made));
            }
        }
    }
}
