//! What is read, with its notes.

use warifu_core::{Counter, Digits, Seconds};
use warifu_otp::uri::{KeyUri, Leniency, MovingFactor, Note};
use warifu_otp::{HashAlgorithm, ParametersError, TotpParameters};

use crate::{SECRET, lenient, names, strict};

#[test]
fn labels_are_split_before_they_are_decoded() {
    let cases = [
        ("alice", "", None, "alice"),
        ("Bank:alice", "", Some("Bank"), "alice"),
        ("Bank%3Aalice", "", Some("Bank"), "alice"),
        ("Bank%3aalice", "", Some("Bank"), "alice"),
        ("Bank:%20alice%40bank.example", "&issuer=Bank", Some("Bank"), "alice@bank.example"),
        ("Bank%3A%20alice", "&issuer=Bank", Some("Bank"), "alice"),
        ("alice", "&issuer=Bank", Some("Bank"), "alice"),
        ("A+B:c+d", "&issuer=A+B", Some("A+B"), "c+d"),
        ("A%20B:c%20d", "&issuer=A%20B", Some("A B"), "c d"),
        ("A%3AB:alice", "&issuer=A%3AB", Some("A:B"), "alice"),
        ("A:B:alice", "&issuer=A%3AB", Some("A:B"), "alice"),
        ("A%3AB%3Aalice", "&issuer=A%3AB", Some("A:B"), "alice"),
        ("A:B%3Aalice", "&issuer=A", Some("A"), "B:alice"),
        ("A%3aB%3Aalice", "&issuer=A%3AB", Some("A:B"), "alice"),
        ("A%3AB%3Aalice", "&issuer=A", Some("A"), "B:alice"),
        ("%41%25:alice", "&issuer=A%25", Some("A%"), "alice"),
        ("Bank%20:alice", "&issuer=Bank", Some("Bank"), "alice"),
        ("100%25%3Aalice", "", Some("100%"), "alice"),
        ("a%253Ab", "", None, "a%3Ab"),
        ("a%253Ab", "&issuer=a%25", Some("a%"), "a%3Ab"),
        ("Bank:a:b", "&issuer=Bank", Some("Bank"), "a:b"),
        ("Bank:a%3Ab", "", Some("Bank"), "a:b"),
        (
            "%E3%81%82%E3%81%8A%E9%8A%80%E8%A1%8C:%E5%A4%AA%E9%83%8E",
            "&issuer=%E3%81%82%E3%81%8A%E9%8A%80%E8%A1%8C",
            Some("あお銀行"),
            "太郎",
        ),
        ("あお銀行:太郎", "", Some("あお銀行"), "太郎"),
        ("Bank:alice%2Fadmin%3Fx%26y", "", Some("Bank"), "alice/admin?x&y"),
    ];
    for (label, query, issuer, account) in cases {
        let text = format!("otpauth://totp/{label}?secret={SECRET}{query}");
        assert_eq!(names(&text), (issuer.map(str::to_owned), account.to_owned()), "{text}");
    }
}

#[test]
fn defaults_and_parameters() {
    let parsed = strict(&format!("otpauth://totp/a?secret={SECRET}"));
    assert_eq!(parsed.notes, []);
    assert_eq!(
        parsed.uri.parameters(),
        Some(TotpParameters { step: Seconds::new(30), ..TotpParameters::default() })
    );
    assert_eq!(parsed.uri.secret().expose(), b"12345678901234567890");
    let text = format!("OTPAUTH://HOTP/a?Secret={SECRET}&COUNTER=0&digits=8&algorithm=SHA512");
    let uri = strict(&text).uri;
    assert_eq!(uri.moving_factor(), MovingFactor::Counter(Counter::new(0)));
    assert_eq!((uri.algorithm(), uri.digits()), (HashAlgorithm::Sha512, Digits::EIGHT));
    let (token, counter) = uri.to_hotp().unwrap().unwrap();
    assert_eq!(token.generate(counter).digits(), Digits::EIGHT);
    assert!(uri.to_totp().is_none() && uri.parameters().is_none());
}

#[test]
fn odd_names_of_hash_functions_are_noted() {
    for (name, algorithm, odd) in [
        ("SHA1", HashAlgorithm::Sha1, false),
        ("sha1", HashAlgorithm::Sha1, true),
        ("SHA-256", HashAlgorithm::Sha256, true),
        ("HmacSHA256", HashAlgorithm::Sha256, true),
        ("HMAC-SHA-512", HashAlgorithm::Sha512, true),
        ("hmac_sha512", HashAlgorithm::Sha512, true),
    ] {
        let parsed = strict(&format!("otpauth://totp/a?secret={SECRET}&algorithm={name}"));
        assert_eq!(parsed.uri.algorithm(), algorithm, "{name}");
        assert_eq!(parsed.notes.contains(&Note::OddAlgorithm), odd, "{name}");
    }
}

#[test]
fn what_is_noted() {
    let text = format!(
        "otpauth://totp/Bank:alice?secret={SECRET}&image=http%3A%2F%2Fx&issuer=&lock=1&&color=0"
    );
    let unknown = |name: &str| Note::UnknownParameter(name.to_owned());
    let expected = [unknown("image"), Note::EmptyIssuer, unknown("lock"), unknown("color")];
    assert_eq!(strict(&text).notes, expected);
    assert_eq!(strict("otpauth://totp/a?secret=JBSWY3DPEHPK3PXP").notes, [Note::ShortSecret]);
    assert_eq!(
        strict("otpauth://totp/a?secret=JBSWY3DPEHPK3PXP").uri.to_totp().unwrap().unwrap_err(),
        ParametersError::ShortSecret
    );
    let parsed = lenient(&format!("otpauth://totp/Old:a b?secret={SECRET}&issuer=New&digits=4"));
    assert_eq!(parsed.notes, [Note::FewDigits, Note::IssuerMismatch]);
    assert_eq!((parsed.uri.issuer(), parsed.uri.account()), (Some("New"), "a b"));
    for secret in [
        "gezdgnbvgy3tqojqgezdgnbvgy3tqojq",
        "GEZD%20GNBV GY3T-QOJQ-GEZDGNBVGY3TQOJQ",
        "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ%3D%3D%3D",
    ] {
        let parsed = lenient(&format!("otpauth://totp/a?secret={secret}"));
        assert_eq!(parsed.notes, [Note::OddSecret], "{secret}");
        assert_eq!(parsed.uri.secret().expose(), b"12345678901234567890");
    }
    let texts = [
        (unknown("im\u{1b}age"), "the parameter \"im\\u{1b}age\" is not known"),
        (Note::OddAlgorithm, "the hash function is written in an odd way"),
        (Note::EmptyIssuer, "the issuer is empty"),
        (Note::IssuerMismatch, "the label names another issuer than the parameter"),
        (Note::OddSecret, "the secret is not written as strict base32"),
        (Note::ShortSecret, "the secret is shorter than 128 bits"),
        (Note::FewDigits, "the code has fewer than 6 digits"),
    ];
    for (note, text) in texts {
        assert_eq!(note.to_string(), text);
    }
}

/// A URI, whether it is strict, its issuer, its account name, and the notes of a lenient reader.
type Case<'a> = (&'a str, bool, Option<&'a str>, &'a str, &'a [Note]);

/// The forms in which services write their URIs; names and secrets are made up.
#[test]
fn what_services_write() {
    let long = SECRET;
    let short = "JBSWY3DPEHPK3PXP";
    let unknown = |name: &str| Note::UnknownParameter(name.to_owned());
    let google = format!(
        "otpauth://totp/Google%3Ataro%40example.com?secret={}&issuer=Google",
        long.to_lowercase()
    );
    let github =
        format!("otpauth://totp/GitHub:taro?secret={short}&issuer=GitHub&image=https://x/y.png");
    let microsoft = format!(
        "otpauth://totp/Contoso%20Ltd:taro%40contoso.example?secret={short}&issuer=Microsoft"
    );
    let okta = format!(
        "otpauth://totp/bank.okta.example:taro@bank.example?secret={long}&issuer=bank.okta.example&algorithm=SHA1&digits=6&period=30"
    );
    let keycloak = format!(
        "otpauth://totp/realm:taro?secret={long}%3D%3D&digits=6&algorithm=HmacSHA256&issuer=realm&period=30"
    );
    let aws = format!(
        "otpauth://totp/Amazon%20Web%20Services:taro@1234?secret={long}{long}&issuer=Amazon%20Web%20Services"
    );
    let plus = format!("otpauth://totp/Big+Bank:taro?secret={long}&issuer=Big+Bank");
    let spaced = format!("otpauth://totp/Big Bank: taro?issuer=Big%20Bank&secret={long}");
    let freeotp = format!(
        "otpauth://hotp/Bank:taro?secret={long}&algorithm=sha512&digits=8&counter=7&lock=true&color=fff"
    );
    let legacy = format!("otpauth://totp/taro?digits=6&secret={short}&");
    let (google_notes, mismatch) = ([Note::OddSecret], [Note::IssuerMismatch, Note::ShortSecret]);
    let cases: [Case<'_>; 10] = [
        (&google, false, Some("Google"), "taro@example.com", &google_notes),
        (&github, true, Some("GitHub"), "taro", &[unknown("image"), Note::ShortSecret]),
        (&microsoft, false, Some("Microsoft"), "taro@contoso.example", &mismatch),
        (&okta, true, Some("bank.okta.example"), "taro@bank.example", &[]),
        (&keycloak, false, Some("realm"), "taro", &[Note::OddSecret, Note::OddAlgorithm]),
        (&aws, true, Some("Amazon Web Services"), "taro@1234", &[]),
        (&plus, true, Some("Big+Bank"), "taro", &[]),
        (&spaced, false, Some("Big Bank"), "taro", &[]),
        (
            &freeotp,
            true,
            Some("Bank"),
            "taro",
            &[Note::OddAlgorithm, unknown("lock"), unknown("color")],
        ),
        (&legacy, true, None, "taro", &[Note::ShortSecret]),
    ];
    for (text, is_strict, issuer, account, notes) in cases {
        assert_eq!(KeyUri::parse(text, Leniency::Strict).is_ok(), is_strict, "{text}");
        let parsed = lenient(text);
        assert_eq!((parsed.uri.issuer(), parsed.uri.account()), (issuer, account), "{text}");
        assert_eq!(parsed.notes, notes, "{text}");
    }
}
