use std::collections::HashSet;

use super::derived::derived_key;
use crate::cipher::Cipher;
use crate::kdf::DerivedKey;
use crate::mac::MacAlgorithm;
use crate::opening::DraftSealed;
use crate::seal::{MacMethod, Sealed};
use crate::xml::{Children, DS, Element, Foreign, PSKC, XENC, XENC11, base64};
use crate::{ImportError, ImportErrorKind};

/// How the file is protected (RFC 6030 §6), as far as it has been read.
#[derive(Default)]
pub(crate) struct Protection {
    /// The names of a pre-shared key or password.
    pub(crate) key_names: Vec<String>,
    /// How the transport key comes from a password.
    pub(crate) derived: Option<DerivedKey>,
    pub(crate) mac: Option<MacMethod>,
    /// The one algorithm of all encrypted values.
    pub(crate) cipher: Option<Cipher>,
    /// Where the algorithm was first named.
    pub(crate) line: usize,
    /// The initialization vector that the drafts have once, beside the algorithm.
    pub(crate) shared_iv: Option<Vec<u8>>,
    ivs: HashSet<Vec<u8>>,
}

impl Protection {
    /// `EncryptionKey` and `MACMethod`, among the children of `KeyContainer`.
    pub(super) fn read(children: &mut Children<'_>) -> Result<Self, ImportError> {
        // Taken out before either can be refused: what is left over is refused as not belonging there.
        let encryption_key = children.optional(PSKC, "EncryptionKey");
        let mac_method = children.optional(PSKC, "MACMethod");
        let mut protection = Self::default();
        if let Some(element) = encryption_key? {
            protection.encryption_key(element)?;
        }
        if let Some(element) = mac_method? {
            protection.mac = protection.mac_method(element)?;
        }
        Ok(protection)
    }

    /// `EncryptionKey`, a `ds:KeyInfo`: names of a pre-shared key, a password, or a kind of key that is not supported.
    pub(super) fn encryption_key(&mut self, element: Element<'_>) -> Result<(), ImportError> {
        let mut parts = element.children()?;
        for (namespace, name) in ASYMMETRIC {
            if let Some(found) = parts.all(namespace, name).first() {
                return Err(found.error(ImportErrorKind::AsymmetricUnsupported));
            }
        }
        for name in parts.all(DS, "KeyName") {
            self.key_names.push(name.text()?.to_owned());
        }
        if let Some(element) = parts.optional_of(&[XENC11, PSKC], &["DerivedKey"], "DerivedKey")? {
            let (derived, names) = derived_key(element)?;
            self.derived = Some(derived);
            self.key_names.extend(names);
        }
        parts.finish(Foreign::Refused)
    }

    /// `None` for a method without an algorithm, as python-pskc writes it around a key that nothing is signed with.
    fn mac_method(&mut self, element: Element<'_>) -> Result<Option<MacMethod>, ImportError> {
        let uri = element.attribute("Algorithm");
        let mut parts = element.children()?;
        if let Some(reference) = parts.optional(PSKC, "MACKeyReference")? {
            return Err(reference.error(ImportErrorKind::MacKeyReferenceUnsupported));
        }
        let key = parts.optional(PSKC, "MACKey")?;
        parts.finish(Foreign::Refused)?;
        let key = key.map(|key| self.cipher_text(key)).transpose()?;
        let Some(uri) = uri.filter(|uri| !uri.is_empty()) else { return Ok(None) };
        let algorithm = MacAlgorithm::of_uri(uri)
            .ok_or_else(|| element.error(ImportErrorKind::MacUnsupported))?;
        Ok(Some(MacMethod { algorithm, key, line: element.line() }))
    }

    /// `EncryptedValue` with its `ValueMAC`.
    pub(super) fn sealed(
        &mut self,
        value: Element<'_>,
        mac: Option<Element<'_>>,
    ) -> Result<Sealed, ImportError> {
        let cipher_text = self.cipher_text(value)?;
        let mac = self.mac_of(value, mac)?;
        Ok(Sealed { cipher_text, mac })
    }

    /// `Value` of a draft with its `ValueDigest`.
    pub(super) fn draft_sealed(
        &mut self,
        value: Element<'_>,
        digest: Element<'_>,
    ) -> Result<DraftSealed, ImportError> {
        let bytes = base64(value.text()?).map_err(|kind| value.error(kind))?;
        let mac = self
            .mac_of(value, Some(digest))?
            .ok_or_else(|| digest.error(ImportErrorKind::Missing("MACMethod")))?;
        let cipher_text = match &self.shared_iv {
            Some(iv) => self.long_enough(value, [iv.as_slice(), &bytes].concat())?,
            None => self.checked(value, bytes.to_vec())?,
        };
        Ok(DraftSealed { cipher_text, mac })
    }

    /// The MAC of an encrypted value.
    ///
    /// RFC 6030 §6.1.1: "When algorithms without integrity checks are used, such as AES-128-CBC, a keyed-MAC value MUST
    /// be placed in the `<ValueMAC>` element". And wherever the file says that there are MACs, none may be missing.
    pub(super) fn mac_of(
        &self,
        value: Element<'_>,
        mac: Option<Element<'_>>,
    ) -> Result<Option<Vec<u8>>, ImportError> {
        let authenticates = self.cipher.is_some_and(Cipher::authenticates);
        match (&self.mac, mac) {
            (None, None) if authenticates => Ok(None),
            (None, Some(mac)) if authenticates => {
                Err(mac.error(ImportErrorKind::Missing("MACMethod")))
            }
            (None, _) => Err(value.error(ImportErrorKind::NoMac)),
            (Some(_), None) => Err(value.error(ImportErrorKind::Missing("ValueMAC"))),
            (Some(method), Some(element)) => {
                let mac = base64(element.text()?).map_err(|kind| element.error(kind))?;
                if mac.len() != method.algorithm.length() {
                    return Err(element.error(ImportErrorKind::InvalidValue("ValueMAC")));
                }
                Ok(Some(mac.to_vec()))
            }
        }
    }

    /// The content of an `EncryptedDataType`: initialization vector, if the algorithm has one, and cipher text.
    fn cipher_text(&mut self, element: Element<'_>) -> Result<Vec<u8>, ImportError> {
        let mut parts = element.children()?;
        let method = parts.required(XENC, "EncryptionMethod")?;
        let mut data = parts.required(XENC, "CipherData")?.children()?;
        parts.finish(Foreign::Refused)?;
        let value = data.required(XENC, "CipherValue")?;
        data.finish(Foreign::Refused)?;
        self.takes(method)?;
        let bytes = base64(value.text()?).map_err(|kind| value.error(kind))?;
        self.checked(value, bytes.to_vec())
    }

    /// RFC 6030 §6: "the applied encryption algorithm MUST be the same for all encrypted elements".
    fn takes(&mut self, method: Element<'_>) -> Result<(), ImportError> {
        let mut parts = method.children()?;
        // PKCS #5's way of saying it, in the figures of draft-ietf-keyprov-pskc-02.
        let scheme = parts.optional_of(&[PSKC, XENC], &["EncryptionScheme"], "EncryptionScheme")?;
        parts.finish(Foreign::Refused)?;
        let named = method.required_attribute("Algorithm")?;
        let uri = match scheme {
            Some(scheme) if named.ends_with("#pbes2") => scheme.required_attribute("Algorithm")?,
            Some(scheme) => return Err(scheme.error(ImportErrorKind::UnexpectedElement)),
            None => named,
        };
        let cipher = cipher_of_uri(uri).map_err(|kind| method.error(kind))?;
        self.set_cipher(method, cipher)
    }

    pub(super) fn set_cipher(
        &mut self,
        element: Element<'_>,
        cipher: Cipher,
    ) -> Result<(), ImportError> {
        match self.cipher {
            Some(first) if first != cipher => Err(element.error(ImportErrorKind::MixedCiphers)),
            Some(_) => Ok(()),
            None => {
                self.cipher = Some(cipher);
                self.line = element.line();
                Ok(())
            }
        }
    }

    /// A cipher text of a possible length, under an initialization vector of its own.
    fn checked(
        &mut self,
        value: Element<'_>,
        cipher_text: Vec<u8>,
    ) -> Result<Vec<u8>, ImportError> {
        let cipher_text = self.long_enough(value, cipher_text)?;
        // RFC 6030 §6: "a random IV value MUST be generated for each value to be encrypted".
        let length = self.cipher.map_or(0, Cipher::iv_length);
        let iv: Vec<_> = cipher_text.iter().take(length).copied().collect();
        if !iv.is_empty() && !self.ivs.insert(iv) {
            return Err(value.error(ImportErrorKind::RepeatedIv));
        }
        Ok(cipher_text)
    }

    /// A cipher text of a possible length.
    fn long_enough(
        &self,
        value: Element<'_>,
        cipher_text: Vec<u8>,
    ) -> Result<Vec<u8>, ImportError> {
        match self.cipher {
            Some(cipher) if cipher.can_have_length(cipher_text.len()) => Ok(cipher_text),
            Some(_) | None => Err(value.error(ImportErrorKind::CipherTextLength)),
        }
    }
}

pub(super) fn cipher_of_uri(uri: &str) -> Result<Cipher, ImportErrorKind> {
    let name = uri.rsplit('#').next().unwrap_or_default();
    if name.starts_with("rsa") {
        return Err(ImportErrorKind::AsymmetricUnsupported);
    }
    let is_legacy = name.contains("tripledes");
    Cipher::of_uri(uri).ok_or(if is_legacy && !cfg!(feature = "legacy-3des") {
        ImportErrorKind::LegacyCipher
    } else {
        ImportErrorKind::CipherUnsupported
    })
}

/// Who wraps keys for a certificate's owner, or under a key that is in the file itself, does so in these.
const ASYMMETRIC: [(&str, &str); 6] = [
    (DS, "X509Data"),
    (DS, "KeyValue"),
    (DS, "PGPData"),
    (DS, "SPKIData"),
    (DS, "MgmtData"),
    (XENC, "EncryptedKey"),
];
