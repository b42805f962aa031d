use super::compression::compression;
use super::{KeyState, KeyedVisitor};
use crate::codec::{Decode, DecodeError, DecodeErrorKind, Encode, EncodeError, Reader, Writer};
use crate::hash_registry;

/// One row for each hash function: everything that the crates know of it.
macro_rules! oath_hashes {
    ($(
        $(#[$attribute:meta])*
        $variant:ident {
            name: $name:literal,
            number: $number:literal,
            hash: $hash:ty,
            output: $output:literal,
            words: $words:tt,
            block: $block:literal,
            compress: $compress:path,
            initial: $initial:expr,
        }
    )+) => {
        hash_registry! {
            /// The hash function of a one-time password, an OCRA suite or a PIN's hash.
            #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
            #[non_exhaustive]
            pub enum HashAlgorithm {
                $($(#[$attribute])* $variant = $hash),+
            }
        }

        impl HashAlgorithm {
            /// Its name in an OCRA suite and in an `otpauth` URI, such as `SHA256`.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name),+
                }
            }

            /// The number that names it in stored records. It never changes.
            pub const fn number(self) -> u8 {
                match self {
                    $(Self::$variant => $number),+
                }
            }
        }

        $(compression!($hash, $output, $words, $block, $compress, $initial);)+

        /// A key that was absorbed under a hash function that was chosen at run time.
        #[expect(missing_debug_implementations, reason = "a key")]
        pub enum Keyed<S: KeyState> {
            $(
                #[doc = concat!("Under ", $name, ".")]
                $variant(S::Under<$hash>)
            ),+
        }

        impl<S: KeyState> Keyed<S> {
            /// Absorbs `key`, of any length.
            pub fn new(algorithm: HashAlgorithm, key: &[u8]) -> Self {
                match algorithm {
                    $(HashAlgorithm::$variant => Self::$variant(S::absorb::<$hash>(key))),+
                }
            }

            /// The hash function.
            pub const fn algorithm(&self) -> HashAlgorithm {
                match self {
                    $(Self::$variant(_) => HashAlgorithm::$variant),+
                }
            }

            /// Calls `visitor` with what was absorbed.
            pub fn visit<V: KeyedVisitor<S>>(&self, visitor: V) -> V::Output {
                match self {
                    $(Self::$variant(absorbed) => visitor.visit::<$hash>(absorbed)),+
                }
            }
        }
    };
}

oath_hashes! {
    /// SHA-1: the only one of [RFC 4226], and what deployed OATH tokens compute. What breaks SHA-1 does not break HMAC
    /// with it.
    ///
    /// [RFC 4226]: https://www.rfc-editor.org/rfc/rfc4226
    Sha1 {
        name: "SHA1",
        number: 1,
        hash: sha1::Sha1,
        output: 20,
        words: [u32; 5],
        block: 64,
        compress: sha1::block_api::compress,
        initial: [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0],
    }

    /// SHA-256, of [RFC 6238 §1.2].
    ///
    /// [RFC 6238 §1.2]: https://www.rfc-editor.org/rfc/rfc6238#section-1.2
    Sha256 {
        name: "SHA256",
        number: 2,
        hash: sha2::Sha256,
        output: 32,
        words: [u32; 8],
        block: 64,
        compress: sha2::block_api::compress256,
        initial: [
            0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a,
            0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
        ],
    }

    /// SHA-512, of [RFC 6238 §1.2].
    ///
    /// [RFC 6238 §1.2]: https://www.rfc-editor.org/rfc/rfc6238#section-1.2
    Sha512 {
        name: "SHA512",
        number: 3,
        hash: sha2::Sha512,
        output: 64,
        words: [u64; 8],
        block: 128,
        compress: sha2::block_api::compress512,
        initial: [
            0x6a09_e667_f3bc_c908, 0xbb67_ae85_84ca_a73b, 0x3c6e_f372_fe94_f82b, 0xa54f_f53a_5f1d_36f1,
            0x510e_527f_ade6_82d1, 0x9b05_688c_2b3e_6c1f, 0x1f83_d9ab_fb41_bd6b, 0x5be0_cd19_137e_2179,
        ],
    }
}

impl HashAlgorithm {
    /// The hash function of this [`name`](Self::name), in capital letters as the name is.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.name() == name)
    }

    /// The hash function of this [`number`](Self::number).
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.number() == number)
    }
}

/// One byte, the [`number`](HashAlgorithm::number).
impl Encode for HashAlgorithm {
    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        writer.u8(self.number())
    }
}

impl Decode for HashAlgorithm {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.checked(DecodeErrorKind::OutOfRange, Self::from_number)
    }
}

#[cfg(test)]
mod tests {
    use std::vec::Vec;

    use super::*;
    use crate::hash::{Compression, HashFunction, HashRegistry, HashVisitor};

    #[test]
    fn names_and_numbers_lead_back() {
        for algorithm in HashAlgorithm::ALL {
            assert_eq!(HashAlgorithm::from_name(algorithm.name()), Some(algorithm));
            assert_eq!(HashAlgorithm::from_number(algorithm.number()), Some(algorithm));
        }
        let listed: Vec<_> = HashAlgorithm::ALL
            .iter()
            .map(|algorithm| (algorithm.name(), algorithm.number()))
            .collect();
        assert_eq!(listed[..3], [("SHA1", 1), ("SHA256", 2), ("SHA512", 3)]);
        for name in ["", "sha1", "SHA-1", "SHA1 ", "MD5"] {
            assert_eq!(HashAlgorithm::from_name(name), None);
        }
        assert_eq!(HashAlgorithm::from_number(0), None);
    }

    /// Every row's constants, against the hash function that the row names.
    #[test]
    fn the_compression_functions_are_those_of_the_hashes() {
        for algorithm in HashAlgorithm::ALL {
            Keyed::<Compare>::new(algorithm, b"").visit(Nothing);
        }
    }

    struct Compare;

    impl KeyState for Compare {
        type Under<H: Compression> = ();

        fn absorb<H: Compression>(_key: &[u8]) {
            let mut state = H::INITIAL;
            let mut message = Vec::from(H::BLANK.as_ref());
            H::compress(&mut state, &H::BLANK);
            let after_a_block = state;
            H::compress(&mut state, &H::last_block_of_number(0x0102_0304_0506_0708));
            message.extend([1, 2, 3, 4, 5, 6, 7, 8]);
            assert_eq!(H::output(&state).as_ref(), H::digest(&message).as_slice());

            message.truncate(H::BLANK.as_ref().len());
            message.extend(H::output(&state).as_ref());
            let mut again = after_a_block;
            H::compress(&mut again, &H::last_block_of_output(&state));
            assert_eq!(H::output(&again).as_ref(), H::digest(&message).as_slice());
        }
    }

    struct Nothing;

    impl KeyedVisitor<Compare> for Nothing {
        type Output = ();

        fn visit<H: Compression>(self, (): &()) {}
    }

    #[test]
    fn a_visitor_is_given_the_chosen_function() {
        struct Name;

        impl HashVisitor for Name {
            type Output = &'static str;

            fn visit<H: HashFunction>(self) -> &'static str {
                core::any::type_name::<H>()
            }
        }
        let names: Vec<_> =
            HashAlgorithm::ALL.iter().map(|algorithm| algorithm.visit(Name)).collect();
        let distinct: std::collections::BTreeSet<_> = names.iter().collect();
        assert_eq!(distinct.len(), HashAlgorithm::ALL.len());
    }
}
