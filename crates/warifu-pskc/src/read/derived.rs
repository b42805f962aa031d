use crate::error::{ImportError, ImportErrorKind};
use crate::kdf::DerivedKey;
use crate::mac::MacAlgorithm;
use crate::xml::{Children, Element, Foreign, Namespace, base64};

/// `DerivedKey` (RFC 6030 §6.2): how a password becomes the transport key, and what the password is called.
pub(super) fn derived_key(element: &Element) -> Result<(DerivedKey, Vec<String>), ImportError> {
    let mut parts = element.children()?;
    let method = parts.required_of(&[Namespace::Xenc11, Namespace::Pskc], "KeyDerivationMethod")?;
    // Which values the key is for: all of them, as the container has one key.
    parts.all(Namespace::Xenc, "ReferenceList");
    let names = parts.all_of(
        &[Namespace::Xenc11, Namespace::Pskc],
        &["DerivedKeyName", "MasterKeyName", "CarriedKeyName"],
    );
    parts.finish(Foreign::Refused)?;
    let names =
        names.iter().map(|name| name.text().map(str::to_owned)).collect::<Result<_, _>>()?;
    Ok((derivation(method)?, names))
}

fn derivation(method: &Element) -> Result<DerivedKey, ImportError> {
    if !PBKDF2.contains(&method.required_attribute("Algorithm")?) {
        return Err(method.error(ImportErrorKind::KeyDerivationUnsupported));
    }
    let mut parts = method.children()?;
    let parameters = parts.required_of(&SPACES, "PBKDF2-params")?;
    parts.finish(Foreign::Refused)?;
    let mut parts = parameters.children()?;
    let salt = parts.required_of(&SPACES, "Salt")?;
    let iterations = parts.required_of(&SPACES, "IterationCount")?;
    let key_length = parts.required_of(&SPACES, "KeyLength")?;
    let prf = parts.optional_of(&SPACES, &["PRF"], "PRF")?;
    parts.finish(Foreign::Refused)?;
    let derived = DerivedKey {
        prf: prf.map_or(Ok(MacAlgorithm::HmacSha1), pseudorandom_function)?,
        salt: salt_bytes(&mut salt.children()?)?,
        iterations: number(iterations, "IterationCount")?,
        key_length: usize::try_from(number(key_length, "KeyLength")?)
            .map_err(|_| key_length.error(ImportErrorKind::InvalidValue("KeyLength")))?,
    };
    derived.check().map_err(|kind| parameters.error(kind))?;
    Ok(derived)
}

fn salt_bytes(parts: &mut Children<'_>) -> Result<Vec<u8>, ImportError> {
    let specified = parts.required_of(&SPACES, "Specified")?;
    let bytes = base64(specified.text()?).map_err(|kind| specified.error(kind))?;
    Ok(bytes.to_vec())
}

/// `PRF`: without an algorithm, that of PKCS #5, HMAC-SHA-1. python-pskc writes the URI as text.
fn pseudorandom_function(element: &Element) -> Result<MacAlgorithm, ImportError> {
    let (attribute, text) = (element.attribute("Algorithm"), element.text()?);
    let uri = match attribute {
        Some(uri) if text.is_empty() || text == uri => uri,
        Some(_) => return Err(element.error(ImportErrorKind::InvalidValue("PRF"))),
        None => text,
    };
    if uri.is_empty() {
        return Ok(MacAlgorithm::HmacSha1);
    }
    MacAlgorithm::from_uri(uri)
        .ok_or_else(|| element.error(ImportErrorKind::KeyDerivationUnsupported))
}

fn number(element: &Element, name: &'static str) -> Result<u32, ImportError> {
    element.text()?.parse().map_err(|_| element.error(ImportErrorKind::InvalidValue(name)))
}

/// PBKDF2 in the text of RFC 6030, in its figures, and in XML Encryption 1.1.
const PBKDF2: [&str; 3] = [
    "http://www.rsasecurity.com/rsalabs/pkcs/schemas/pkcs-5#pbkdf2",
    "http://www.rsasecurity.com/rsalabs/pkcs/schemas/pkcs-5v2-0#pbkdf2",
    "http://www.w3.org/2009/xmlenc11#pbkdf2",
];

/// Figure 7 has the parameters in PKCS #5's namespace and their children in none; files have every mixture.
const SPACES: [Namespace; 4] =
    [Namespace::Pkcs5, Namespace::Xenc11, Namespace::Absent, Namespace::Pskc];
