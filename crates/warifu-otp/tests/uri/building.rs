//! What is built, what is not, and that it is read back.

use proptest::prelude::*;
use warifu_core::{Counter, Digits, Seconds, Secret, UnixTime};
use warifu_otp::uri::{KeyUri, Leniency, Note, UriErrorKind};
use warifu_otp::{HashAlgorithm, TotpParameters};

use crate::strict;

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
        algorithm in proptest::sample::select(&HashAlgorithm::ALL),
    ) {
        let account = if issuer.is_none() { account.replace(':', "") } else { account };
        prop_assume!(!account.trim_matches(' ').is_empty());
        let account = account.trim_matches(' ');
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
