//! Names. A value that exists is well formed.

mod issuer;
mod login_id;
mod serial;
mod token_code;

use crate::DecodeErrorKind;
use crate::codec::{ReadValueError, Reader};

pub use issuer::IssuerId;
pub use login_id::LoginId;
pub use serial::Serial;
pub use token_code::TokenCode;

/// What all textual names have in common: parsing, display and codec.
macro_rules! textual_name {
    ($name:ident, $accepts:path) => {
        impl $name {
            /// The name as text.
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }
        }

        /// A length byte and the ASCII text.
        impl $crate::codec::Encode for $name {
            fn encode(
                &self,
                writer: &mut $crate::codec::Writer<'_>,
            ) -> Result<(), $crate::EncodeError> {
                writer.short_bytes(self.as_str().as_bytes())
            }
        }

        /// Text that is no such name is refused as [`DecodeErrorKind::Character`](crate::DecodeErrorKind::Character).
        impl $crate::codec::Decode for $name {
            fn decode(reader: &mut $crate::codec::Reader<'_>) -> Result<Self, $crate::DecodeError> {
                reader.value(|reader| {
                    let name = $crate::identity::short_text(reader, $accepts)?;
                    let name = $crate::InlineStr::new(name).map(Self);
                    Ok(name.ok_or($crate::DecodeErrorKind::Character)?)
                })
            }
        }

        impl core::str::FromStr for $name {
            type Err = $crate::ValueError;

            fn from_str(text: &str) -> Result<Self, $crate::ValueError> {
                if !$accepts(text.as_bytes()) {
                    return Err($crate::ValueError::$name);
                }
                $crate::InlineStr::new(text).map(Self).ok_or($crate::ValueError::$name)
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl core::fmt::Debug for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.as_str())
            }
        }
    };
}

pub(crate) use textual_name;

/// A length byte, and text that `accepts` takes. One function for all names, for the flash of firmware.
fn short_text<'a>(
    reader: &mut Reader<'a>,
    accepts: fn(&[u8]) -> bool,
) -> Result<&'a str, ReadValueError> {
    let text = reader.short_bytes()?;
    match core::str::from_utf8(text) {
        Ok(name) if accepts(text) => Ok(name),
        Ok(_) | Err(_) => Err(DecodeErrorKind::Character.into()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use std::string::ToString;

    use super::*;
    use crate::codec::{Decode, Encode, Reader, Writer};

    #[test]
    fn serials() {
        let longest = "0123456789abcdef0123456789ABCDEF";
        for good in ["7", "1012345674", "306EUO4-00954", "GALT 0001", "!~", longest] {
            assert_eq!(good.parse::<Serial>().unwrap().as_str(), good);
        }
        let longer = "0123456789abcdef0123456789ABCDEF0";
        let unseen = ["", " ", " 1", "1 ", "1  2", "1\n2", "1\t2", "1\u{7f}", "\u{1b}[0m"];
        for bad in unseen.into_iter().chain([longer, "\u{ff11}2345678", "\u{e9}"]) {
            assert!(bad.parse::<Serial>().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn token_codes() {
        for good in ["FDT7306594-1", "FDY9888012-99", "ABC0000000-10"] {
            let code: TokenCode = good.parse().unwrap();
            assert_eq!(code.to_string(), good);
        }
        let bad = [
            "",
            "FDT7306594",
            "FDT7306594-",
            "FDT7306594-0",
            "FDT7306594-01",
            "FDT7306594-100",
            "fdt7306594-1",
            "FD77306594-1",
            "FDT730659-1",
            "FDT7306594-1 ",
            "FDT7306594_1",
        ];
        for bad in bad {
            assert!(bad.parse::<TokenCode>().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn login_ids() {
        for good in ["a", "I7000156KANR", "17000156A"] {
            assert_eq!(good.parse::<LoginId>().unwrap().as_str(), good);
        }
        for bad in ["", "1234567890123", "a b", "a-b", "\u{ff21}BC", "a\u{200b}"] {
            assert!(bad.parse::<LoginId>().is_err(), "{bad:?}");
        }
    }

    proptest! {
        #[test]
        fn a_decoded_name_encodes_to_the_same_bytes(input in proptest::collection::vec(any::<u8>(), 0..16)) {
            let mut reader = Reader::new(&input);
            if let Ok(name) = LoginId::decode(&mut reader) {
                let mut room = [0_u8; 16];
                let mut writer = Writer::new(&mut room);
                name.encode(&mut writer).unwrap();
                let length = writer.length();
                prop_assert_eq!(&room[..length], &input[..reader.position()]);
            }
        }

        #[test]
        fn names_survive_the_codec(serial in "[!-~]{1,15}( [!-~]{1,16})?", login in "[A-Za-z0-9]{1,12}", code in "[A-Z]{3}[0-9]{7}-[1-9][0-9]?") {
            let serial: Serial = serial.parse().unwrap();
            let login: LoginId = login.parse().unwrap();
            let code: TokenCode = code.parse().unwrap();
            let mut room = [0_u8; 64];
            let mut writer = Writer::new(&mut room);
            serial.encode(&mut writer).unwrap();
            login.encode(&mut writer).unwrap();
            code.encode(&mut writer).unwrap();
            let length = writer.length();
            let mut reader = Reader::new(&room[..length]);
            prop_assert_eq!(Serial::decode(&mut reader), Ok(serial));
            prop_assert_eq!(LoginId::decode(&mut reader), Ok(login));
            prop_assert_eq!(TokenCode::decode(&mut reader), Ok(code));
        }
    }
}
