use warifu_core::keys::DeviceRootKey;
use warifu_core::{Clock, UnixTime, Uptime};
use warifu_lifecycle::device::Button;
use warifu_sign::DisplayProfile;
use warifu_token::{Flash, FlashError, Token};

/// A token starts from any image or says why not, reads any text, and shows no 8-digit number without a confirmation.
pub(crate) fn check(input: &[u8]) {
    let root = DeviceRootKey::new([0x42; 32]);
    let Ok(serial) = "1012345674".parse() else { return };
    let flash = InputFlash(input);
    let Ok(mut token) = Token::new(root, serial, DisplayProfile::CAMERA_TOKEN, flash) else {
        return;
    };
    let text = String::from_utf8_lossy(input);
    token.handle_power(NOW);
    for text in text.split('\n') {
        token.handle_text(text, NOW);
        let screen = token.screen(warifu_sign::Language::English, NOW.uptime);
        assert!(
            screen.digits().is_none_or(|code| code.digits().value() == 12),
            "no number from reading alone"
        );
        token.handle_button(Button::Right, NOW);
    }
}

/// A flash that holds the input, and forgets what is stored over it.
struct InputFlash<'a>(&'a [u8]);

impl Flash for InputFlash<'_> {
    fn load(&self, image: &mut [u8]) -> Result<usize, FlashError> {
        image.get_mut(..self.0.len()).ok_or(FlashError)?.copy_from_slice(self.0);
        Ok(self.0.len())
    }

    fn replace(&mut self, _: &[u8]) -> Result<(), FlashError> {
        Ok(())
    }
}

const NOW: Clock = Clock { uptime: Uptime::new(20), wall: Some(UnixTime::new(1_796_083_200)) };
