//! A part of a file takes a small multiple of its bytes in memory, with any content. This is the only test of its process,
//! since the most memory that a process ever had is measured.

#![cfg(test)]
#![cfg(target_os = "linux")]
#![expect(clippy::arithmetic_side_effects, reason = "tests")]

use std::fs;
use std::io::{self, BufRead, BufReader, Read};

use warifu_pskc::{
    Authenticity, ContainerReader, ImportError, ImportErrorKind, NextPackage, TransportKey,
};

/// Of a part of a file: see the README.
const LONGEST: usize = 2 * 1024 * 1024;
const MOST: usize = 8 * LONGEST;

/// Pieces of which a part is full, and whether there may be as many.
const PIECES: [(&str, bool); 14] = [
    ("<?a?>", true),
    ("a<?a?>", true),
    (" <!---->", true),
    ("<!---->", true),
    ("<!----><![CDATA[a]]>", true),
    ("<![CDATA[a]]>", true),
    ("&lt;", true),
    ("\r\n", true),
    ("<a/>", false),
    ("a<a/>", false),
    ("<a b=''/>", false),
    ("<a>&amp;</a>", false),
    (CHAIN, false),
    (
        "<a a='' b='' c='' d='' e='' f='' g='' h='' i='' j='' k='' l='' m='' n='' o='' p='' q='' \
         r='' s='' t='' u='' v='' w='' x='' y='' z='' A='' B='' C='' D='' E='' F='' G='' H=''/>",
        false,
    ),
];

#[test]
fn a_part_takes_a_small_multiple_of_its_bytes() {
    let text = "a".repeat(LONGEST - 1_360 * CHAIN.len() - 2000);
    let text = ["<a>", &text, "&lt;</a></Extensions>"].concat();
    let before = peak();
    for (piece, is_read) in PIECES {
        let pieces = Pieces::new(piece, (LONGEST - 2000) / piece.len());
        let long = ["<Extensions>", "</Extensions>"];
        let in_data = ["<KeyPackage><x:a>", "</x:a></KeyPackage>"];
        for ([before, after], is_read) in [
            // In front of the first key package, behind it, and in one that is refused.
            ([long[0].to_owned(), long[1].to_owned() + PACKAGE], is_read),
            ([PACKAGE.to_owned() + long[0], long[1].to_owned()], is_read),
            ([PACKAGE.to_owned() + in_data[0], in_data[1].to_owned()], false),
        ] {
            assert_eq!(is_good(&before, pieces, &after), is_read, "{piece} {before}");
        }
    }
    // As many elements in chains as there may be, and a text.
    let chains = Pieces::new(CHAIN, 1_360);
    assert!(is_good(&[PACKAGE, "<Extensions>"].concat(), chains, &text));
    // Many parts in front of the first key package.
    let elements = Pieces::new("<a/>", 15_000);
    let mut several = Vec::new();
    for _ in 0..16 {
        several.push(elements.between("<Extensions>", "</Extensions>"));
    }
    assert!(!is_good(&several.concat(), Pieces::new("", 0), PACKAGE));
    let taken = peak() - before;
    assert!(taken < MOST, "{} KiB", taken / 1024);
}

/// Elements with one child each.
const CHAIN: &str = "<a b='' c=''><a b='' c=''><a b='' c=''><a b='' c=''><a b='' c=''><a b='' c=''>\
    <a b='' c=''><a b='' c=''><a b='' c=''><a b='' c=''><a b='' c=''><a b='' c=''>\
    </a></a></a></a></a></a></a></a></a></a></a></a>";

const PACKAGE: &str = "<KeyPackage><Key Id='1' Algorithm='urn:ietf:params:xml:ns:keyprov:pskc:hotp'><Data>\
    <Secret><PlainValue>MTIzNA==</PlainValue></Secret></Data></Key></KeyPackage>";

/// Whether a file with this content is read to its end.
fn is_good(before: &str, pieces: Pieces, after: &str) -> bool {
    let start =
        "<KeyContainer Version='1.0' xmlns='urn:ietf:params:xml:ns:keyprov:pskc' xmlns:x='urn:x'>";
    let file = start
        .as_bytes()
        .chain(before.as_bytes())
        .chain(pieces)
        .chain(after.as_bytes())
        .chain(&b"</KeyContainer>"[..]);
    match keys(BufReader::new(file)) {
        Ok(keys) => keys == 1,
        Err(error) => {
            let is_limit = error.kind() == ImportErrorKind::TooComplex;
            assert!(is_limit || before.starts_with(PACKAGE), "{error}");
            false
        }
    }
}

fn keys(file: impl BufRead) -> Result<u64, ImportError> {
    let container = ContainerReader::new(file)?;
    let mut packages = container.open(&TransportKey::None, Authenticity::Unproven)?;
    loop {
        if let NextPackage::Complete(complete) = packages.next_package()? {
            return Ok(complete.keys());
        }
    }
}

/// The same piece many times, which takes no memory here.
#[derive(Clone, Copy)]
struct Pieces {
    piece: &'static str,
    /// Bytes that are left.
    rest: usize,
}

impl Pieces {
    const fn new(piece: &'static str, count: usize) -> Self {
        Self { piece, rest: piece.len() * count }
    }

    fn between(self, before: &str, after: &str) -> String {
        [before, &self.piece.repeat(self.rest / self.piece.len()), after].concat()
    }
}

impl Read for Pieces {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let length = out.len().min(self.rest);
        let begin = self.piece.len() - self.rest % self.piece.len().max(1);
        let bytes = self.piece.bytes().cycle().skip(begin);
        for (out, byte) in out.iter_mut().zip(bytes).take(length) {
            *out = byte;
        }
        self.rest -= length;
        Ok(length)
    }
}

/// The most memory that this process ever had, in bytes.
fn peak() -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    peak.trim().trim_end_matches(" kB").parse::<usize>().unwrap() * 1024
}
