//! What is refused, and where.

use warifu_otp::uri::{KeyUri, Leniency, UriErrorKind};

use crate::{SECRET, strict};

#[test]
fn what_is_refused_and_where() {
    use UriErrorKind::{
        Base32, Character, Escape, Export, Invalid, IssuerMismatch, Misplaced, Missing, NoValue,
        NotUtf8, Repeated, RepeatedUnknown, Scheme, SecretLength, TooLong, Type,
    };
    let s = format!("secret={SECRET}");
    let end = 17 + s.len();
    let cases = [
        (String::new(), Scheme, 0),
        ("https://totp/a".into(), Scheme, 0),
        ("otpauth-migration".into(), Scheme, 0),
        ("otpauth-migration://offline?data=AA".into(), Export, 0),
        ("OTPAUTH-Migration:".into(), Export, 0),
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
        (Kind::Export, "an otpauth-migration export, not the URI of one key"),
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
