//! `otpauth` URIs: what apps write, what is refused and where, and that what is built is read back.
#![cfg(test)]
#![cfg(feature = "uri")]

use proptest::prelude::*;
use warifu_core::{Counter, Digits, Seconds, Secret, UnixTime};
use warifu_otp::uri::{KeyUri, Leniency, MovingFactor, Note, Parsed, UriErrorKind};
use warifu_otp::{HashAlgorithm, ParametersError, TotpParameters};

const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

fn strict(text: &str) -> Parsed {
    KeyUri::parse(text, Leniency::Strict).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn lenient(text: &str) -> Parsed {
    KeyUri::parse(text, Leniency::Lenient).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn names(text: &str) -> (Option<String>, String) {
    let uri = strict(text).uri;
    (uri.issuer().map(str::to_owned), uri.account().to_owned())
}

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

#[test]
fn what_is_refused_and_where() {
    use UriErrorKind::{
        Base32, Character, Escape, Invalid, IssuerMismatch, Misplaced, Missing, NoValue, NotUtf8,
        Repeated, RepeatedUnknown, Scheme, SecretLength, TooLong, Type,
    };
    let s = format!("secret={SECRET}");
    let end = 17 + s.len();
    let cases = [
        (String::new(), Scheme, 0),
        ("https://totp/a".into(), Scheme, 0),
        (format!("otpauth:/totp/a?{s}"), Scheme, 0),
        (format!("otpauth://steam/a?{s}"), Type, 10),
        (format!("otpauth://totp?{s}"), Type, 10),
        (format!("otpauth://totp/a b?{s}"), Character, 16),
        (format!("otpauth://totp/a?{s}\n"), Character, end),
        (format!("otpauth://totp/a?{s}#x"), Character, end),
        (format!("otpauth://totp/a%2?{s}"), Escape, 16),
        (format!("otpauth://totp/%ff?{s}"), NotUtf8, 15),
        (format!("otpauth://totp/a?{s}&x"), NoValue, end + 1),
        ("otpauth://totp/a".into(), Missing("secret"), 16),
        ("otpauth://totp/a?issuer=x".into(), Missing("secret"), 25),
        (format!("otpauth://totp/?{s}"), Missing("account name"), 15),
        (format!("otpauth://totp/Bank:?{s}"), Missing("account name"), 15),
        (format!("otpauth://totp/a%00?{s}"), Invalid("label"), 15),
        (format!("otpauth://totp/{}?{s}", "a".repeat(193)), Invalid("label"), 15),
        (format!("otpauth://totp/a?{s}&issuer=b%0A"), Invalid("issuer"), end + 8),
        (format!("otpauth://totp/a?{s}&issuer={}", "b".repeat(193)), Invalid("issuer"), end + 8),
        (format!("otpauth://totp/a?{s}&{s}"), Repeated("secret"), end + 1),
        (format!("otpauth://totp/a?{s}&SECRET=AA"), Repeated("secret"), end + 1),
        (format!("otpauth://totp/a?{s}&%73ecret=AA"), Repeated("secret"), end + 1),
        (format!("otpauth://totp/a?{s}&x=1&X=1"), RepeatedUnknown, end + 5),
        (format!("otpauth://totp/a?{s}&digits=5"), Invalid("digits"), end + 8),
        (format!("otpauth://totp/a?{s}&digits=11"), Invalid("digits"), end + 8),
        (format!("otpauth://totp/a?{s}&digits=+6"), Invalid("digits"), end + 8),
        (format!("otpauth://totp/a?{s}&digits="), Invalid("digits"), end + 8),
        (format!("otpauth://totp/a?{s}&period=0"), Invalid("period"), end + 8),
        (format!("otpauth://totp/a?{s}&period=3601"), Invalid("period"), end + 8),
        (format!("otpauth://totp/a?{s}&period=-1"), Invalid("period"), end + 8),
        (format!("otpauth://totp/a?{s}&encoder=steam"), Invalid("encoder"), end + 9),
        (format!("otpauth://totp/%E2%80%AEa?{s}"), Invalid("label"), 15),
        (format!("otpauth://totp/a?{s}&algorithm=MD5"), Invalid("algorithm"), end + 11),
        (format!("otpauth://totp/a?{s}&counter=1"), Misplaced("counter"), end + 9),
        (format!("otpauth://hotp/a?{s}"), Missing("counter"), end),
        (format!("otpauth://hotp/a?{s}&counter=1&period=30"), Misplaced("period"), end + 18),
        (format!("otpauth://hotp/a?{s}&counter=18446744073709551616"), Invalid("counter"), end + 9),
        (format!("otpauth://totp/A:a?{s}&issuer=B"), IssuerMismatch, 15),
        (format!("otpauth://totp/A%3AB:a?{s}&issuer=A"), IssuerMismatch, 15),
        (format!("otpauth://totp/A%3Aa?{s}&issuer=B"), IssuerMismatch, 15),
        (format!("otpauth://totp/Bank:a?{s}&issuer=bank"), IssuerMismatch, 15),
        ("otpauth://totp/a?secret=".into(), SecretLength, 24),
        (format!("otpauth://totp/a?secret={}", "A".repeat(208)), SecretLength, 24),
        (format!("otpauth://totp/a?secret={}", SECRET.to_lowercase()), Base32, 24),
        (format!("otpauth://totp/a?{s}%3D"), Base32, 24),
        ("otpauth://totp/a?secret=AB".into(), Base32, 24),
        (format!("otpauth://totp/a?{s}&x={}", "y".repeat(2049 - 3 - end)), TooLong, 2048),
    ];
    let longest = format!("otpauth://totp/a?{s}&x={}", "y".repeat(2048 - 3 - end));
    assert_eq!((longest.len(), strict(&longest).notes.len()), (2048, 1));
    for (text, kind, offset) in cases {
        let error = KeyUri::parse(&text, Leniency::Strict).unwrap_err();
        assert_eq!((error.kind(), error.offset()), (kind, Some(offset)), "{text}");
    }
}

#[test]
fn texts_of_errors() {
    use UriErrorKind as Kind;
    let texts = [
        (Kind::TooLong, "the URI is longer than 2048 bytes"),
        (Kind::Scheme, "the scheme is not otpauth"),
        (Kind::Type, "the type is neither totp nor hotp"),
        (Kind::Character, "a character that has to be escaped"),
        (Kind::Escape, "a percent sign without two hexadecimal digits"),
        (Kind::NotUtf8, "an escaped text is not UTF-8"),
        (Kind::NoValue, "a parameter without a value"),
        (Kind::Missing("secret"), "the secret is missing"),
        (Kind::Repeated("secret"), "the secret is given twice"),
        (Kind::RepeatedUnknown, "a parameter is given twice"),
        (Kind::Invalid("digits"), "the value of digits is not valid"),
        (Kind::Misplaced("period"), "the period does not belong to this type"),
        (Kind::IssuerMismatch, "the label and the issuer parameter name different issuers"),
        (Kind::Base32, "the secret is not strict base32"),
        (Kind::SecretLength, "the secret is not 1 to 128 bytes long"),
    ];
    for (kind, text) in texts {
        assert_eq!(kind.to_string(), text);
    }
    let error = KeyUri::parse("otpauth://x", Leniency::Strict).unwrap_err();
    assert_eq!(error.to_string(), "the type is neither totp nor hotp at offset 10");
    let texts = [
        (UriErrorKind::EmptyName, "the account name or the issuer is empty"),
        (
            UriErrorKind::Name,
            "the account name or the issuer is longer than 192 bytes, or holds what cannot be shown",
        ),
        (UriErrorKind::Colon, "an account name with a colon needs an issuer"),
        (UriErrorKind::Digits, "a one-time password has 4 to 10 digits"),
        (UriErrorKind::Step, "the time step is not 1 to 3600 seconds"),
        (UriErrorKind::T0, "a URI cannot express a T0 other than 0"),
    ];
    for (invalid, text) in texts {
        assert_eq!(invalid.to_string(), text);
    }
}

#[test]
fn what_no_uri_is_made_of() {
    let make = |issuer, account: &str, parameters| {
        KeyUri::totp(issuer, account, Secret::new(&[7; 20]).unwrap(), parameters)
            .map(drop)
            .map_err(|error| error.kind())
    };
    let good = TotpParameters::default();
    assert_eq!(make(Some("Bank"), "a:b", good), Ok(()));
    assert_eq!(make(None, "a:b", good), Err(UriErrorKind::Colon));
    assert_eq!(make(None, "", good), Err(UriErrorKind::EmptyName));
    assert_eq!(make(Some(""), "a", good), Err(UriErrorKind::EmptyName));
    for name in [" a", "a ", "a\nb", "\u{85}"] {
        assert_eq!(make(None, name, good), Err(UriErrorKind::Name), "{name:?}");
    }
    let digits = Digits::new(11).unwrap();
    assert_eq!(make(None, "a", TotpParameters { digits, ..good }), Err(UriErrorKind::Digits));
    let step = Seconds::new(3601);
    assert_eq!(make(None, "a", TotpParameters { step, ..good }), Err(UriErrorKind::Step));
    let t0 = UnixTime::new(1);
    assert_eq!(make(None, "a", TotpParameters { t0, ..good }), Err(UriErrorKind::T0));
}

#[test]
fn what_is_built_and_what_debug_shows() {
    let secret = Secret::new(b"12345678901234567890").unwrap();
    let uri =
        KeyUri::totp(Some("あお銀行 & Co"), "a+b", secret, TotpParameters::default()).unwrap();
    assert_eq!(
        *uri.to_text(),
        "otpauth://totp/%E3%81%82%E3%81%8A%E9%8A%80%E8%A1%8C%20%26%20Co:a%2Bb?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\
         &issuer=%E3%81%82%E3%81%8A%E9%8A%80%E8%A1%8C%20%26%20Co&algorithm=SHA1&digits=6&period=60"
    );
    let shown = format!("{uri:?}");
    assert!(shown.contains("redacted") && shown.contains("あお銀行"), "{shown}");
    assert!(!shown.contains("GEZDG") && !shown.contains("3132") && !shown.contains("49, 50"));
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

#[test]
fn no_error_shows_the_secret() {
    for secret in ["GEZDGNBVGY3TQOJ1", "GEZDGNBVGY3TQOJR=", "%GEZDGNBV", "GEZDGNBVA%ff"] {
        let text = format!("otpauth://totp/a?secret={secret}");
        let error = KeyUri::parse(&text, Leniency::Strict).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("GEZD"), "{error:?}");
    }
}

/// Every cut of a URI, in the middle of a character too, is read or refused.
#[test]
fn every_truncation_is_handled() {
    let text = format!(
        "otpauth://hotp/あお%E9%8A%80:太郎%3A?secret={SECRET}&issuer=あお%E9%8A%80&digits=8&counter=12&x=é"
    );
    for end in 0..=text.len() {
        let Ok(cut) = std::str::from_utf8(&text.as_bytes()[..end]) else { continue };
        for leniency in [Leniency::Strict, Leniency::Lenient] {
            match KeyUri::parse(cut, leniency) {
                Ok(parsed) => assert_eq!(parsed.uri.issuer(), Some("あお銀")),
                Err(error) => {
                    assert!(error.offset().is_some_and(|offset| offset <= cut.len()), "{error}");
                }
            }
        }
    }
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        "[^\\p{Cc}\u{200e}\u{200f}\u{2028}-\u{202e}\u{2066}-\u{2069}]{1,12}",
        "[ab:%3A+ 銀]{1,12}"
    ]
    .prop_map(|name| name.trim_matches(' ').to_owned())
    .prop_filter("empty", |name| !name.is_empty())
}

proptest! {
    #[test]
    fn what_was_built_is_read(
        issuer in proptest::option::of(name()),
        account in name(),
        secret in proptest::collection::vec(any::<u8>(), 1..=128),
        digits in 6..=10_u8,
        counter in proptest::option::of(any::<u64>()),
        step in 1..=3600_u32,
        hash in 0..3_usize,
    ) {
        let account = if issuer.is_none() { account.replace(':', "") } else { account };
        prop_assume!(!account.trim_matches(' ').is_empty());
        let account = account.trim_matches(' ');
        let algorithm = [HashAlgorithm::Sha1, HashAlgorithm::Sha256, HashAlgorithm::Sha512][hash];
        let (digits, key) = (Digits::new(digits).unwrap(), Secret::new(&secret).unwrap());
        let issuer = issuer.as_deref();
        let uri = if let Some(counter) = counter {
            KeyUri::hotp(issuer, account, key, algorithm, digits, Counter::new(counter))
        } else {
            let parameters = TotpParameters { algorithm, digits, step: Seconds::new(step), t0: UnixTime::new(0) };
            KeyUri::totp(issuer, account, key, parameters)
        }.unwrap();
        let text = uri.to_text();
        prop_assert!(text.is_ascii());
        let read = strict(&text);
        prop_assert_eq!((read.uri.issuer(), read.uri.account()), (issuer, account));
        prop_assert_eq!(read.uri.moving_factor(), uri.moving_factor());
        prop_assert_eq!((read.uri.algorithm(), read.uri.digits()), (algorithm, digits));
        prop_assert_eq!(read.uri.secret().expose(), &secret);
        prop_assert_eq!(read.notes, if secret.len() < 16 { vec![Note::ShortSecret] } else { vec![] });
        prop_assert_eq!(&*read.uri.to_text(), &*text);
        for end in 0..text.len() {
            let _ = KeyUri::parse(&text[..end], Leniency::Lenient);
        }
    }

    #[test]
    fn any_text_is_handled(text in "(otpauth://[ht]otp/)?\\PC{0,60}", tail in "(\\?(secret|issuer|digits|x)=[A-Z2-7%+:]{0,9}&?){0,3}") {
        for leniency in [Leniency::Strict, Leniency::Lenient] {
            if let Ok(parsed) = KeyUri::parse(&format!("{text}{tail}"), leniency) {
                let again = parsed.uri.to_text();
                prop_assert_eq!(strict_or_few_digits(&again), Some((parsed.uri.issuer().map(str::to_owned), parsed.uri.account().to_owned())));
            }
        }
    }
}

fn strict_or_few_digits(text: &str) -> Option<(Option<String>, String)> {
    let parsed = KeyUri::parse(text, Leniency::Lenient).ok()?;
    Some((parsed.uri.issuer().map(str::to_owned), parsed.uri.account().to_owned()))
}
