//! No copy of a plain secret stays in memory. All memory of the process is searched, so it has this test only.

#![cfg(test)]
#![cfg(target_os = "linux")]
#![expect(clippy::arithmetic_side_effects, reason = "tests")]

use std::fs::File;
use std::io::{self, BufRead, Read};
use std::os::unix::fs::FileExt;

use warifu_pskc::{Authenticity, ContainerReader, ImportError, NextPackage, TransportKey};
use zeroize::Zeroize;

/// Base64 of a secret, masked: the test itself has it nowhere in memory.
fn masked_secret() -> Vec<u8> {
    masked(b"d2lwZWQgYW5kIHdpcGVkIGFnYWlu")
}

const MASK: u8 = 0x80;

fn masked(text: &[u8]) -> Vec<u8> {
    text.iter().map(|byte| byte ^ MASK).collect()
}

/// Gives the file a few bytes at a time, and wipes them.
struct Masked {
    file: Vec<u8>,
    read: usize,
    shown: [u8; 16],
}

impl Masked {
    fn new(file: Vec<u8>) -> Self {
        Self { file, read: 0, shown: [0; 16] }
    }
}

impl Read for Masked {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let length = self.fill_buf()?.read(out)?;
        self.consume(length);
        Ok(length)
    }
}

impl BufRead for Masked {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let rest = &self.file[self.read..];
        let length = rest.len().min(self.shown.len());
        for (shown, masked) in self.shown.iter_mut().zip(rest) {
            *shown = masked ^ MASK;
        }
        Ok(&self.shown[..length])
    }

    fn consume(&mut self, length: usize) {
        self.shown.zeroize();
        self.read += length;
    }
}

/// A file with this around the secret.
fn file(before: &str, after: &str) -> Vec<u8> {
    let head = "<KeyContainer Version='1.0' xmlns='urn:ietf:params:xml:ns:keyprov:pskc'><KeyPackage>\r\n\
        <Key Id='1' Algorithm='urn:ietf:params:xml:ns:keyprov:pskc:hotp'><Data><Secret><PlainValue>";
    let tail = "</PlainValue></Secret></Data></Key></KeyPackage></KeyContainer>";
    [masked(head.as_bytes()), masked(before.as_bytes()), masked_secret(), masked(after.as_bytes())]
        .concat()
        .into_iter()
        .chain(masked(tail.as_bytes()))
        .collect()
}

fn read(file: Vec<u8>) -> Result<u64, ImportError> {
    let container = ContainerReader::new(Masked::new(file))?;
    let mut packages = container.open(&TransportKey::None, Authenticity::Unproven)?;
    loop {
        if let NextPackage::Complete(complete) = packages.next_package()? {
            return Ok(complete.keys());
        }
    }
}

/// Looks for the secret in all memory that this process can write to. It takes no more memory while it looks, since that
/// would be what was freed last.
struct Search {
    memory: File,
    maps: String,
    page: Vec<u8>,
    secret: Vec<u8>,
}

impl Search {
    fn new() -> Self {
        Self {
            memory: File::open("/proc/self/mem").unwrap(),
            maps: String::with_capacity(1 << 18),
            page: vec![0; 1 << 20],
            secret: masked_secret(),
        }
    }

    fn finds_a_copy(&mut self) -> bool {
        self.maps.clear();
        File::open("/proc/self/maps").unwrap().read_to_string(&mut self.maps).unwrap();
        let mut is_found = false;
        for line in self.maps.lines() {
            let mut words = line.split(' ');
            let (range, rights) = (words.next().unwrap(), words.next().unwrap());
            if !rights.starts_with("rw") {
                continue;
            }
            let (start, end) = range.split_once('-').unwrap();
            let address = |text| u64::from_str_radix(text, 16).unwrap();
            let mut at = address(start);
            while at < address(end) {
                let length = self.page.len().min(usize::try_from(address(end) - at).unwrap());
                let page = &mut self.page[..length];
                // What the kernel keeps for itself cannot be read.
                if self.memory.read_exact_at(page, at).is_ok() {
                    let is_secret = |bytes: &[u8]| {
                        bytes.iter().zip(&self.secret).all(|(byte, masked)| byte ^ MASK == *masked)
                    };
                    is_found |= page.windows(self.secret.len()).any(is_secret);
                }
                page.zeroize();
                at += u64::try_from(length).unwrap();
            }
        }
        is_found
    }
}

#[test]
fn no_copy_of_a_plain_secret_is_left() {
    let mut search = Search::new();
    // So long that what the allocator writes into freed memory is not in the place of the secret.
    let (spaces, lines) = (" ".repeat(100), "\r\n".repeat(100));
    let (long, many) = (" ".repeat(20_000), "\r\n".repeat(2_000));
    let end = "</PlainValue></Secret></Data></Key></KeyPackage>";
    for (before, after) in [
        (spaces.clone(), String::new()),
        (spaces.clone(), long),
        (spaces.clone(), "&#65;&#65;&#65;&#65;".to_owned()),
        (lines.clone(), lines.clone()),
        (lines.clone(), many.clone()),
        (many.clone(), String::new()),
        (format!("<![CDATA[{lines}"), "]]>".to_owned()),
        (format!("<![CDATA[{lines}"), format!("{many}]]>")),
        // Refused.
        (spaces.clone(), "<!-- -->".to_owned()),
        (spaces.clone(), "]]>".to_owned()),
        (lines.clone(), "]]>".to_owned()),
        (format!("{spaces}</PlainValue>{spaces}"), "<PlainValue>".to_owned()),
        (format!("{end}{spaces}"), "<a><a>".to_owned()),
        (format!("{end}{lines}"), "<a><a>".to_owned()),
    ] {
        let outcome = read(file(&before, &after));
        assert!(!search.finds_a_copy(), "{before}…{after}: {outcome:?}");
    }
    // The search finds what is there.
    let mut shown = masked_secret();
    for byte in &mut shown {
        *byte ^= MASK;
    }
    assert!(search.finds_a_copy());
    assert_eq!(shown.len(), masked_secret().len());
}
