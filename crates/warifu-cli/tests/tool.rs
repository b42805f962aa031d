//! The tool as a user meets it: one vector, one file, one URI, one picture; and one sentence for each thing that is wrong.
#![cfg(test)]

use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};
use warifu_qr::draw::{CorrectionLevel, Symbol};

const KEY: &str = "3132333435363738393031323334353637383930";
const URI: &str = "otpauth://totp/Bank:taro?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Bank";

fn warifu<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Output {
    Command::new(env!("CARGO_BIN_EXE_warifu")).args(arguments).output().unwrap()
}

fn printed<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> String {
    let output = warifu(arguments);
    assert!(output.status.success(), "{output:?}");
    assert!(output.stderr.is_empty(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// The one sentence on standard error.
fn complaint<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> String {
    let output = warifu(arguments);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!(text.lines().count(), 1, "one sentence: {text}");
    text.trim_end().strip_prefix("warifu: ").unwrap().to_owned()
}

fn figure(number: &str) -> String {
    let crates = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    format!("{crates}/warifu-pskc/tests/figures/figure-{number}.xml")
}

fn words(line: &str) -> Vec<&str> {
    line.split(' ').collect()
}

#[test]
fn the_code_alone() {
    // RFC 4226 Appendix D, RFC 6238 Appendix B.
    assert_eq!(printed(["otp", "--key", KEY, "--counter", "0"]), "755224\n");
    assert_eq!(printed(["otp", "--key", KEY, "--counter", "9"]), "520489\n");
    let sha1 = format!("otp --key {KEY} --time 59 --step 30 --digits 8");
    assert_eq!(printed(words(&sha1)), "94287082\n");
    let key = KEY.repeat(2).split_at(64).0.to_owned();
    let sha256 =
        format!("otp --key {key} --time 20000000000 --step 30 --digits 8 --algorithm sha256");
    assert_eq!(printed(words(&sha256)), "77737706\n");
    let key = KEY.repeat(4).split_at(128).0.to_owned();
    let sha512 =
        format!("otp --key {key} --time 1111111109 --step 30 --digits 8 --algorithm sha512");
    assert_eq!(printed(words(&sha512)), "25091201\n");
    // The step is 60 seconds, and T0 is subtracted.
    assert_eq!(printed(["otp", "--key", KEY, "--time", "119"]), "287082\n");
    assert_eq!(printed(["otp", "--key", KEY, "--time", "1119", "--t0", "1000"]), "287082\n");
    assert_eq!(printed(["otp", "--key", KEY, "--counter", "0", "--checksum"]), "7552243\n");
    let legacy = "otp --key 31323334 --counter 0 --digits 4 --danger-legacy";
    assert_eq!(printed(words(legacy)).len(), 5);
}

#[test]
fn the_response_alone() {
    // RFC 6287 Appendix C.
    let of = |arguments: &str| printed(words(&format!("ocra --key {KEY} --suite {arguments}")));
    assert_eq!(of("OCRA-1:HOTP-SHA1-6:QN08 --question 11111111"), "243178\n");
    let key = KEY.repeat(2).split_at(64).0.to_owned();
    let with = |arguments: &str| printed(words(&format!("ocra --key {key} --suite {arguments}")));
    let pin = "--pin-hash 7110eda4d09e062aa5e4a390b0a572ac0d2c0220";
    let counted = "OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1 --question 12345678 --counter 9";
    assert_eq!(with(&format!("{counted} {pin}")), "08522129\n");
    let both = "OCRA-1:HOTP-SHA256-8:QA08 --question CLI22220 --question SRV11110";
    assert_eq!(with(both), "28247970\n");
    let key = KEY.repeat(4).split_at(128).0.to_owned();
    let timed = "--suite OCRA-1:HOTP-SHA512-8:QN08-T1M --question 11111111 --time 1206446790";
    assert_eq!(printed(words(&format!("ocra --key {key} {timed}"))), "55907591\n");
    assert_eq!(of("OCRA-1:HOTP-SHA1-0:QN08-S064 --question 1 --session 00ff").len(), 41);
    let legacy = "ocra --danger-legacy --key 31 --suite OCRA-1:HOTP-SHA1-10:QN08 --question 1";
    assert_eq!(printed(words(legacy)).len(), 11);
}

#[test]
fn a_wrong_response_is_one_sentence() {
    let with = |arguments: &str| complaint(words(&format!("ocra --key {KEY} --suite {arguments}")));
    assert_eq!(
        with("OCRA-1:HOTP-SHA1-6:QN08-T0H --question 1"),
        "not an OCRA suite: expected a step of 1 to 59 S or M, or of 1 to 48 H at byte 25"
    );
    let suite = "OCRA-1:HOTP-SHA1-6:QN08";
    assert_eq!(with(suite), "missing: --question <Q>");
    assert_eq!(
        with(&format!("{suite} --question 1 --question 2 --question 3")),
        "a suite has one question, or two of mutual authentication"
    );
    assert_eq!(
        with(&format!("{suite} --question 12x")),
        "character 2 of the question is not in the suite's format"
    );
    assert_eq!(
        with(&format!("{suite} --question 1 --counter 1")),
        "the suite does not have a counter"
    );
    assert_eq!(
        with(&format!("{suite} --question 1 --session xyz")),
        "--session is not hexadecimal"
    );
    assert_eq!(
        with("OCRA-1:HOTP-SHA1-6:QN08-PSHA1 --question 1 --pin-hash 00"),
        "the PIN's hash does not have the output length of its hash function"
    );
    assert_eq!(
        complaint(words(&format!("ocra --key 3132 --suite {suite} --question 1"))),
        "the key has fewer than 128 bits"
    );
}

#[test]
fn a_wrong_vector_is_one_sentence() {
    let with = |arguments: &str| complaint(words(&format!("otp {arguments}")));
    assert_eq!(with("--key 3132333435 --counter 0"), "the secret is shorter than 128 bits");
    assert_eq!(with("--key secret --counter 0"), "the key is not hexadecimal");
    assert_eq!(with("--key= --counter 0"), "the key cannot be used: the secret is empty");
    let lengths = "a one-time password has 6 to 10 digits, and with --danger-legacy 4 or 5 as well";
    assert_eq!(with(&format!("--key {KEY} --counter 0 --digits 5")), lengths);
    assert_eq!(with(&format!("--key {KEY} --time 0 --digits 4")), lengths);
    for digits in ["-1", "3", "11", "12", "99", "256", "six"] {
        let given = format!("--key {KEY} --counter 0 --digits {digits}");
        let expected = format!("the value of --digits <DIGITS> is not valid: {lengths}");
        assert_eq!(with(&given), expected);
        assert_eq!(with(&format!("{given} --danger-legacy")), expected);
    }
    assert_eq!(
        with(&format!("--key {KEY} --time 0 --step 0")),
        "the time step is not 1 to 3600 seconds"
    );
    assert_eq!(with(&format!("--key {KEY} --time 5 --t0 6")), "the time is before T0");
    let both = with(&format!("--key {KEY} --time 5 --counter 6"));
    assert_eq!(both, "--time <UNIX> cannot be used with --counter <N>");
    assert_eq!(with(&format!("--key {KEY}")), "missing: <--counter <N>|--time <UNIX>>");
    let stray = "there is an argument that does not belong here; see --help";
    assert_eq!(with(&format!("--key {KEY} --counter 1 -x")), stray);
    for (given, argument) in [
        ("--counter -1", "--counter <N>"),
        ("--counter 1.5", "--counter <N>"),
        ("--counter 18446744073709551616", "--counter <N>"),
        ("--time -1", "--time <UNIX>"),
        ("--time 5 --t0 -1", "--t0 <UNIX>"),
    ] {
        assert_eq!(
            with(&format!("--key {KEY} {given}")),
            format!(
                "the value of {argument} is not valid: it is a whole number from 0 to 18446744073709551615"
            )
        );
    }
    assert_eq!(
        with(&format!("--key {KEY} --time 5 --step -1")),
        "the value of --step <STEP> is not valid: not a number of seconds"
    );
    assert_eq!(
        with(&format!("--key {KEY} --counter 0 --algorithm md5")),
        "the value of --algorithm <ALGORITHM> is not valid: it is one of SHA1, SHA256, SHA512"
    );
    assert_eq!(complaint(["frobnicate"]), "there is no such subcommand; see --help");
    assert!(
        complaint::<&str>([])
            .starts_with("a subcommand is missing: one of otp, ocra, pskc, uri, qr")
    );
    assert!(complaint(["qr"]).starts_with("a subcommand is missing: one of read, draw"));
}

/// Where a key or password may stray to, it is not said again.
#[test]
fn what_was_typed_is_not_said_again() {
    for arguments in [
        "otp --key 3132333435 363738SECRET --counter 0",
        "otp --keySECRET --counter 0",
        "otp --key 31 --counter SECRET",
        "otp --key 31 --counter 0 --digits SECRET",
        "otp --key 31 --counter 0 --algorithm SECRET",
        "uri otpauth://totp/a b?secret=SECRET",
        "pskc file --password long SECRET",
        "SECRET",
        "qr SECRET",
    ] {
        let said = complaint(words(arguments));
        assert!(!said.contains("SECRET"), "{arguments}: {said}");
    }
    assert!(!complaint(["pskc", "\u{1b}]0;x\u{7}\n\nfoo"]).contains('\u{1b}'));
}

#[test]
fn help_and_version_are_no_errors() {
    assert!(printed(["--version"]).starts_with("warifu "));
    assert!(printed(["pskc", "--help"]).contains("--reveal"));
}

#[test]
fn a_key_file_is_listed() {
    let listed = |arguments: &[&str]| -> Value {
        serde_json::from_str(&printed([&["pskc", "--json"], arguments].concat())).unwrap()
    };
    let figure_7 = figure("07");
    let shown = listed(&[&figure_7, "--password", "qwerty", "--reveal"]);
    let key = json!({
        "id": "123456", "serial": "987654321", "algorithm": "hotp", "hash": "SHA1", "digits": 8,
        "time_step": null, "counter": null, "accepted": true, "reason": null, "secret": KEY,
    });
    assert_eq!(shown, json!({ "keys": [key] }));
    let hidden = listed(&[&figure_7, "--password", "qwerty"]);
    assert_eq!(hidden["keys"][0]["secret"], Value::Null);
    let several = listed(&[&figure("10"), "--reveal"]);
    assert_eq!(several["keys"].as_array().unwrap().len(), 4);

    assert!(several["keys"].as_array().unwrap().iter().all(|key| key["counter"] == 0));

    let figure_6 = figure("06");
    let table = printed(["pskc", &figure_6, "--key", "12345678901234567890123456789012"]);
    let lines: Vec<_> = table.lines().collect();
    assert_eq!(words(lines[0]).first(), Some(&"id"));
    let told: Vec<_> = lines[1].split_whitespace().collect();
    let (named, verdict) = (["12345678", "987654321", "hotp"], ["accepted"]);
    assert_eq!(told, [&named[..], &["SHA1", "8", "-", "0"], &verdict].concat());
    assert!(!table.contains(KEY));
    let table =
        printed(["pskc", &figure_6, "--key", "12345678901234567890123456789012", "--reveal"]);
    assert!(table.contains(KEY));
}

#[test]
fn a_key_that_is_refused_is_listed_with_the_reason() {
    let output = warifu(["pskc", "--json", &figure("07"), "--password", "wrong", "--reveal"]);
    assert_eq!(output.status.code(), Some(1));
    let listed: Value = serde_json::from_slice(&output.stdout).unwrap();
    let key = &listed["keys"][0];
    assert_eq!((&key["accepted"], &key["secret"]), (&json!(false), &Value::Null));
    assert_eq!(
        key["reason"],
        "the key file cannot be opened with this transport key (line 55, key package 1, serial 987654321)"
    );
    let complaint = String::from_utf8(output.stderr).unwrap();
    assert!(complaint.starts_with("warifu: 1 of 1 keys in "), "{complaint}");

    let signed = figure("09");
    assert!(complaint_of(&signed).contains("1 of 1 keys"));
    assert!(printed(["pskc", &signed, "--trusted-transport"]).contains("accepted"));
}

/// Each algorithm that is known has its last word; another one is what the file says.
#[test]
fn algorithms_are_named_alike() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("keys.xml");
    let pskc = "urn:ietf:params:xml:ns:keyprov:pskc";
    let key = |uri: &str, parameters: &str, more: &str| {
        format!(
            "<KeyPackage><Key Id=\"{uri}\" Algorithm=\"{uri}\"><AlgorithmParameters>{parameters}\
            </AlgorithmParameters><Data><Secret><PlainValue>MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI=\
            </PlainValue></Secret>{more}</Data></Key></KeyPackage>"
        )
    };
    let totp = "<Suite>HMAC-SHA256</Suite><ResponseFormat Encoding=\"DECIMAL\" Length=\"6\"/>";
    let step = "<TimeInterval><PlainValue>30</PlainValue></TimeInterval>";
    let ocra = "<Suite>OCRA-1:HOTP-SHA1-6:QN08</Suite>";
    let keys = [
        key(&format!("{pskc}:totp"), totp, step),
        key(&format!("{pskc}:ocra-1"), ocra, ""),
        key("urn:x-warifu:1:issuer-device-key", "", ""),
        key("urn:x:other:totp", "", ""),
    ];
    let text =
        format!("<KeyContainer Version=\"1.0\" xmlns=\"{pskc}\">{}</KeyContainer>", keys.concat());
    fs::write(&file, text).unwrap();
    let listed: Value =
        serde_json::from_str(&printed(["pskc", "--json", file.to_str().unwrap()])).unwrap();
    let told = |name: &str| -> Vec<Value> {
        listed["keys"].as_array().unwrap().iter().map(|key| key[name].clone()).collect()
    };
    let names = ["totp", "ocra-1", "issuer-device-key", "urn:x:other:totp"];
    assert_eq!(told("algorithm"), names);
    let none = Value::Null;
    assert_eq!(told("hash"), [json!("SHA256"), none.clone(), none.clone(), none.clone()]);
    assert_eq!(told("digits")[..1], [json!(6)]);
    assert_eq!(told("time_step"), [json!(30), none.clone(), none.clone(), none.clone()]);
    assert!(told("counter").iter().chain(&told("secret")).all(Value::is_null));
}

fn complaint_of(file: &str) -> String {
    complaint(["pskc", file])
}

#[test]
fn what_is_no_key_file_is_one_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("keys.xml");
    let path = file.to_str().unwrap();
    assert!(complaint_of(path).contains("No such file"));
    for (content, reason) in [
        ("", "the key file is empty (line 1)"),
        ("<a", "the key file ends early (line 1)"),
        ("<a></b>", "the root element is not a key container of RFC 6030 (line 1)"),
        ("<a/>", "the root element is not a key container of RFC 6030 (line 1)"),
        ("<!DOCTYPE a>\n<a/>", "the key file declares a document type (line 1)"),
    ] {
        fs::write(&file, content).unwrap();
        assert_eq!(complaint_of(path), format!("cannot read {path}: {reason}"));
    }
    let unreadable = folder.path().to_str().unwrap();
    assert_eq!(complaint_of(unreadable), format!("cannot read {unreadable}: is a directory"));
    assert_eq!(complaint(["pskc", path, "--key", "xx"]), "the key is not hexadecimal");
    assert!(complaint(["pskc", path, "--key", "00", "--password", "x"]).contains("--password"));
}

#[test]
fn a_uri_is_explained() {
    let told = printed(["uri", URI]);
    let expected = "type: TOTP (time)\nissuer: Bank\naccount: taro\nalgorithm: HMAC-SHA-1\ndigits: 6\n\
                    time step: 30 seconds\nsecret: 20 bytes, not shown without --reveal\n";
    assert_eq!(told, expected);
    assert!(printed(["uri", URI, "--reveal"]).contains(KEY));
    let odd = format!("{}&image=x", URI.replace("GEZD", "gezd"));
    assert_eq!(
        complaint(["uri", &odd]),
        "cannot read the URI: the secret is not strict base32 at offset 32"
    );
    let told = printed(["uri", "--lenient", &odd]);
    assert!(told.ends_with(
        "note: the secret is not written as strict base32\nnote: the parameter \"image\" is not known\n"
    ));
    assert!(complaint(["uri", "https://example.com"]).contains("the scheme is not otpauth"));
}

#[test]
fn an_export_is_explained() {
    // One key: the secret "1234567890123456", the name "a", TOTP.
    let export =
        "otpauth-migration://offline?data=ChcKEDEyMzQ1Njc4OTAxMjM0NTYSAWEwAhABGAEgAA%3D%3D";
    let told = printed(["uri", export]);
    assert!(told.starts_with("export: version 1, picture 1 of 1\nkey 1:\n  type: TOTP"), "{told}");
    assert!(told.contains("  secret: 16 bytes, not shown"), "{told}");
    assert!(complaint(["uri", "otpauth-migration://offline?data=*"]).contains("not base64"));
}

#[test]
fn what_is_drawn_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let text = "WARIFU234567".repeat(25);
    let file = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (png, svg) = (file("symbol.PNG"), file("symbol.svg"));
    assert_eq!(printed(["qr", "draw", &text, "--out", &png, "--scale", "3"]), "");
    assert_eq!(printed(["qr", "read", &png]), text.clone() + "\n");
    assert_eq!(printed(["qr", "draw", &text, "--out", &svg]), "");
    let symbol = Symbol::from_text(&text).unwrap();
    assert_eq!(fs::read_to_string(&svg).unwrap(), symbol.to_svg());
    assert_eq!(printed(["qr", "draw", &text]), symbol.to_terminal());
    let matrix = printed(["qr", "draw", &text, "--format", "matrix", "--level", "h"]);
    let symbol = Symbol::with_level(&text, CorrectionLevel::H).unwrap();
    for (line, row) in matrix.lines().zip(symbol.rows()) {
        assert!(line.bytes().map(|digit| digit == b'1').eq(row.iter().copied()));
    }
    assert_eq!(matrix.lines().count(), symbol.size());
}

#[test]
fn a_line_of_input_is_drawn() {
    let drawn = |input: &[u8]| {
        let mut tool = Command::new(env!("CARGO_BIN_EXE_warifu"))
            .args(["qr", "draw", "--format", "SVG"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        tool.stdin.take().unwrap().write_all(input).unwrap();
        let output = tool.wait_with_output().unwrap();
        (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    let expected = (Symbol::from_text("WARIFU").unwrap().to_svg(), String::new());
    for input in ["WARIFU", "WARIFU\n", "WARIFU\r\n", "WARIFU\nANOTHER\n"] {
        assert_eq!(drawn(input.as_bytes()), expected, "{input:?}");
    }
    let long = "\u{9577}".repeat(1000);
    for (input, complaint) in [
        (&b""[..], "there is no text to draw"),
        (b"\n", "there is no text to draw"),
        (b"WARIFU \n", "at offset 6"),
        (b"\xff\n", "at offset 0"),
        (long.as_bytes(), "at offset 0"),
        (&[b'A'; 700], "the text is longer than 600 characters"),
    ] {
        let (output, error) = drawn(input);
        assert!(output.is_empty() && error.contains(complaint), "{error}");
    }
}

/// As under `head`: the reader is gone before anything is written, and that is no error.
#[test]
fn a_reader_that_has_enough_is_no_failure() {
    let mut tool = Command::new(env!("CARGO_BIN_EXE_warifu"))
        .args(["qr", "draw", "--format", "svg"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(tool.stdout.take());
    tool.stdin.take().unwrap().write_all(b"WARIFU\n").unwrap();
    let output = tool.wait_with_output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
}

#[test]
fn what_cannot_be_drawn_is_said() {
    let cases: [(&[&str], &str); 7] = [
        (&["abc"], "the text has a character other than A to Z and 2 to 7 at offset 0"),
        (&[""], "there is no text to draw"),
        (&["AAAA", "--out", "symbol.gif"], "the name of the file says no format"),
        (&["AAAA", "--scale", "33"], "a module has 1 to 32 pixels"),
        (&["AAAA", "--scale", "999"], "a module has 1 to 32 pixels"),
        (
            &["AAAA", "--level", "Z"],
            "the value of --level <LEVEL> is not valid: it is one of L, M, Q, H",
        ),
        (&["AAAA", "--out", "no/such/folder/symbol.svg"], "cannot write no/such/folder/symbol.svg"),
    ];
    for (arguments, expected) in cases {
        let complaint = complaint(["qr", "draw"].iter().chain(arguments));
        assert!(complaint.contains(expected), "{complaint}");
    }
}

#[test]
fn a_picture_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let picture = folder.path().join("symbol.png");
    let text = "CEAAAAEKUCQ2FI5EUWTKPKFJVKV2ZLNOV5VQ4DQA";
    let out = picture.to_str().unwrap();
    assert!(warifu(["qr", "draw", text, "--out", out]).status.success());
    assert_eq!(printed(["qr", "read", out]).trim_end(), text);
    let missing = folder.path().join("nope");
    let missing = missing.to_str().unwrap();
    let expected = format!("cannot read {missing}: entity not found");
    assert_eq!(complaint(["qr", "read", missing]), expected);
    let key_file = figure("02");
    assert!(complaint(["qr", "read", &key_file]).contains("not a PNG or JPEG picture"));
}
