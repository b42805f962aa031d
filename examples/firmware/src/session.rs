use warifu_core::keys::DeviceRootKey;
use warifu_core::{Clock, Secret, UnixTime, Uptime};
use warifu_lifecycle::device::Button::Right;
use warifu_lifecycle::device::{DeviceState, PlainScreen};
use warifu_otp::{Totp, TotpParameters};
use warifu_sign::{DisplayProfile, Language};
use warifu_token::{MemoryFlash, Token};

/// The worked example of `docs/wire.md`: a registration, its activation, and a transfer, each answered with the number that
/// the document gives. A hardware OTP token's password too.
pub fn answers_as_documented() -> Option<()> {
    let root = DeviceRootKey::new(core::array::from_fn(|index| index as u8));
    let serial = "1012345674".parse().ok()?;
    let mut started = Token::new(root, serial, DisplayProfile::CAMERA_TOKEN, MemoryFlash::empty());
    // A reference, since a move would copy the whole token.
    let token = started.as_mut().ok()?;

    token.handle_power(NOW);
    token.handle_button(Right, NOW);
    token.handle_text(REGISTRATION, NOW);
    shows(token, "789916749304")?;

    (0..3).for_each(|_| token.handle_button(Right, NOW));
    token.handle_text(ACTIVATION, NOW);
    shows_no_number(token)?;
    token.handle_button(Right, NOW);
    shows(token, "37101143")?;
    (0..2).for_each(|_| token.handle_button(Right, NOW));
    (token.state() == DeviceState::Plain(PlainScreen::Activated)).then_some(())?;

    (0..2).for_each(|_| token.handle_power(NOW));
    token.handle_text(TRANSFER, NOW);
    while let DeviceState::Transaction { .. } = token.state() {
        shows_no_number(token)?;
        token.handle_button(Right, NOW);
    }
    shows(token, "26441361")?;

    password_as_published()
}

/// RFC 6238 Appendix B, with its own key, step and length.
#[inline(never)] // off the stack while the token works
fn password_as_published() -> Option<()> {
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
    let screen = token.screen(Language::English, NOW.uptime);
    (screen.digits()?.expose() == digits).then_some(())
}

fn shows_no_number(token: &Token<MemoryFlash>) -> Option<()> {
    token.screen(Language::English, NOW.uptime).digits().is_none().then_some(())
}

const NOW: Clock = Clock { uptime: Uptime::new(60), wall: Some(UnixTime::new(1_796_083_200)) };
const REGISTRATION: &str = "CEAAAAEKUCQ2FI5EUWTKPKFJVKV2ZLNOV5VQ4DQA";
const ACTIVATION: &str = "CJPPZACG56APA73NIPPVSQPRXCLHCEPAKZ36VTJUG6K6FLAX4LALHKFVDZNKMG4ZAUKSKZUR43IM4X\
    6JEJBK76MR4SVW6LFEQVRKTYRXJERBBLSE3VTNTZSUTLT6DV6GEMT32YGJH6YIFUN4VTDQVBUZZS5V\
    YF3A";
const TRANSFER: &str = "CO2GHLNCZAU7VGQUCSHX6WACWSEEO4ISSDASZBI6EBYB7ZDBCT6DEHIIEJ363EYJHXWTVMIKHAWII6\
    YZZ4ATYJPYIV3U5HMSHOKUFDHEYWAWH6X6Z6ONDHIDZ6EPRVO6LCNREWGRAGBFIX2DA2IER5K2SPA2\
    NVWH";
