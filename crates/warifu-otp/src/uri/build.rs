use alloc::string::{String, ToString};

use warifu_core::base32;
use zeroize::Zeroizing;

use super::key_uri::LONGEST_NAME;
use super::{KeyUri, MovingFactor, alloc, percent};

impl KeyUri {
    /// The URI, wiped on drop. Every parameter is written, the default ones too.
    ///
    /// # Security
    ///
    /// It holds the secret. It belongs into a picture that one person sees once, and into no log, mail or browser
    /// history.
    pub fn to_text(&self) -> Zeroizing<String> {
        let (kind, moving_factor) = match self.moving_factor {
            MovingFactor::Counter(counter) => ("hotp", ("counter", counter.value())),
            MovingFactor::Time(step) => ("totp", ("period", u64::from(step.value()))),
        };
        // Of its final size from the beginning: growth would move the secret, and leave a copy of it behind.
        let mut uri = Zeroizing::new(String::with_capacity(LONGEST));
        uri.push_str("otpauth://");
        uri.push_str(kind);
        uri.push('/');
        if let Some(issuer) = &self.issuer {
            percent::push_encoded(&mut uri, issuer);
            uri.push(':');
        }
        percent::push_encoded(&mut uri, &self.account);
        uri.push_str("?secret=");
        uri.push_str(&base32::encode(self.secret.expose()));
        if let Some(issuer) = &self.issuer {
            uri.push_str("&issuer=");
            percent::push_encoded(&mut uri, issuer);
        }
        uri.push_str("&algorithm=");
        uri.push_str(self.algorithm.name());
        uri.push_str("&digits=");
        uri.push_str(&self.digits.value().to_string());
        let (name, value) = moving_factor;
        uri.push('&');
        uri.push_str(name);
        uri.push('=');
        uri.push_str(&value.to_string());
        uri
    }
}

/// In bytes: the issuer twice and the account name once, all of it escaped, 128 bytes of secret, and the rest.
const LONGEST: usize = 3 * 3 * LONGEST_NAME
    + 205
    + "otpauth://hotp/:?secret=&issuer=&algorithm=SHA512&digits=10&counter=18446744073709551615"
        .len();
// What is built can be read.
const _: () = assert!(LONGEST <= super::parse::LONGEST);

#[cfg(test)]
mod tests {
    use warifu_core::{Counter, Digits, Secret};

    use super::*;
    use crate::HashAlgorithm;
    use crate::uri::Leniency;

    #[test]
    fn the_longest_one_fits() {
        let name = "銀".repeat(LONGEST_NAME / 3);
        let digits = Digits::new(10).unwrap();
        let (secret, counter) = (Secret::new(&[0xa5; 128]).unwrap(), Counter::new(u64::MAX));
        let uri = KeyUri::hotp(Some(&name), &name, secret, HashAlgorithm::Sha512, digits, counter);
        let text = uri.unwrap().to_text();
        assert_eq!((text.len(), text.capacity()), (LONGEST, LONGEST));
        assert!(KeyUri::parse(&text, Leniency::Strict).is_ok());
    }
}
