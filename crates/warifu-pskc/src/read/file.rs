use std::collections::VecDeque;
use std::io::BufRead;

use super::header::{FileHeader, Opened, header, is_package};
use super::package::packages;
use super::reading::Reading;
use super::unopened::UnopenedKey;
use crate::dialect::Dialect;
use crate::error::{FilePlace, ImportError, ImportErrorKind};
use crate::protection::Protection;
use crate::rules::{LONGEST_FILE, MOST_KEYS};
use crate::xml::{Element, FileParts, Limits, Namespace};

/// Reads the keys of a file one after another; opens none.
pub(crate) struct FileReader<R> {
    parts: FileParts<R>,
    header: FileHeader,
    reading: Reading,
    /// The part that follows the header.
    first: Option<Element>,
    /// The keys that were read with the last part: a device of a draft has several.
    ready: VecDeque<UnopenedKey>,
    /// How many keys were read.
    count: u64,
}

impl<R: BufRead> FileReader<R> {
    /// Reads up to the first key package.
    ///
    /// # Errors
    ///
    /// What is wrong with the container as a whole.
    pub(crate) fn new(file: R) -> Result<Self, ImportError> {
        let limits = Limits { part: LONGEST_PART, file: LONGEST_FILE };
        let mut parts = FileParts::new(file, limits)?;
        let Opened { header, reading, first } = header(&mut parts)?;
        Ok(Self { parts, header, reading, first: Some(first), ready: VecDeque::new(), count: 0 })
    }

    /// The next key, or `None` at the well-formed end of the file.
    ///
    /// # Errors
    ///
    /// What is wrong with the container as a whole. What is wrong with a key is in its report.
    pub(crate) fn next(&mut self) -> Result<Option<UnopenedKey>, ImportError> {
        loop {
            if let Some(key) = self.ready.pop_front() {
                return Ok(Some(key));
            }
            match self.next_part()? {
                Some(part) => self.part(&part)?,
                None => return Ok(None),
            }
        }
    }

    fn next_part(&mut self) -> Result<Option<Element>, ImportError> {
        if let Some(first) = self.first.take() {
            return Ok(Some(first));
        }
        self.parts.begin_part();
        self.parts.next()
    }

    fn part(&mut self, part: &Element) -> Result<(), ImportError> {
        if part.is(Namespace::Pskc, self.reading.dialect.package_name()) {
            let refusal = self.header.refusal.as_ref();
            let keys = packages(part, &mut self.reading, refusal, self.count);
            for key in keys {
                self.count = key.reported.number;
                self.ready.push_back(key);
            }
            if self.count > MOST_KEYS {
                return Err(part.error(ImportErrorKind::TooManyKeys));
            }
            return Ok(());
        }
        let is_signature =
            part.is(Namespace::Pskc, "Signature") || part.is(Namespace::Ds, "Signature");
        if is_signature {
            if self.header.signature.is_some() {
                return Err(part.error(ImportErrorKind::Repeated("Signature")));
            }
            self.header.signature = Some(part.error(ImportErrorKind::SignatureUnverified));
            return Ok(());
        }
        if part.is(Namespace::Pskc, "Extensions") {
            return Ok(());
        }
        // The keys before it were read without it.
        let late = LATE.iter().find(|name| part.is(Namespace::Pskc, name));
        match late {
            Some(name) if !is_package(part) => Err(part.error(ImportErrorKind::Misplaced(name))),
            Some(_) | None => Err(part.error(ImportErrorKind::UnexpectedElement)),
        }
    }

    pub(crate) const fn header(&self) -> &FileHeader {
        &self.header
    }

    pub(crate) const fn dialect(&self) -> Dialect {
        self.reading.dialect
    }

    /// What is known of the protection so far.
    pub(crate) const fn protection(&self) -> &Protection {
        self.reading.protection.protection()
    }

    /// The place of an error about a transport key that does not go with the file.
    pub(crate) fn protection_place(&self) -> FilePlace {
        self.reading.protection.place()
    }

    /// The number of bytes that were read.
    pub(crate) fn bytes(&self) -> u64 {
        self.parts.place().offset
    }

    /// What was read of a whole file.
    pub(crate) fn into_parts(self) -> (FileHeader, Dialect, Protection, FilePlace) {
        let place = self.protection_place();
        (self.header, self.reading.dialect, self.reading.protection.into_protection(), place)
    }
}

/// What says how the keys are protected, in RFC 6030 and in the drafts.
const LATE: [&str; 5] =
    ["EncryptionKey", "MACMethod", "EncryptionMethod", "DigestMethod", "MACAlgorithm"];

/// A key package with the longest texts, each escaped, has less than a megabyte; a device of a draft with many keys may
/// have more.
const LONGEST_PART: usize = 2 * 1024 * 1024;
