use hmac::{EagerHash, Hmac, KeyInit, Mac};
use sha2::digest::{Digest, OutputSizeUser};

use super::HashOutput;

/// A hash function of `RustCrypto` that HMAC can use.
pub trait HashFunction: EagerHash {}

impl<H: EagerHash> HashFunction for H {}

/// What is done with a hash function once its type is known.
pub trait HashVisitor {
    /// What the visitor returns.
    type Output;

    /// Called once, with the chosen hash function.
    fn visit<H: HashFunction>(self) -> Self::Output;
}

/// A choice from a table of hash functions. [`hash_registry!`](crate::hash_registry) implements it.
pub trait HashRegistry: Copy {
    /// Calls `visitor` with the type of the chosen hash function.
    fn visit<V: HashVisitor>(self, visitor: V) -> V::Output;

    /// The length of its output, and so of a MAC under it, in bytes.
    fn output_length(self) -> usize {
        self.visit(OutputLength)
    }

    /// The hash of `message`.
    fn hash(self, message: &[u8]) -> HashOutput {
        self.visit(Hash { message })
    }

    /// The HMAC of `message` under `key`, never truncated.
    fn mac(self, key: &[u8], message: &[u8]) -> HashOutput {
        self.visit(MacOf { key, message })
    }

    /// Whether `mac` is the whole HMAC of `message` under `key`, compared in constant time.
    fn verify(self, key: &[u8], message: &[u8], mac: &[u8]) -> bool {
        self.visit(Verify { key, message, mac })
    }
}

/// Declares a choice of hash functions, one row for each: its variant and its `RustCrypto` type.
///
/// ```
/// use warifu_core::hash::HashRegistry;
///
/// warifu_core::hash_registry! {
///     /// What an old file may use.
///     #[derive(Debug, Clone, Copy, PartialEq, Eq)]
///     enum FileHash {
///         Sha1 = sha1::Sha1,
///         Sha384 = sha2::Sha384,
///     }
/// }
///
/// assert_eq!(FileHash::ALL.map(HashRegistry::output_length), [20, 48]);
/// ```
#[macro_export]
macro_rules! hash_registry {
    (
        $(#[$attribute:meta])*
        $visibility:vis enum $name:ident {
            $($(#[$row_attribute:meta])* $variant:ident = $hash:ty),+ $(,)?
        }
    ) => {
        $(#[$attribute])*
        $visibility enum $name {
            $($(#[$row_attribute])* $variant),+
        }

        impl $name {
            /// Every row of the table, in its order.
            $visibility const ALL: [Self; [$(stringify!($variant)),+].len()] = [$(Self::$variant),+];
        }

        impl $crate::hash::HashRegistry for $name {
            fn visit<V: $crate::hash::HashVisitor>(self, visitor: V) -> V::Output {
                match self {
                    $(Self::$variant => visitor.visit::<$hash>()),+
                }
            }
        }
    };
}

/// HMAC under `key`, before any message.
#[expect(
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "RFC 2104 §2: HMAC takes keys of every length"
)]
pub fn hmac_keyed<H: HashFunction>(key: &[u8]) -> Hmac<H> {
    <Hmac<H> as KeyInit>::new_from_slice(key).expect("HMAC takes every key")
}

struct OutputLength;

impl HashVisitor for OutputLength {
    type Output = usize;

    fn visit<H: HashFunction>(self) -> usize {
        <H as OutputSizeUser>::output_size()
    }
}

struct Hash<'a> {
    message: &'a [u8],
}

impl HashVisitor for Hash<'_> {
    type Output = HashOutput;

    fn visit<H: HashFunction>(self) -> HashOutput {
        HashOutput::from_array(&<H as Digest>::digest(self.message))
    }
}

struct MacOf<'a> {
    key: &'a [u8],
    message: &'a [u8],
}

impl HashVisitor for MacOf<'_> {
    type Output = HashOutput;

    fn visit<H: HashFunction>(self) -> HashOutput {
        let mac = hmac_keyed::<H>(self.key).chain_update(self.message);
        HashOutput::from_array(&mac.finalize().into_bytes())
    }
}

struct Verify<'a> {
    key: &'a [u8],
    message: &'a [u8],
    mac: &'a [u8],
}

impl HashVisitor for Verify<'_> {
    type Output = bool;

    fn visit<H: HashFunction>(self) -> bool {
        // A MAC of another length is refused, a shorter one too: each byte less would make a forgery 256 times as likely.
        hmac_keyed::<H>(self.key).chain_update(self.message).verify_slice(self.mac).is_ok()
    }
}
