use warifu_core::Digits;

use crate::xml::{Children, Element, Foreign, PSKC};
use crate::{
    ChallengeFormat, CheckDigit, Encoding, Hash, ImportError, ImportErrorKind, KeyAlgorithm,
    ResponseFormat,
};

/// `AlgorithmParameters` (RFC 6030 §4.3.4), which the drafts call `Usage`.
#[derive(Default)]
pub(super) struct Parameters<'a> {
    pub(super) suite: Option<String>,
    pub(super) challenge: Option<ChallengeFormat>,
    pub(super) response: Option<ResponseFormat>,
    response_element: Option<Element<'a>>,
}

/// What the attributes of the formats are called.
pub(super) struct Words {
    encoding: &'static [&'static str],
    min: &'static [&'static str],
    max: &'static [&'static str],
    length: &'static [&'static str],
}

impl Words {
    pub(super) const RFC: Self =
        Self { encoding: &["Encoding"], min: &["Min"], max: &["Max"], length: &["Length"] };
    pub(super) const DRAFTS: Self = Self {
        encoding: &["Encoding", "Format", "format"],
        min: &["Min", "min"],
        max: &["Max", "max"],
        length: &["Length", "length"],
    };
}

impl<'a> Parameters<'a> {
    pub(super) fn read(element: Element<'a>) -> Result<Self, ImportError> {
        let mut parts = element.children()?;
        let suite = parts.optional_text("Suite")?;
        let formats = Self::formats(&mut parts, &Words::RFC)?;
        parts.finish(Foreign::Refused)?;
        Ok(Self { suite, ..formats })
    }

    /// `ChallengeFormat` and `ResponseFormat`.
    pub(super) fn formats(parts: &mut Children<'a>, words: &Words) -> Result<Self, ImportError> {
        let challenge = parts.optional(PSKC, "ChallengeFormat")?;
        let response = parts.optional(PSKC, "ResponseFormat")?;
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
    pub(super) fn digits(&self, algorithm: &KeyAlgorithm) -> Result<Option<Digits>, ImportError> {
        let Some(response) = self.response else { return Ok(None) };
        let is_plain = response.check_digit == CheckDigit::Absent;
        if response.encoding != Encoding::Decimal || !is_plain {
            return Ok(None);
        }
        let digits = u8::try_from(response.length).ok().and_then(|length| Digits::new(length).ok());
        match (digits, algorithm, self.response_element) {
            (None, KeyAlgorithm::Other(_), _) | (Some(_), _, _) | (None, _, None) => Ok(digits),
            (None, _, Some(element)) => Err(element.error(ImportErrorKind::InvalidValue("Length"))),
        }
    }

    /// The hash of HOTP and TOTP; the suite of OCRA says its own.
    pub(super) fn hash(
        &self,
        element: Element<'_>,
        algorithm: &KeyAlgorithm,
    ) -> Result<Hash, ImportError> {
        match (algorithm, &self.suite) {
            (KeyAlgorithm::Ocra(_), _) | (_, None) => Ok(Hash::default()),
            (_, Some(suite)) => Hash::of_suite(suite)
                .ok_or_else(|| element.error(ImportErrorKind::SuiteUnsupported)),
        }
    }
}

fn challenge_format(element: Element<'_>, words: &Words) -> Result<ChallengeFormat, ImportError> {
    element.children()?.finish(Foreign::Refused)?;
    let encoding = encoding(element, words)?;
    let check_digit = check_digit(element, encoding)?;
    let min = number(element, words.min, "Min")?;
    let max = number(element, words.max, "Max")?;
    if max < min {
        return Err(element.error(ImportErrorKind::InvalidValue("Max")));
    }
    Ok(ChallengeFormat { encoding, min, max, check_digit })
}

fn response_format(element: Element<'_>, words: &Words) -> Result<ResponseFormat, ImportError> {
    element.children()?.finish(Foreign::Refused)?;
    let encoding = encoding(element, words)?;
    let check_digit = check_digit(element, encoding)?;
    let length = number(element, words.length, "Length")?;
    Ok(ResponseFormat { encoding, length, check_digit })
}

fn encoding(element: Element<'_>, words: &Words) -> Result<Encoding, ImportError> {
    let text = only(element, words.encoding, "Encoding")?
        .filter(|text| !text.is_empty())
        .ok_or_else(|| element.error(ImportErrorKind::Missing("Encoding")))?;
    Encoding::of_name(text).ok_or_else(|| element.error(ImportErrorKind::InvalidValue("Encoding")))
}

/// The text of RFC 6030 says `CheckDigit`, its schema `CheckDigits`.
fn check_digit(element: Element<'_>, encoding: Encoding) -> Result<CheckDigit, ImportError> {
    let invalid = || element.error(ImportErrorKind::InvalidValue("CheckDigits"));
    match only(element, &["CheckDigits", "CheckDigit"], "CheckDigits")? {
        None | Some("false" | "FALSE" | "0") => Ok(CheckDigit::Absent),
        // "This is only valid if the 'Encoding' attribute is set to 'DECIMAL'."
        Some("true" | "TRUE" | "1") if encoding == Encoding::Decimal => Ok(CheckDigit::Luhn),
        Some(_) => Err(invalid()),
    }
}

fn number(element: Element<'_>, names: &[&str], name: &'static str) -> Result<u32, ImportError> {
    let text = only(element, names, name)?
        .filter(|text| !text.is_empty())
        .ok_or_else(|| element.error(ImportErrorKind::Missing(name)))?;
    text.parse().map_err(|_| element.error(ImportErrorKind::InvalidValue(name)))
}

/// The one attribute that has one of these names: two of them could say two things.
pub(super) fn only<'a>(
    element: Element<'a>,
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
