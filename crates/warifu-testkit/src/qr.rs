use warifu_core::keys::InstanceKey;
use warifu_qr::{BUCKETS, Envelope, ReplayWindow, scan, text};

/// A text that is accepted is the one text of its bytes.
pub(crate) fn check_text(input: &[u8]) {
    if let Ok(text) = str::from_utf8(input)
        && let Ok(bytes) = text::decode(text)
    {
        assert_eq!(text::encode(&bytes), text);
    }
    let spelt = text::encode(input);
    if !input.is_empty() && spelt.len() <= text::MAX_TEXT {
        assert_eq!(text::decode(&spelt).as_deref(), Ok(input));
    }
}

/// Whatever opens under a key was sealed with it: sealing the opened message gives the same bytes.
pub(crate) fn check_envelope(input: &[u8]) {
    let key = InstanceKey::new([7; 32]).message_key();
    if let Ok(envelope) = Envelope::decode(input) {
        assert_eq!(envelope.as_bytes(), input);
        assert!(BUCKETS.contains(&input.len()));
        if let Ok(opened) = envelope.open(&key, &[]) {
            let again = Envelope::seal(opened.message(), &key);
            assert_eq!(again.as_ref().map(Envelope::as_bytes), Ok(input));
        }
    }
    let mut reader = warifu_core::codec::Reader::new(input);
    if let Ok(mut window) = ReplayWindow::decode(&mut reader) {
        let highest = window.highest();
        assert!(window.check(highest).is_err(), "the highest number is used");
        if let Some(next) = highest.checked_add(1) {
            assert!(window.accept(next).is_ok());
            assert!(window.accept(next).is_err(), "used once");
        }
    }
}

/// Grey pixels give texts or an error: the first byte is the width, the rest the picture.
pub(crate) fn check_scan(input: &[u8]) {
    let Some((&width, luma)) = input.split_first() else { return };
    let height =
        luma.len().checked_div(usize::from(width)).and_then(|height| u32::try_from(height).ok());
    let whole = height.unwrap_or_default().saturating_mul(u32::from(width));
    let pixels =
        usize::try_from(whole).ok().and_then(|whole| luma.get(..whole)).unwrap_or_default();
    if let Ok(texts) = scan::read_luma(u32::from(width), height.unwrap_or_default(), pixels) {
        assert!(!texts.is_empty(), "no symbol is an error");
    }
}
