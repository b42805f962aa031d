use warifu_otp::uri::{KeyUri, Leniency, Migration};

/// A URI or an export: what is read can be built, and says the same when it is read again.
pub(crate) fn check(input: &[u8]) {
    let Ok(text) = str::from_utf8(input) else { return };
    for leniency in [Leniency::Strict, Leniency::Lenient] {
        match KeyUri::parse(text, leniency) {
            Ok(parsed) => comes_back(&parsed.uri),
            Err(error) => {
                assert!(error.offset().is_some_and(|offset| offset <= text.len()), "{error}");
            }
        }
    }
    if let Ok(export) = Migration::parse(text) {
        export.keys.iter().for_each(comes_back);
    }
}

fn comes_back(uri: &KeyUri) {
    let text = uri.to_text();
    #[expect(clippy::expect_used, reason = "a URI that cannot be read back is a finding")]
    let again = KeyUri::parse(&text, Leniency::Lenient).expect("what was built is read").uri;
    assert_eq!(*again.to_text(), *text);
    assert_eq!(again.secret().expose(), uri.secret().expose());
    assert_eq!((again.issuer(), again.account()), (uri.issuer(), uri.account()));
    assert_eq!(again.moving_factor(), uri.moving_factor());
}
