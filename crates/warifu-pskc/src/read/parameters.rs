use warifu_core::Digits;
use warifu_core::hash::HashAlgorithm;

use crate::algorithm::{DEFAULT_HASH, KeyAlgorithm, hash_of_suite};
use crate::error::{ImportError, ImportErrorKind};
use crate::format::{ChallengeFormat, CheckDigit, Encoding, ResponseFormat};
use crate::rules;
use crate::xml::{Children, Element, Foreign, Namespace};

/// `AlgorithmParameters` (RFC 6030 §4.3.4), which the drafts call `Usage`.
#[derive(Default)]
pub(super) struct AlgorithmParameters<'a> {
    pub(super) suite: Option<String>,
    pub(super) challenge: Option<ChallengeFormat>,
    pub(super) response: Option<ResponseFormat>,
    response_element: Option<&'a Element>,
}

/// What the attributes of the formats are called.
pub(super) struct FormatWords {
    encoding: &'static [&'static str],
    min: &'static [&'static str],
    max: &'static [&'static str],
    length: &'static [&'static str],
}

impl FormatWords {
    pub(super) const RFC: Self =
        Self { encoding: &["Encoding"], min: &["Min"], max: &["Max"], length: &["Length"] };
    #[cfg(feature = "draft-dialects")]
    pub(super) const DRAFTS: Self = Self {
        encoding: &["Encoding", "Format", "format"],
        min: &["Min", "min"],
        max: &["Max", "max"],
        length: &["Length", "length"],
    };
}

impl<'a> AlgorithmParameters<'a> {
    pub(super) fn read(element: &'a Element) -> Result<Self, ImportError> {
        let mut parts = element.children()?;
        let suite = parts.optional_text("Suite")?;
        let formats = Self::formats(&mut parts, &FormatWords::RFC)?;
        parts.finish(Foreign::Refused)?;
        Ok(Self { suite, ..formats })
    }

    /// `ChallengeFormat` and `ResponseFormat`.
    pub(super) fn formats(
        parts: &mut Children<'a>,
        words: &FormatWords,
    ) -> Result<Self, ImportError> {
        let challenge = parts.optional(Namespace::Pskc, "ChallengeFormat")?;
        let response = parts.optional(Namespace::Pskc, "ResponseFormat")?;
        Ok(Self {
            suite: None,
            challenge: challenge.map(|format| challenge_format(format, words)).transpose()?,
            response: response.map(|format| response_format(format, words)).transpose()?,
            response_element: response,
        })
    }

    /// How many decimal digits a response has, where it is just that.
    ///
    /// # Errors
    ///
    /// [`ImportErrorKind::InvalidValue`] for a number of digits that the algorithm cannot have.
    pub(super) fn digits(
        &self,
        key: &Element,
        algorithm: &KeyAlgorithm,
    ) -> Result<Option<Digits>, ImportError> {
        rules::digits(self.response, algorithm).map_err(|broken| match self.response_element {
            Some(element) => element.error(broken.into()),
            None => key.error(broken.into()),
        })
    }

    /// The hash of HOTP and TOTP; the suite of OCRA names another.
    pub(super) fn hash(
        &self,
        element: &Element,
        algorithm: &KeyAlgorithm,
    ) -> Result<HashAlgorithm, ImportError> {
        match (algorithm, &self.suite) {
            (KeyAlgorithm::Ocra(_), _) | (_, None) => Ok(DEFAULT_HASH),
            (_, Some(suite)) => {
                hash_of_suite(suite).ok_or_else(|| element.error(ImportErrorKind::SuiteUnsupported))
            }
        }
    }
}

fn challenge_format(
    element: &Element,
    words: &FormatWords,
) -> Result<ChallengeFormat, ImportError> {
    element.children()?.finish(Foreign::Refused)?;
    let encoding = encoding(element, words)?;
    let check_digit = check_digit(element)?;
    let min = number(element, words.min, "Min")?;
    let max = number(element, words.max, "Max")?;
    let format = ChallengeFormat { encoding, min, max, check_digit };
    rules::challenge(format).map_err(|broken| element.error(broken.into()))?;
    Ok(format)
}

fn response_format(element: &Element, words: &FormatWords) -> Result<ResponseFormat, ImportError> {
    element.children()?.finish(Foreign::Refused)?;
    let encoding = encoding(element, words)?;
    let check_digit = check_digit(element)?;
    let length = number(element, words.length, "Length")?;
    let format = ResponseFormat { encoding, length, check_digit };
    rules::response(format).map_err(|broken| element.error(broken.into()))?;
    Ok(format)
}

fn encoding(element: &Element, words: &FormatWords) -> Result<Encoding, ImportError> {
    let text = only(element, words.encoding, "Encoding")?
        .filter(|text| !text.is_empty())
        .ok_or_else(|| element.error(ImportErrorKind::Missing("Encoding")))?;
    Encoding::from_name(text)
        .ok_or_else(|| element.error(ImportErrorKind::InvalidValue("Encoding")))
}

/// The text of RFC 6030 says `CheckDigit`, its schema `CheckDigits`.
fn check_digit(element: &Element) -> Result<CheckDigit, ImportError> {
    match only(element, &["CheckDigits", "CheckDigit"], "CheckDigits")? {
        None | Some("false" | "FALSE" | "0") => Ok(CheckDigit::Absent),
        Some("true" | "TRUE" | "1") => Ok(CheckDigit::Luhn),
        Some(_) => Err(element.error(ImportErrorKind::InvalidValue("CheckDigits"))),
    }
}

fn number(element: &Element, names: &[&str], name: &'static str) -> Result<u32, ImportError> {
    let text = only(element, names, name)?
        .filter(|text| !text.is_empty())
        .ok_or_else(|| element.error(ImportErrorKind::Missing(name)))?;
    text.parse().map_err(|_| element.error(ImportErrorKind::InvalidValue(name)))
}

/// The one attribute that has one of these names: two of them could say two things.
pub(super) fn only<'a>(
    element: &'a Element,
    names: &[&str],
    name: &'static str,
) -> Result<Option<&'a str>, ImportError> {
    let mut found = names.iter().filter_map(|name| element.attribute(name));
    let first = found.next();
    match found.next() {
        Some(_) => Err(element.error(ImportErrorKind::Repeated(name))),
        None => Ok(first),
    }
}
