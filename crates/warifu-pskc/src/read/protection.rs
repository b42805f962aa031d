use super::derived::derived_key;
use crate::cipher::Cipher;
use crate::error::{FilePlace, ImportError, ImportErrorKind};
#[cfg(feature = "draft-dialects")]
use crate::kdf::DerivedKey;
use crate::mac::MacAlgorithm;
use crate::protection::{MacMethod, Protection};
use crate::seen::Seen;
use crate::value::{EncryptedValue, ValueMac};
use crate::xml::{Children, Element, Foreign, Namespace, base64};

/// How the file is protected, as far as it has been read, and what holds for all of its values.
#[derive(Default)]
pub(crate) struct ProtectionReader {
    protection: Protection,
    /// Of the element that first named the cipher.
    cipher_place: Option<FilePlace>,
    /// Of `MACMethod`.
    mac_place: Option<FilePlace>,
    /// The initialization vector that the drafts have once, next to the algorithm.
    #[cfg(feature = "draft-dialects")]
    shared_iv: Option<Vec<u8>>,
    ivs: Seen,
}

impl ProtectionReader {
    pub(super) const fn protection(&self) -> &Protection {
        &self.protection
    }

    pub(super) fn into_protection(self) -> Protection {
        self.protection
    }

    /// Where the file says what its transport key has to be like.
    pub(super) fn place(&self) -> FilePlace {
        match self.mac_place.or(self.cipher_place) {
            Some(place) => place,
            None => FilePlace::START,
        }
    }

    /// Whether the file says that its values have MACs.
    pub(super) const fn has_mac(&self) -> bool {
        self.protection.mac.is_some()
    }

    /// The one algorithm of all encrypted values, once one has been read.
    pub(super) const fn cipher(&self) -> Option<&'static Cipher> {
        self.protection.cipher
    }

    /// `EncryptionKey` and `MACMethod`, among the children of `KeyContainer`.
    pub(super) fn read(children: &mut Children<'_>) -> Result<Self, ImportError> {
        // Taken out before either can be refused: what is left over is refused as not belonging there.
        let encryption_key = children.optional(Namespace::Pskc, "EncryptionKey");
        let mac_method = children.optional(Namespace::Pskc, "MACMethod");
        let mut protection = Self::default();
        if let Some(element) = encryption_key? {
            protection.encryption_key(element)?;
        }
        if let Some(element) = mac_method? {
            protection.mac_method(element)?;
        }
        Ok(protection)
    }

    /// `EncryptionKey`, a `ds:KeyInfo`: names of a pre-shared key, a password, or a kind of key that is not supported.
    pub(super) fn encryption_key(&mut self, element: &Element) -> Result<(), ImportError> {
        let mut parts = element.children()?;
        for (namespace, name) in ASYMMETRIC {
            if let Some(found) = parts.all(namespace, name).first() {
                // To open such a file takes a private key.
                return Err(found.error(ImportErrorKind::AsymmetricUnsupported));
            }
        }
        for name in parts.all(Namespace::Ds, "KeyName") {
            self.protection.key_names.push(name.text()?.to_owned());
        }
        if let Some(element) = parts.optional_of(
            &[Namespace::Xenc11, Namespace::Pskc],
            &["DerivedKey"],
            "DerivedKey",
        )? {
            let (derived, names) = derived_key(element)?;
            self.protection.derived = Some(derived);
            self.protection.key_names.extend(names);
        }
        parts.finish(Foreign::Refused)
    }

    /// A method without an algorithm, as python-pskc writes it around a key that nothing is signed with, is none.
    fn mac_method(&mut self, element: &Element) -> Result<(), ImportError> {
        let uri = element.attribute("Algorithm");
        let mut parts = element.children()?;
        if let Some(reference) = parts.optional(Namespace::Pskc, "MACKeyReference")? {
            return Err(reference.error(ImportErrorKind::MacKeyReferenceUnsupported));
        }
        let key = parts.optional(Namespace::Pskc, "MACKey")?;
        parts.finish(Foreign::Refused)?;
        let key = key.map(|key| self.cipher_text(key)).transpose()?;
        let Some(uri) = uri.filter(|uri| !uri.is_empty()) else { return Ok(()) };
        let algorithm = MacAlgorithm::from_uri(uri)
            .ok_or_else(|| element.error(ImportErrorKind::MacUnsupported))?;
        self.set_mac(element, MacMethod { algorithm, key });
        Ok(())
    }

    fn set_mac(&mut self, element: &Element, method: MacMethod) {
        self.protection.mac = Some(method);
        self.mac_place = Some(element.place());
    }

    /// `EncryptedValue` with its `ValueMAC`.
    pub(super) fn encrypted(
        &mut self,
        value: &Element,
        mac: Option<&Element>,
    ) -> Result<EncryptedValue, ImportError> {
        let cipher_text = self.cipher_text(value)?;
        let mac = match self.mac_of(value, mac)? {
            Some(mac) => ValueMac::Rfc(mac),
            None => ValueMac::Absent,
        };
        Ok(EncryptedValue { cipher_text, mac })
    }

    /// The MAC of an encrypted value.
    ///
    /// RFC 6030 §6.1.1: "When algorithms without integrity checks are used, such as AES-128-CBC, a keyed-MAC value MUST
    /// be placed in the `<ValueMAC>` element". And wherever the file says that there are MACs, none may be missing.
    pub(super) fn mac_of(
        &self,
        value: &Element,
        mac: Option<&Element>,
    ) -> Result<Option<Vec<u8>>, ImportError> {
        let authenticates = self.cipher().is_some_and(Cipher::authenticates);
        match (&self.protection.mac, mac) {
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
    fn cipher_text(&mut self, element: &Element) -> Result<Vec<u8>, ImportError> {
        let mut parts = element.children()?;
        let method = parts.required(Namespace::Xenc, "EncryptionMethod")?;
        let mut data = parts.required(Namespace::Xenc, "CipherData")?.children()?;
        parts.finish(Foreign::Refused)?;
        let value = data.required(Namespace::Xenc, "CipherValue")?;
        data.finish(Foreign::Refused)?;
        self.takes(method)?;
        let bytes = base64(value.text()?).map_err(|kind| value.error(kind))?;
        self.checked(value, bytes.to_vec())
    }

    /// RFC 6030 §6: "the applied encryption algorithm MUST be the same for all encrypted elements".
    fn takes(&mut self, method: &Element) -> Result<(), ImportError> {
        let mut parts = method.children()?;
        // PKCS #5's way of saying it, in the figures of draft-ietf-keyprov-pskc-02.
        let scheme = parts.optional_of(
            &[Namespace::Pskc, Namespace::Xenc],
            &["EncryptionScheme"],
            "EncryptionScheme",
        )?;
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
        element: &Element,
        cipher: &'static Cipher,
    ) -> Result<(), ImportError> {
        match self.protection.cipher {
            // A weaker one could have been put in for some of the values.
            Some(first) if first != cipher => Err(element.error(ImportErrorKind::MixedCiphers)),
            Some(_) => Ok(()),
            None => {
                self.protection.cipher = Some(cipher);
                self.cipher_place = Some(element.place());
                Ok(())
            }
        }
    }

    /// A cipher text of a possible length, under a new initialization vector.
    fn checked(&mut self, value: &Element, cipher_text: Vec<u8>) -> Result<Vec<u8>, ImportError> {
        let (cipher, cipher_text) = self.long_enough(value, cipher_text)?;
        // RFC 6030 §6: "a random IV value MUST be generated for each value to be encrypted". Under one vector, equal
        // beginnings of two values show.
        let iv = cipher_text.get(..cipher.iv_length());
        if let Some(iv) = iv.filter(|iv| !iv.is_empty())
            && !self.ivs.insert(iv)
        {
            return Err(value.error(ImportErrorKind::RepeatedIv));
        }
        Ok(cipher_text)
    }

    /// A cipher text of a possible length.
    fn long_enough(
        &self,
        value: &Element,
        cipher_text: Vec<u8>,
    ) -> Result<(&'static Cipher, Vec<u8>), ImportError> {
        match self.cipher() {
            Some(cipher) if cipher.can_have_length(cipher_text.len()) => Ok((cipher, cipher_text)),
            Some(_) | None => Err(value.error(ImportErrorKind::CipherTextLength)),
        }
    }
}

#[cfg(feature = "draft-dialects")]
impl ProtectionReader {
    pub(super) fn set_draft_mac(
        &mut self,
        element: &Element,
        algorithm: MacAlgorithm,
    ) -> Result<(), ImportError> {
        if self.protection.mac.is_some() {
            return Err(element.error(ImportErrorKind::Repeated("MACMethod")));
        }
        self.set_mac(element, MacMethod { algorithm, key: None });
        Ok(())
    }

    pub(super) fn set_derived(&mut self, derived: DerivedKey) {
        self.protection.derived = Some(derived);
    }

    pub(super) fn share_iv(&mut self, iv: &[u8]) {
        self.shared_iv = Some(iv.to_vec());
    }

    /// `Value` of a draft with its `ValueDigest`.
    pub(super) fn draft_encrypted(
        &mut self,
        value: &Element,
        digest: &Element,
    ) -> Result<EncryptedValue, ImportError> {
        let bytes = base64(value.text()?).map_err(|kind| value.error(kind))?;
        let mac = self
            .mac_of(value, Some(digest))?
            .ok_or_else(|| digest.error(ImportErrorKind::Missing("MACMethod")))?;
        let cipher_text = match &self.shared_iv {
            Some(iv) => self.long_enough(value, [iv.as_slice(), &bytes].concat())?.1,
            None => self.checked(value, bytes.to_vec())?,
        };
        Ok(EncryptedValue { cipher_text, mac: ValueMac::Draft(mac) })
    }
}

pub(super) fn cipher_of_uri(uri: &str) -> Result<&'static Cipher, ImportErrorKind> {
    let name = match uri.rsplit_once('#') {
        Some((_, name)) => name,
        None => uri,
    };
    if name.starts_with("rsa") {
        return Err(ImportErrorKind::AsymmetricUnsupported);
    }
    let is_legacy = name.contains("tripledes");
    Cipher::from_uri(uri).ok_or(if is_legacy && !cfg!(feature = "legacy-3des") {
        ImportErrorKind::LegacyCipher
    } else {
        ImportErrorKind::CipherUnsupported
    })
}

/// Keys for the owner of a certificate, or wrapped under a key that is in the file itself, are in these.
const ASYMMETRIC: [(Namespace, &str); 6] = [
    (Namespace::Ds, "X509Data"),
    (Namespace::Ds, "KeyValue"),
    (Namespace::Ds, "PGPData"),
    (Namespace::Ds, "SPKIData"),
    (Namespace::Ds, "MgmtData"),
    (Namespace::Xenc, "EncryptedKey"),
];
