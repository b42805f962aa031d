use std::collections::HashSet;

use crate::cipher::{BLOCK, Cipher};
use crate::mac::MacAlgorithm;
use crate::seal::{MacMethod, Sealed};
use crate::xml::{Children, DS, Element, Foreign, PSKC, XENC, XENC11, base64};
use crate::{ImportError, ImportErrorKind};

/// How the file is protected (RFC 6030 §6), as far as it has been read.
pub(super) struct Protection {
    pub(super) key_names: Vec<String>,
    pub(super) mac: Option<MacMethod>,
    /// The one algorithm of all encrypted values.
    pub(super) cipher: Option<Cipher>,
    ivs: HashSet<Vec<u8>>,
}

impl Protection {
    /// `EncryptionKey` and `MACMethod`, among the children of `KeyContainer`.
    pub(super) fn read(children: &mut Children<'_>) -> Result<Self, ImportError> {
        let mut protection =
            Self { key_names: Vec::new(), mac: None, cipher: None, ivs: HashSet::new() };
        if let Some(element) = children.optional(PSKC, "EncryptionKey")? {
            protection.key_names = key_names(element)?;
        }
        if let Some(element) = children.optional(PSKC, "MACMethod")? {
            protection.mac = Some(protection.mac_method(element)?);
        }
        Ok(protection)
    }

    fn mac_method(&mut self, element: Element<'_>) -> Result<MacMethod, ImportError> {
        let algorithm = MacAlgorithm::of_uri(element.required_attribute("Algorithm")?)
            .ok_or_else(|| element.error(ImportErrorKind::MacUnsupported))?;
        let mut parts = element.children()?;
        if let Some(reference) = parts.optional(PSKC, "MACKeyReference")? {
            return Err(reference.error(ImportErrorKind::MacKeyReferenceUnsupported));
        }
        let key = match parts.optional(PSKC, "MACKey")? {
            Some(key) => Some(self.cipher_text(key)?),
            None => None,
        };
        parts.finish(Foreign::Refused)?;
        Ok(MacMethod { algorithm, key, line: element.line() })
    }

    /// `EncryptedValue` with its `ValueMAC`.
    pub(super) fn sealed(
        &mut self,
        value: Element<'_>,
        mac: Option<Element<'_>>,
    ) -> Result<Sealed, ImportError> {
        let cipher_text = self.cipher_text(value)?;
        // RFC 6030 §6.1.1: "When algorithms without integrity checks are used, such as AES-128-CBC, a keyed-MAC value
        // MUST be placed in the <ValueMAC> element".
        let Some(method) = &self.mac else { return Err(value.error(ImportErrorKind::NoMac)) };
        let element = mac.ok_or_else(|| value.error(ImportErrorKind::Missing("ValueMAC")))?;
        let mac = base64(element.text()?).map_err(|kind| element.error(kind))?;
        if mac.len() != method.algorithm.length() {
            return Err(element.error(ImportErrorKind::InvalidValue("ValueMAC")));
        }
        Ok(Sealed { cipher_text, mac: mac.to_vec() })
    }

    /// The content of an `EncryptedDataType`: initialization vector and whole blocks.
    fn cipher_text(&mut self, element: Element<'_>) -> Result<Vec<u8>, ImportError> {
        let mut parts = element.children()?;
        let method = parts.required(XENC, "EncryptionMethod")?;
        let cipher = Cipher::of_uri(method.required_attribute("Algorithm")?)
            .ok_or_else(|| method.error(ImportErrorKind::CipherUnsupported))?;
        method.children()?.finish(Foreign::Refused)?;
        // RFC 6030 §6: "the applied encryption algorithm MUST be the same for all encrypted elements".
        if *self.cipher.get_or_insert(cipher) != cipher {
            return Err(method.error(ImportErrorKind::MixedCiphers));
        }
        let mut data = parts.required(XENC, "CipherData")?.children()?;
        parts.finish(Foreign::Refused)?;
        let value = data.required(XENC, "CipherValue")?;
        data.finish(Foreign::Refused)?;
        let bytes = base64(value.text()?).map_err(|kind| value.error(kind))?;
        if !(SHORTEST..=LONGEST).contains(&bytes.len()) || bytes.len() % BLOCK != 0 {
            return Err(value.error(ImportErrorKind::CipherTextLength));
        }
        // RFC 6030 §6: "a random IV value MUST be generated for each value to be encrypted".
        let iv = bytes.iter().take(BLOCK).copied().collect();
        if !self.ivs.insert(iv) {
            return Err(value.error(ImportErrorKind::RepeatedIv));
        }
        Ok(bytes.to_vec())
    }
}

/// `EncryptionKey`, a `ds:KeyInfo`: the names of a pre-shared key, or a kind of key that is not supported.
fn key_names(element: Element<'_>) -> Result<Vec<String>, ImportError> {
    let mut parts = element.children()?;
    let kinds = [
        (XENC11, "DerivedKey", ImportErrorKind::PassphraseUnsupported),
        (DS, "X509Data", ImportErrorKind::AsymmetricUnsupported),
        (DS, "KeyValue", ImportErrorKind::AsymmetricUnsupported),
        (DS, "PGPData", ImportErrorKind::AsymmetricUnsupported),
        (DS, "SPKIData", ImportErrorKind::AsymmetricUnsupported),
    ];
    for (namespace, name, kind) in kinds {
        if let Some(found) = parts.all(namespace, name).first() {
            return Err(found.error(kind));
        }
    }
    let names = parts.all(DS, "KeyName");
    parts.finish(Foreign::Refused)?;
    names.iter().map(|name| name.text().map(str::to_owned)).collect()
}

/// Initialization vector and one block.
const SHORTEST: usize = 2 * BLOCK;
/// Initialization vector, 128 bytes of secret, and a block of padding.
const LONGEST: usize = BLOCK + 128 + BLOCK;
