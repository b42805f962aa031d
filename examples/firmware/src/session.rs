use warifu_core::keys::DeviceRootKey;
use warifu_core::{Secret, UnixTime};
use warifu_lifecycle::device::Button::Right;
use warifu_lifecycle::device::DeviceState;
use warifu_otp::{Totp, TotpParameters};
use warifu_sign::{DisplayProfile, Language};
use warifu_token::{MemoryFlash, Token};

/// The worked example of `docs/wire.md`: a registration, its activation, and a transfer, each answered with the number that
/// the document gives. A key-ring's password besides.
pub fn answers_as_documented() -> Option<()> {
    let root = DeviceRootKey::new(core::array::from_fn(|index| index as u8));
    let serial = "1012345674".parse().ok()?;
    let mut started = Token::new(root, serial, DisplayProfile::CAMERA_TOKEN, MemoryFlash::empty());
    // A reference, since a move would copy the whole token.
    let token = started.as_mut().ok()?;

    token.handle_power(NOW);
    token.handle_button(Right, NOW);
    token.handle_text(REGISTRATION, NOW);
    shows(token, "373065329572")?;

    (0..3).for_each(|_| token.handle_button(Right, NOW));
    token.handle_text(ACTIVATION, NOW);
    shows(token, "89879047")?;
    (0..2).for_each(|_| token.handle_button(Right, NOW));
    (token.state() == DeviceState::Activated).then_some(())?;

    (0..2).for_each(|_| token.handle_power(NOW));
    token.handle_text(TRANSFER, NOW);
    while let DeviceState::Transaction { .. } = token.state() {
        shows_no_number(token)?;
        token.handle_button(Right, NOW);
    }
    shows(token, "37224194")?;

    // RFC 6238 Appendix B, with its own key, step and length.
    let secret = Secret::new(b"12345678901234567890").ok()?;
    let parameters = TotpParameters {
        digits: warifu_core::Digits::EIGHT,
        step: warifu_core::Seconds::new(30),
        ..TotpParameters::default()
    };
    let password = Totp::new(&secret, parameters).ok()?.generate(UnixTime::new(59)).ok()?;
    (password.expose() == "94287082").then_some(())
}

fn shows(token: &Token<MemoryFlash>, digits: &str) -> Option<()> {
    let screen = token.screen(Language::English, NOW);
    (screen.digits()?.expose() == digits).then_some(())
}

fn shows_no_number(token: &Token<MemoryFlash>) -> Option<()> {
    token.screen(Language::English, NOW).digits().is_none().then_some(())
}

const NOW: UnixTime = UnixTime::new(1_796_083_200);
const REGISTRATION: &str = "CEAAAAEKUCQ2FI5EUWTKPKFJVKV2ZLNOV5VQ4DQA";
const ACTIVATION: &str = "CIOLJ55QWCY3FM5UWW3LPOFZXK5RA74EX4LMTQ36BBW4G4AQGVCFSCZNTRT6AQ2OFWNWB6QZLHZPMYEF\
    E572CMNK54VRALCFTJDIXGZBDE5ML72WY7F7BEFU7ZAKPK3E2O4LT2H5ETEMFYYPF4JA7MUPM2XAWSYL";
const TRANSFER: &str = "CPEPBXCCYDA4FQ6EYXDMPSGJZLF56HGLFQTOCKTZYRDXZYU77MPT55MIX2ODCIB3TUNRI4GQGF6O3QXG\
    Y4TWEMAB7J3RWNOCFKIFO2GA4UUZCKHRZTEV7PLD5CRSFZQJMDTV2PDS2IMEFGLFJK2VOHQYEFAVIXK4";
