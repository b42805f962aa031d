//! Every text that an import can fail with.

#![cfg(test)]

use std::io;

use warifu_pskc::ImportErrorKind::{self, *};

#[test]
fn every_kind_has_its_text() {
    for (kind, text) in TEXTS {
        assert_eq!(kind.to_string(), text);
        assert!(!text.ends_with('.'), "{text}");
    }
}

#[test]
fn no_two_kinds_share_a_text_and_none_is_left_out() {
    let mut texts: Vec<_> = TEXTS.iter().map(|(_, text)| text).collect();
    texts.sort_unstable();
    texts.dedup();
    assert_eq!(texts.len(), TEXTS.len());
    let source = include_str!("../src/error.rs");
    // The others are those of the error around the kind, and of the failure of a reader.
    assert_eq!(source.matches("#[error(").count(), TEXTS.len() + 2);
}

const TEXTS: [(ImportErrorKind, &str); 47] = [
    (Unreadable(io::ErrorKind::TimedOut), "the key file cannot be read: timed out"),
    (TooLarge, "the key file is larger than 1 GiB"),
    (TooManyKeys, "the key file has more than a million keys"),
    (NotUtf8, "the key file is not UTF-8 text"),
    (TooComplex, "a part of the key file is longer or more complex than a key file needs"),
    (DocumentType, "the key file declares a document type"),
    (Empty, "the key file is empty"),
    (Truncated, "the key file ends early"),
    (Malformed, "the key file is not well-formed XML"),
    (NotAKeyContainer, "the root element is not a key container of RFC 6030"),
    (
        DraftDialect,
        "the key file is in the words of a draft, which are read only with the feature draft-dialects",
    ),
    (UnknownVersion, "the version of the key container is not 1.0"),
    (UnexpectedElement, "an element that does not belong here"),
    (UnexpectedText, "text that does not belong here"),
    (InterruptedText, "a value that is interrupted by a comment or an element"),
    (Missing("Secret"), "Secret is missing"),
    (Misplaced("MACMethod"), "MACMethod comes after the first key package"),
    (Repeated("Secret"), "Secret occurs twice"),
    (InvalidValue("Secret"), "Secret does not have a valid value"),
    (InvalidBase64, "a value is not strict base64"),
    (RepeatedKeyId, "the key identifier was used before in the file"),
    (EmptySecret, "the secret is empty"),
    (LongSecret, "the secret is longer than 128 bytes"),
    (IssuerDeviceKeyLength, "an issuer device key has 32 bytes"),
    (ExpiresBeforeStart, "the expiry date lies before the start date"),
    (KeyDerivationUnsupported, "the key derivation is not supported"),
    (AsymmetricUnsupported, "a key file protected by an asymmetric key is not supported"),
    (SignatureUnverified, "the key file is signed, and its signature is not verified"),
    (CipherUnsupported, "the encryption algorithm is not supported"),
    (LegacyCipher, "the encryption algorithm is read only with the feature legacy-3des"),
    (MacUnsupported, "the MAC algorithm is not supported"),
    (MacKeyReferenceUnsupported, "a MAC key that is only referred to is not supported"),
    (KeyReferenceUnsupported, "the key is not in the file, which only refers to it"),
    (PlainMacUnsupported, "a MAC of a plain value is not supported"),
    (MacWithoutEncryption, "the key file declares a MAC method, but a secret is not encrypted"),
    (SuiteUnsupported, "the algorithm suite is not supported"),
    (PolicyNotUnderstood, "the policy of the key is not understood, so its use is not permitted"),
    (UsageNotPermitted, "the policy of the key does not permit its use for this algorithm"),
    (NoMac, "the key file is encrypted without a MAC"),
    (MixedCiphers, "the key file uses two encryption algorithms"),
    (RepeatedIv, "an initialization vector was used before in the file"),
    (CipherTextLength, "an encrypted value does not have a possible length"),
    (TransportKeyNeeded, "the key file is encrypted and needs a transport key"),
    (NotEncrypted, "a transport key was given but the secret is not encrypted"),
    (TransportKeyLength, "the transport key does not have the length of the encryption algorithm"),
    (NoKeyDerivation, "a password was given but the key file derives no key from one"),
    (CannotOpen, "the key file cannot be opened with this transport key"),
];
