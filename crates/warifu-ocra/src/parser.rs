use warifu_core::hash::HashAlgorithm;
use warifu_core::{Digits, Seconds};

use crate::error::{Expected, SuiteError};
use crate::parts::{Parts, QuestionCharacters, QuestionFormat, ResponseLength};

/// Reads a suite from left to right and remembers the offset.
pub(crate) struct Parser<'a> {
    rest: &'a [u8],
    offset: usize,
}

impl<'a> Parser<'a> {
    pub(crate) const fn new(text: &'a str) -> Self {
        Self { rest: text.as_bytes(), offset: 0 }
    }

    pub(crate) fn suite(mut self, most_digits: u8) -> Result<Parts, SuiteError> {
        self.expect("OCRA-1:", Expected::Algorithm)?;
        self.expect("HOTP-", Expected::CryptoFunction)?;
        let algorithm = self.hash()?;
        self.expect("-", Expected::Separator)?;
        let response = self.truncation(most_digits)?;
        self.expect(":", Expected::Separator)?;
        let counter = self.take("C-");
        let question = self.question()?;
        let (pin, session, step) = (None, None, None);
        let mut parts = Parts { algorithm, response, counter, question, pin, session, step };
        self.inputs(&mut parts)?;
        Ok(parts)
    }

    /// The name of a hash function, up to the first character that is no letter or digit.
    fn hash(&mut self) -> Result<HashAlgorithm, SuiteError> {
        let length = self.rest.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let mut of_length =
            HashAlgorithm::ALL.into_iter().filter(|hash| hash.name().len() == length);
        of_length.find(|hash| self.take(hash.name())).ok_or(self.error(Expected::Hash))
    }

    fn truncation(&mut self, most_digits: u8) -> Result<ResponseLength, SuiteError> {
        self.part(Expected::Truncation, |parser| match parser.number(LeadingZero::Refused, 2)? {
            0 => Some(ResponseLength::Mac),
            number => {
                let count = u8::try_from(number).ok().filter(|count| *count <= most_digits)?;
                Digits::new(count).ok().map(ResponseLength::Digits)
            }
        })
    }

    fn question(&mut self) -> Result<QuestionFormat, SuiteError> {
        let formats = [
            ("QA", QuestionCharacters::Alphanumeric),
            ("QN", QuestionCharacters::Numeric),
            ("QH", QuestionCharacters::Hexadecimal),
        ];
        let found = formats.into_iter().find(|(name, _)| self.take(name));
        let (_, characters) = found.ok_or(self.error(Expected::Question))?;
        let longest = self.part(Expected::QuestionLength, |parser| {
            let longest = u8::try_from(parser.number(LeadingZero::Allowed, 2)?).ok();
            longest.filter(|longest| (4..=64).contains(longest))
        })?;
        Ok(QuestionFormat { characters, longest })
    }

    fn inputs(&mut self, parts: &mut Parts) -> Result<(), SuiteError> {
        while !self.rest.is_empty() {
            self.expect("-", Expected::End)?;
            let (no_time, no_session) = (parts.step.is_none(), parts.session.is_none());
            if no_time && no_session && parts.pin.is_none() && self.take("P") {
                parts.pin = Some(self.hash()?);
            } else if no_time && no_session && self.take("S") {
                parts.session = Some(self.session_length()?);
            } else if no_time && self.take("T") {
                parts.step = Some(self.time_step()?);
            } else {
                return Err(self.error(Expected::Input));
            }
        }
        Ok(())
    }

    fn session_length(&mut self) -> Result<u16, SuiteError> {
        self.part(Expected::SessionLength, |parser| {
            // Three digits, neither fewer nor more: the text is hashed, and a length has one text.
            let length = (parser.digits() == 3).then(|| parser.number(LeadingZero::Allowed, 3))?;
            length.filter(|length| (1..=512).contains(length))
        })
    }

    #[expect(clippy::arithmetic_side_effects, reason = "at most 59 minutes or 48 hours")]
    fn time_step(&mut self) -> Result<Seconds, SuiteError> {
        let units = [("S", 1, 59), ("M", 60, 59), ("H", 3_600, 48)];
        self.part(Expected::TimeStep, |parser| {
            let number = parser.number(LeadingZero::Refused, 2)?;
            let (_, seconds, most) = units.into_iter().find(|(letter, ..)| parser.take(letter))?;
            (1..=most).contains(&number).then(|| Seconds::new(u32::from(number) * seconds))
        })
    }

    /// What `read` makes of the text that comes next. If it refuses the text, the error is where that text begins.
    fn part<T>(
        &mut self,
        expected: Expected,
        read: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Result<T, SuiteError> {
        let offset = self.offset;
        read(self).ok_or(SuiteError::new(expected, offset))
    }

    /// How many decimal digits come next.
    fn digits(&self) -> usize {
        self.rest.iter().take_while(|byte| byte.is_ascii_digit()).count()
    }

    /// A decimal number of 1 to `longest` digits.
    fn number(&mut self, leading_zero: LeadingZero, longest: usize) -> Option<u16> {
        let digits = self.digits();
        let (number, rest) = self.rest.split_at_checked(digits)?;
        let begins_with_zero = digits > 1 && number.first() == Some(&b'0');
        if digits > longest || (begins_with_zero && leading_zero == LeadingZero::Refused) {
            return None;
        }
        self.advance(rest);
        core::str::from_utf8(number).ok()?.parse().ok()
    }

    fn expect(&mut self, text: &str, expected: Expected) -> Result<(), SuiteError> {
        if self.take(text) { Ok(()) } else { Err(self.error(expected)) }
    }

    fn take(&mut self, text: &str) -> bool {
        let Some(rest) = self.rest.strip_prefix(text.as_bytes()) else { return false };
        self.advance(rest);
        true
    }

    /// Goes on to `rest`, which is what `self.rest` ends with.
    #[expect(clippy::arithmetic_side_effects, reason = "both count bytes of one text")]
    const fn advance(&mut self, rest: &'a [u8]) {
        self.offset += self.rest.len() - rest.len();
        self.rest = rest;
    }

    const fn error(&self, expected: Expected) -> SuiteError {
        SuiteError::new(expected, self.offset)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum LeadingZero {
    Allowed,
    Refused,
}
