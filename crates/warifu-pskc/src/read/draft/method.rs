use crate::error::{ImportError, ImportErrorKind};
use crate::kdf::DerivedKey;
use crate::mac::MacAlgorithm;
use crate::read::parameters::only;
use crate::read::protection::{ProtectionReader, cipher_of_uri};
use crate::xml::{Children, Element, Foreign, Namespace, base64};

/// How the file is protected, among the children of the container: `EncryptionMethod` and `DigestMethod`, or
/// `EncryptionKey` and `MACAlgorithm`.
///
/// None of the drafts has a MAC key: the encryption key is it.
pub(in crate::read) fn protection(
    children: &mut Children<'_>,
) -> Result<ProtectionReader, ImportError> {
    // Taken out before any of them can be refused: what is left over is refused as not belonging there.
    let method = children.optional(Namespace::Pskc, "EncryptionMethod");
    let digest = children.optional(Namespace::Pskc, "DigestMethod");
    let algorithm = children.optional(Namespace::Pskc, "MACAlgorithm");
    let mut protection = ProtectionReader::read(children)?;
    if let Some(element) = method? {
        encryption_method(element, &mut protection)?;
    }
    let named = match (digest?, algorithm?) {
        (Some(_), Some(second)) => {
            return Err(second.error(ImportErrorKind::Repeated("MACMethod")));
        }
        (Some(element), None) => {
            element.children()?.finish(Foreign::Refused)?;
            Some((element, only(element, &["Algorithm", "algorithm"], "Algorithm")?))
        }
        (None, Some(element)) => Some((element, Some(element.text()?))),
        (None, None) => None,
    };
    if let Some((element, name)) = named {
        let algorithm = name
            .and_then(mac_from_name)
            .ok_or_else(|| element.error(ImportErrorKind::MacUnsupported))?;
        protection.set_draft_mac(element, algorithm)?;
    }
    Ok(protection)
}

fn encryption_method(
    element: &Element,
    protection: &mut ProtectionReader,
) -> Result<(), ImportError> {
    let name = only(element, &["Algorithm", "algorithm"], "Algorithm")?
        .filter(|name| !name.is_empty())
        .ok_or_else(|| element.error(ImportErrorKind::Missing("Algorithm")))?;
    let mut parts = element.children()?;
    let iv = parts.optional(Namespace::Pskc, "IV")?;
    let salt = parts.optional(Namespace::Pskc, "PBESalt")?;
    let iterations = parts.optional(Namespace::Pskc, "PBEIterationCount")?;
    parts.finish(Foreign::Refused)?;
    if name.eq_ignore_ascii_case("none") {
        return Ok(());
    }
    let (is_password, short) = match name.split_at_checked(4) {
        Some((start, short)) if start.eq_ignore_ascii_case("pbe-") => (true, short),
        Some(_) | None => (false, name),
    };
    let cipher = cipher_of_uri(&uri_from_name(short)).map_err(|kind| element.error(kind))?;
    protection.set_cipher(element, cipher)?;
    if let Some(iv) = iv {
        let bytes = base64(iv.text()?).map_err(|kind| iv.error(kind))?;
        if bytes.len() != cipher.iv_length() {
            return Err(iv.error(ImportErrorKind::InvalidValue("IV")));
        }
        protection.share_iv(&bytes);
    }
    if is_password {
        let missing = |name| move || element.error(ImportErrorKind::Missing(name));
        let salt = salt.ok_or_else(missing("PBESalt"))?;
        let iterations = iterations.ok_or_else(missing("PBEIterationCount"))?;
        let derived = DerivedKey {
            prf: MacAlgorithm::HmacSha1,
            salt: base64(salt.text()?).map_err(|kind| salt.error(kind))?.to_vec(),
            iterations: iterations.text()?.parse().map_err(|_| {
                iterations.error(ImportErrorKind::InvalidValue("PBEIterationCount"))
            })?,
            key_length: if short.eq_ignore_ascii_case("3des112-cbc") {
                TWO_DES_KEYS
            } else {
                cipher.key_length()
            },
        };
        derived.check().map_err(|kind| element.error(kind))?;
        protection.set_derived(derived);
    }
    Ok(())
}

/// A URI, or the name that the first drafts give: `HMAC-SHA1`.
fn mac_from_name(name: &str) -> Option<MacAlgorithm> {
    MacAlgorithm::from_uri(name).or_else(|| MacAlgorithm::from_uri(&name.to_ascii_lowercase()))
}

/// A URI, or the name that the first drafts give: `AES128-CBC`, `3DES112-CBC`.
fn uri_from_name(name: &str) -> String {
    match name.to_ascii_lowercase().as_str() {
        "3des-cbc" | "3des112-cbc" | "3des168-cbc" => format!("{XENC_ALGORITHM}tripledes-cbc"),
        _ if name.contains('#') => name.to_owned(),
        lower => format!("{XENC_ALGORITHM}{lower}"),
    }
}

const XENC_ALGORITHM: &str = "http://www.w3.org/2001/04/xmlenc#";

/// In bytes.
const TWO_DES_KEYS: usize = 16;
