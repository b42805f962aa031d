use warifu_core::{Entropy, EntropyError, Secret};
use warifu_pskc::{
    Authenticity, Completion, Container, ContainerReader, Encryption, Export, ExportErrorKind,
    ExportProtection, ImportError, KeyPackage, MacAlgorithm, NextPackage, Report, TransportKey,
};

/// A key file gives packages or an error, with every kind of transport key; what it gives can be written, and reads back as
/// it was.
pub(crate) fn check(input: &[u8]) {
    for key in transport_keys(input) {
        let opened = Container::parse(input).and_then(|container| {
            let count = container.count();
            container.open(&key).inspect(|packages| {
                assert_eq!(packages.len(), count, "whole file or nothing");
            })
        });
        check_report(input, &key, opened.is_ok());
        check_stream(input, &key, opened.as_deref().ok());
        match opened {
            Ok(packages) => check_export(&packages),
            Err(error) => assert_says_where(&error, input),
        }
    }
}

/// A report accepts every key exactly if the file opens, and says of each refusal where it is.
fn check_report(input: &[u8], key: &TransportKey, is_open: bool) {
    match Report::parse(input, key, Authenticity::Unproven) {
        Ok(report) => {
            assert_eq!(report.is_complete(), is_open, "the report tells what opening does");
            report.refusals().for_each(|error| assert_says_where(error, input));
        }
        Err(error) => {
            assert!(!is_open, "a file that opens has a report");
            assert_says_where(&error, input);
        }
    }
}

fn check_export(packages: &[KeyPackage]) {
    let Ok(key) = Secret::new(&TRANSPORT_KEY) else { return };
    let under = |encryption| ExportProtection::PreShared { key: &key, name: "fuzz", encryption };
    for (protection, opens) in [
        (ExportProtection::DangerPlain, TransportKey::None),
        (under(Encryption::AesKeyWrap), pre_shared(&TRANSPORT_KEY)),
        (under(Encryption::CamelliaCbc(MacAlgorithm::HmacSha256)), pre_shared(&TRANSPORT_KEY)),
    ] {
        match Export::new(protection).write(packages, &mut Counting(0)) {
            Ok(file) => {
                assert_eq!(file.len(), file.capacity(), "the text did not grow");
                match Container::parse(file.as_bytes()).and_then(|read| read.open(&opens)) {
                    Ok(read) => assert_same(packages, &read),
                    Err(error) => assert_eq!(error.to_string(), "", "what is written can be read"),
                }
            }
            Err(error) => {
                assert!(is_beyond_writing(error.kind()), "what is read can be written: {error}");
            }
        }
    }
}

fn assert_same(written: &[KeyPackage], read: &[KeyPackage]) {
    assert_eq!(written.len(), read.len());
    for (written, read) in written.iter().zip(read) {
        assert_eq!(written.device, read.device);
        assert_eq!(written.key, read.key);
        assert_eq!(written.secret.expose(), read.secret.expose());
    }
}

/// What a file can hold and is not written: attributes that are empty, long, or have white space around them (OCRA's suite
/// is part of one, in drafts); names of algorithms in the namespaces of drafts; numbers beyond the schema's types; and what escaping makes too
/// large.
fn is_beyond_writing(kind: ExportErrorKind) -> bool {
    use ExportErrorKind::{
        AlgorithmName, EmptyText, InvalidValue, LongText, SpaceAround, TooLarge,
    };

    const ATTRIBUTES: [&str; 5] = ["Id", "Algorithm", "Suite", "PINKeyId", "xml:lang"];
    const NUMBERS: [&str; 3] = ["Counter", "Time", "TimeInterval"];
    if let EmptyText(name) | LongText(name) | SpaceAround(name) = kind {
        return ATTRIBUTES.contains(&name);
    }
    if let InvalidValue(name) = kind {
        return NUMBERS.contains(&name);
    }
    [AlgorithmName, TooLarge].contains(&kind)
}

fn assert_says_where(error: &ImportError, input: &[u8]) {
    let lines = number(input.split(|&byte| byte == b'\n').count());
    assert!((1..=lines).contains(&error.line()), "line {} of {lines}", error.line());
    assert!(error.offset() <= number(input.len()), "byte {}", error.offset());
}

/// Package by package, a file gives what it gives as a whole: the same keys and a proof that there are no more, or the
/// error at which the whole file is refused too.
fn check_stream(input: &[u8], key: &TransportKey, whole: Option<&[KeyPackage]>) {
    let mut streamed = Vec::new();
    match read_stream(input, key, &mut streamed) {
        Ok(complete) => {
            assert!(whole.is_some(), "what is complete opens as a whole");
            assert_eq!(complete.keys(), number(streamed.len()));
            assert!(complete.bytes() <= number(input.len()));
            if let Some(whole) = whole {
                assert_same(whole, &streamed);
            }
        }
        Err(error) => {
            assert!(whole.is_none(), "what opens as a whole is complete: {error}");
            assert_eq!(error.handed_out(), number(streamed.len()));
            assert_says_where(&error, input);
        }
    }
}

fn number(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

fn read_stream(
    input: &[u8],
    key: &TransportKey,
    streamed: &mut Vec<KeyPackage>,
) -> Result<Completion, ImportError> {
    let mut packages = ContainerReader::new(input)?.open(key, Authenticity::Unproven)?;
    loop {
        match packages.next_package()? {
            NextPackage::Package(package) => streamed.push(*package),
            NextPackage::Complete(complete) => return Ok(complete),
        }
    }
}

/// None; the keys of RFC 6030's Figure 6 and of the files in the crate's own tests, in every length; and, where that costs
/// little, the password of Figure 7.
fn transport_keys(input: &[u8]) -> Vec<TransportKey> {
    let (short, _) = TRANSPORT_KEY.split_at(16);
    let (long, _) = TRANSPORT_KEY.split_at(24);
    let mut keys = vec![TransportKey::None];
    keys.extend([&EXAMPLE_KEY[..], short, long, &TRANSPORT_KEY].map(pre_shared));
    if has_small_numbers_only(input) {
        keys.extend(Secret::new(b"qwerty").map(TransportKey::Password));
    }
    keys
}

fn pre_shared(key: &[u8]) -> TransportKey {
    Secret::new(key).map_or(TransportKey::None, TransportKey::PreShared)
}

/// Whether nothing in the file can be a number of iterations beyond 9999: ten million are allowed, and cost seconds.
fn has_small_numbers_only(input: &[u8]) -> bool {
    let contains = |what: &[u8]| input.windows(what.len()).any(|window| window == what);
    let is_number = |run: &[u8]| run.iter().all(u8::is_ascii_digit);
    !contains(b"&#") && !contains(b"CDATA") && !input.windows(5).any(is_number)
}

/// Counts up.
struct Counting(u64);

impl Entropy for Counting {
    fn fill(&mut self, destination: &mut [u8]) -> Result<(), EntropyError> {
        for chunk in destination.chunks_mut(8) {
            self.0 = self.0.wrapping_add(1);
            for (byte, counted) in chunk.iter_mut().zip(self.0.to_be_bytes()) {
                *byte = counted;
            }
        }
        Ok(())
    }
}

/// The key of RFC 6030 Figure 6.
const EXAMPLE_KEY: [u8; 16] = [
    0x12, 0x34, 0x56, 0x78, 0x90, 0x12, 0x34, 0x56, 0x78, 0x90, 0x12, 0x34, 0x56, 0x78, 0x90, 0x12,
];

/// The key of the files by python-pskc.
const TRANSPORT_KEY: [u8; 32] = [
    0x40, 0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49, 0x4a, 0x4b, 0x4c, 0x4d, 0x4e, 0x4f,
    0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57, 0x58, 0x59, 0x5a, 0x5b, 0x5c, 0x5d, 0x5e, 0x5f,
];

#[cfg(test)]
mod tests {
    use std::fs;
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use warifu_core::{Counter, Secret};

    use super::*;

    const FILES: &str = "../warifu-pskc/tests/interop";

    fn opened(name: &str) -> Vec<KeyPackage> {
        let file = fs::read(format!("{FILES}/{name}.pskcxml")).unwrap();
        Container::parse(&file).unwrap().open(&pre_shared(&TRANSPORT_KEY)).unwrap()
    }

    #[test]
    fn the_files_of_the_crates_own_tests_pass() {
        let mut checked = 0_u32;
        for entry in fs::read_dir(FILES).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "pskcxml") {
                check(&fs::read(path).unwrap());
                checked += 1;
            }
        }
        assert!(checked > 20, "{checked}");
    }

    /// What a defect in reading or writing would look like is noticed.
    #[test]
    fn planted_differences_are_noticed() {
        let written = opened("aes256-cbc.hmac-sha256");
        assert_same(&written, &opened("aes256-cbc.hmac-sha256"));
        let differences: [fn(&mut Vec<KeyPackage>); 9] = [
            |read| read.truncate(1),
            |read| read.swap(0, 1),
            |read| read[0].device.serial = None,
            |read| read[0].device.expires = Some(warifu_core::UnixTime::new(0)),
            |read| read[0].key.counter = Some(Counter::new(0)),
            |read| read[1].key.time_drift = None,
            |read| read[1].key.policy.usage.clear(),
            |read| read[1].key.policy.transactions = Some(1),
            |read| read[0].secret = Secret::new(b"another").unwrap(),
        ];
        for (number, plant) in differences.into_iter().enumerate() {
            let mut read = opened("aes256-cbc.hmac-sha256");
            plant(&mut read);
            let compare = AssertUnwindSafe(|| assert_same(&written, &read));
            assert!(catch_unwind(compare).is_err(), "{number}");
        }
    }

    #[test]
    fn a_refusal_to_write_is_an_expected_one() {
        assert!(is_beyond_writing(ExportErrorKind::SpaceAround("Id")));
        assert!(!is_beyond_writing(ExportErrorKind::SpaceAround("SerialNo")));
        assert!(is_beyond_writing(ExportErrorKind::InvalidValue("Counter")));
        assert!(!is_beyond_writing(ExportErrorKind::InvalidValue("Max")));
        assert!(!is_beyond_writing(ExportErrorKind::DigitsOfResponse));
        assert!(!is_beyond_writing(ExportErrorKind::RepeatedRandomness));
    }

    #[test]
    fn many_iterations_are_not_run() {
        assert!(has_small_numbers_only(b"<IterationCount>9999</IterationCount>"));
        for costly in ["10000", "1&#48;000", "10<![CDATA[000]]>"] {
            assert!(!has_small_numbers_only(costly.as_bytes()), "{costly}");
        }
    }
}
