use warifu_core::codec::Decode;
use warifu_core::codec::Encode;
use warifu_core::codec::Reader;
use warifu_core::keys::InstanceKey;
use warifu_core::{
    AuthenticatedMessage, Entropy, EntropyError, MAX_PLAINTEXT, Message, MessageKind, Nonce,
    SealingKey, Seconds, SecretBuf, UnixTime, Validity, kind,
};
use warifu_qr::{
    BUCKETS, Envelope, MessageCounter, ReplayWindow, SealedMessage, ServerEpoch, text,
};

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

/// What opens under a key was sealed with it: sealing the opened message gives the same bytes. The input is taken for
/// an envelope, for a message to seal, and for a replay window.
pub(crate) fn check_envelope(input: &[u8]) {
    let key = InstanceKey::new([7; 32]).message_key();
    check_sealing(input, &key);
    check_window(input);
    check_counter(input);
    if let Ok(envelope) = Envelope::decode(input) {
        assert_eq!(envelope.as_bytes(), input);
        assert!(BUCKETS.contains(&input.len()));
        check_opened::<kind::Activation>(&envelope, &key);
        check_opened::<kind::Transaction>(&envelope, &key);
    }
}

fn check_opened<K: MessageKind>(envelope: &Envelope<'_>, key: &SealingKey) {
    let Ok(opened) = envelope.open::<K>(key, &[]) else { return };
    let again = SealedMessage::seal(opened.message(), key);
    assert_eq!(again.as_ref().map(SealedMessage::as_bytes), Ok(envelope.as_bytes()));
}

fn opened(bytes: &[u8], key: &SealingKey) -> Option<AuthenticatedMessage<kind::Transaction>> {
    Envelope::decode(bytes).ok().and_then(|sealed| sealed.open(key, &[]).ok())
}

/// The input is a place, a change and a body: sealed it opens again, and changed in this place it does not.
fn check_sealing(input: &[u8], key: &SealingKey) {
    let Some((&[high, low, change], body)) = input.split_first_chunk() else { return };
    let composed =
        Validity::new(1, UnixTime::new(1_796_083_200), Seconds::minutes(5)).and_then(|validity| {
            let nonce = Nonce([9; 12]);
            Message::<kind::Transaction>::danger_compose_with_nonce(
                key,
                nonce,
                &[],
                validity,
                |writer| writer.bytes(body),
            )
        });
    assert_eq!(composed.is_ok(), body.len() <= LONGEST_BODY);
    let Ok(message) = composed else { return };
    #[expect(clippy::expect_used, reason = "a message that cannot be sealed is a finding")]
    let sealed = SealedMessage::seal(&message, key).expect("a message that was composed");
    let mut changed = sealed.as_bytes().to_vec();
    let received = opened(&changed, key);
    assert_eq!(received.as_ref().map(|opened| opened.message().body()), Some(body));

    let place = usize::from(u16::from_be_bytes([high, low])).checked_rem(changed.len());
    if let Some(byte) = place.and_then(|place| changed.get_mut(place)) {
        *byte ^= change.max(1);
    }
    assert!(opened(&changed, key).is_none(), "byte {place:?} was changed");
}

/// A window that is accepted is written the same way, and takes no number twice.
fn check_window(input: &[u8]) {
    let mut reader = Reader::new(input);
    if let Ok(mut window) = ReplayWindow::decode(&mut reader) {
        let written =
            SecretBuf::<{ ReplayWindow::ENCODED }>::written(|writer| window.encode(writer));
        assert_eq!(written.as_ref().ok().map(SecretBuf::as_slice), input.get(..reader.position()));
        let highest = window.highest();
        assert!(window.check(highest).is_err(), "the highest number is used");
        if let Some(next) = highest.checked_add(1) {
            assert!(window.accept(next).is_ok());
            assert!(window.accept(next).is_err(), "used once");
        }
    }
}

/// A bank's counter that is accepted is written the same way, and its next number is a higher one.
fn check_counter(input: &[u8]) {
    let mut reader = Reader::new(input);
    let Ok(mut counter) = MessageCounter::decode(&mut reader) else { return };
    let written =
        SecretBuf::<{ MessageCounter::ENCODED }>::written(|writer| counter.encode(writer));
    assert_eq!(written.as_ref().ok().map(SecretBuf::as_slice), input.get(..reader.position()));
    let (before, epoch) = (counter.clone(), ServerEpoch::from_sequence(counter.sequence()));
    match counter.next(epoch, &mut Constant) {
        Ok(parameters) => assert!(parameters.sequence > before.sequence(), "numbers rise"),
        Err(_) => assert_eq!(counter, before, "nothing is used up"),
    }
    assert!(counter.next(epoch, &mut Constant).is_err(), "the same random bytes again");
}

/// A source of randomness that is none.
struct Constant;

impl Entropy for Constant {
    fn fill(&mut self, destination: &mut [u8]) -> Result<(), EntropyError> {
        destination.fill(0x5a);
        Ok(())
    }
}

/// Grey pixels give texts or an error: the first byte is the width, the rest the picture.
pub(crate) fn check_scan(input: &[u8]) {
    let Some((&width, luma)) = input.split_first() else { return };
    if width == 0 {
        return check_pixels(0, 0, &[]);
    }
    let rows = luma.chunks_exact(usize::from(width));
    let (Ok(height), Some(pixels)) =
        (u32::try_from(rows.len()), luma.strip_suffix(rows.remainder()))
    else {
        return;
    };
    check_pixels(u32::from(width), height, pixels);
}

fn check_pixels(width: u32, height: u32, pixels: &[u8]) {
    if let Ok(texts) = warifu_scan::read_luma(width, height, pixels) {
        assert!(!texts.is_empty(), "no symbol is an error");
    }
}

/// What a plaintext has room for behind its validity, in bytes.
const LONGEST_BODY: usize = MAX_PLAINTEXT - 10;
