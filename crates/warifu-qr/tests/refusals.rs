//! A thousand messages, and everything that a stranger can make of them: none is received, and every refusal is the
//! same.
#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, reason = "tests")]

use aes_gcm::aead::AeadInOut;
use aes_gcm::{Aes256Gcm, KeyInit};
use warifu_core::keys::{Activation, DeviceRootKey, IssuerDeviceKey, RegistrationNonce};
use warifu_core::{
    Counter, IssuerId, Message, MessageKind, Nonce, SealingKey, Seconds, UnixTime, Validity, kind,
};
use warifu_qr::{Envelope, LARGEST, OpenError, ReplayWindow, SealedMessage};

const MESSAGES: u32 = 1_000;
const NOW: UnixTime = UnixTime::new(1_800_000_000);
/// Of server epoch 1.
const FIRST_SEQUENCE: u32 = 0x0010_0000;

/// One message on its way, and the device that it was made for.
struct Sent {
    device: Device,
    sequence: u32,
    bytes: Vec<u8>,
}

struct Device {
    root: IssuerDeviceKey,
    activation: Activation,
    message_key: SealingKey,
    used: ReplayWindow,
}

impl Device {
    fn new(number: u32) -> Self {
        let mut root = [0x42; 32];
        root[..4].copy_from_slice(&number.to_be_bytes());
        let root = DeviceRootKey::new(root).issuer_device_key(IssuerId::new(138));
        let activation = Activation {
            issuer: IssuerId::new(138),
            registration: RegistrationNonce([7; 16]),
            counter: Counter::new(1),
            token_code: "FDT7306594-99".parse().unwrap(),
            key_epoch: 1,
        };
        let message_key = root.instance_key(&activation).message_key();
        Self { root, activation, message_key, used: ReplayWindow::starting_at(FIRST_SEQUENCE - 1) }
    }

    fn receive(&self, bytes: &[u8], now: UnixTime) -> Result<Vec<u8>, OpenError> {
        receive_transaction(&self.message_key, &self.used, bytes, now)
    }
}

fn receive_transaction(
    key: &SealingKey,
    used: &ReplayWindow,
    bytes: &[u8],
    now: UnixTime,
) -> Result<Vec<u8>, OpenError> {
    let opened = Envelope::decode(bytes)?.receive_transaction(key, used, Some(now))?;
    Ok(opened.message().body().to_vec())
}

fn receive_activation(
    key: &SealingKey,
    registration: &[u8],
    bytes: &[u8],
) -> Result<Vec<u8>, OpenError> {
    let opened = Envelope::decode(bytes)?.receive_activation(key, registration, Some(NOW))?;
    Ok(opened.message().body().to_vec())
}

fn composed<K: MessageKind>(
    key: &SealingKey,
    sequence: u32,
    bound: &[u8],
    body: &[u8],
) -> Message<K> {
    let validity = Validity::new(sequence, NOW, Seconds::minutes(5)).unwrap();
    let mut nonce = [0x5a; 12];
    nonce[..4].copy_from_slice(&sequence.to_be_bytes());
    let nonce = Nonce(nonce);
    Message::danger_compose_with_nonce(key, nonce, bound, validity, |to| to.bytes(body)).unwrap()
}

fn sealed<K: MessageKind>(key: &SealingKey, sequence: u32, body: &[u8]) -> Vec<u8> {
    let message = composed::<K>(key, sequence, &[], body);
    SealedMessage::seal(&message, key).unwrap().as_bytes().to_vec()
}

/// Messages of all three lengths, each for another device.
fn sent() -> impl Iterator<Item = Sent> {
    (0..MESSAGES).map(|number| {
        let (device, sequence) = (Device::new(number), FIRST_SEQUENCE + number);
        let longest = [56, 146, 331][usize::try_from(number % 3).unwrap()];
        let body = vec![0x30; longest - usize::try_from(number % 50).unwrap()];
        let bytes = sealed::<kind::Transaction>(&device.message_key, sequence, &body);
        assert_eq!(device.receive(&bytes, NOW), Ok(body), "as it was made it is received");
        Sent { device, sequence, bytes }
    })
}

fn refused(device: &Device, bytes: &[u8], what: &str) {
    assert_eq!(device.receive(bytes, NOW), Err(OpenError), "{what}");
}

#[test]
fn every_changed_bit() {
    for Sent { device, mut bytes, .. } in sent() {
        for place in 0..bytes.len() {
            for bit in 0..8 {
                bytes[place] ^= 1 << bit;
                assert_eq!(
                    device.receive(&bytes, NOW),
                    Err(OpenError),
                    "bit {bit} of byte {place}"
                );
                bytes[place] ^= 1 << bit;
            }
        }
    }
}

#[test]
fn every_truncation_and_extension() {
    for Sent { device, bytes, .. } in sent() {
        for length in 0..bytes.len() {
            refused(&device, &bytes[..length], "shorter");
            refused(&device, &bytes[bytes.len() - length..], "without its beginning");
        }
        for length in bytes.len() + 1..=LARGEST + 1 {
            for fill in [0, 0x80, 0xff] {
                let mut longer = bytes.clone();
                longer.resize(length, fill);
                refused(&device, &longer, "longer");
            }
        }
    }
}

/// The beginning of one message and the end of another one, for each place; both are for the same device.
#[test]
fn every_splice() {
    for Sent { device, sequence, bytes } in sent() {
        let body = vec![0x31; bytes.len() - 50];
        let other = sealed::<kind::Transaction>(&device.message_key, sequence + 1, &body);
        assert_eq!(other.len(), bytes.len());
        for place in 1..bytes.len() {
            let (front, back) = (&bytes[..place], &other[place..]);
            let spliced = [front, back].concat();
            // The header is the same in both.
            if spliced != other && spliced != bytes {
                refused(&device, &spliced, "spliced");
            }
            refused(&device, &[back, front].concat(), "turned round");
        }
    }
}

#[test]
fn every_other_token() {
    let devices: Vec<_> = (0..MESSAGES).map(Device::new).collect();
    for (number, Sent { mut bytes, .. }) in sent().enumerate() {
        let own: [u8; 4] = bytes[1..5].try_into().unwrap();
        let nonce = Nonce(bytes[5..17].try_into().unwrap());
        let others = devices.iter().enumerate().filter(|&(other, _)| other != number);
        for (_, device) in others {
            refused(device, &bytes, "another device");
            bytes[1..5].copy_from_slice(&device.message_key.key_id(nonce).0);
            refused(device, &bytes, "another device, by its name");
            bytes[1..5].copy_from_slice(&own);
        }
    }
}

/// Sealed by a person who has every other key of this device, with the message key's name on it.
#[test]
fn every_other_purpose() {
    for Sent { device, sequence, bytes } in sent() {
        let instance = device.root.instance_key(&device.activation);
        let activation =
            device.root.activation_key(&device.activation.registration, Counter::new(1));
        let next = Activation { key_epoch: 2, ..device.activation };
        let foreign = [
            *device.root.expose(),
            *device.root.registration_key().expose(),
            *activation.expose(),
            *instance.expose(),
            *instance.signing_key().expose(),
            *instance.pick_key().expose(),
            *device.root.instance_key(&next).message_key().expose(),
        ];
        for key in foreign {
            refused(&device, &resealed(&bytes, &key, &device.message_key), "another purpose");
        }
        let right = resealed(&bytes, device.message_key.expose(), &device.message_key);
        assert_eq!(right, bytes, "it is the keys that are refused");

        // The message key is for no activation, and the activation key for nothing else.
        for key in [&device.message_key, &activation] {
            let activation = sealed::<kind::Activation>(key, sequence, b"body");
            let transaction = sealed::<kind::Transaction>(key, sequence, b"body");
            for (bytes, is_activation) in [(activation, true), (transaction, false)] {
                assert_eq!(receive_activation(key, &[], &bytes).is_ok(), is_activation);
                let received = receive_transaction(key, &device.used, &bytes, NOW);
                assert_eq!(received.is_ok(), !is_activation);
            }
        }
    }
}

/// The same plaintext under another key, as a stranger who has that key would seal it.
fn resealed(bytes: &[u8], key: &[u8; 32], named: &SealingKey) -> Vec<u8> {
    let (prefix, rest) = bytes.split_at(17);
    let (ciphertext, tag) = rest.split_at(rest.len() - 16);
    let nonce = <[u8; 12]>::try_from(&prefix[5..]).unwrap();
    let mut text = ciphertext.to_vec();
    Aes256Gcm::new(named.expose().into())
        .decrypt_inout_detached(
            &nonce.into(),
            &prefix[..5],
            text.as_mut_slice().into(),
            &<[u8; 16]>::try_from(tag).unwrap().into(),
        )
        .unwrap();
    let tag = Aes256Gcm::new(key.into())
        .encrypt_inout_detached(&nonce.into(), &prefix[..5], text.as_mut_slice().into())
        .unwrap();
    [prefix, &text, &tag].concat()
}

#[test]
fn every_old_sequence_number_and_epoch() {
    for Sent { mut device, sequence, bytes } in sent() {
        device.used.accept(sequence).unwrap();
        refused(&device, &bytes, "used");
        for ahead in [1, 2, 62, 63, 64, 65, 1 << 19, 1 << 20, 1 << 29] {
            // Something newer was used first; a transaction may still be as late as the window is wide.
            device.used = ReplayWindow::starting_at(FIRST_SEQUENCE - 1);
            device.used.accept(sequence + ahead).unwrap();
            let received = device.receive(&bytes, NOW);
            assert_eq!(received.is_ok(), ahead < 64, "{ahead} behind");
            assert!(received.is_ok() || received == Err(OpenError));
        }
        for later in 2..10 {
            device.used = ReplayWindow::starting_at(later << 20);
            refused(&device, &bytes, "an epoch of the past");
        }
        let ahead =
            sealed::<kind::Transaction>(&device.message_key, sequence + (1_025 << 20), b"body");
        device.used = ReplayWindow::starting_at(sequence);
        refused(&device, &ahead, "an epoch out of reach");
    }
}

#[test]
fn every_late_moment() {
    for Sent { device, bytes, .. } in sent() {
        for (late, taken) in [(0, true), (299, true), (300, false), (301, false), (86_400, false)] {
            let now = UnixTime::new(NOW.value() + late);
            let received = device.receive(&bytes, now);
            assert_eq!(received.is_ok(), taken, "{late} s");
            assert!(taken || received == Err(OpenError));
        }
        assert_eq!(device.receive(&bytes, UnixTime::new(u64::MAX)), Err(OpenError));
        let envelope = Envelope::decode(&bytes).unwrap();
        let received = envelope.receive_transaction(&device.message_key, &device.used, None);
        assert!(received.is_ok(), "without a clock nothing expires");
    }
}

/// An activation belongs to the registration message that it answers.
#[test]
fn every_other_registration() {
    for number in 0..MESSAGES {
        let device = Device::new(number);
        let message = [number.to_be_bytes(), [0x11; 4]].concat();
        let key = device.root.activation_key(&device.activation.registration, Counter::new(1));
        let sent = composed::<kind::Activation>(&key, FIRST_SEQUENCE, &message, b"body");
        let envelope = SealedMessage::seal(&sent, &key).unwrap();
        let opens = |key: &SealingKey, message: &[u8]| {
            receive_activation(key, message, envelope.as_bytes())
        };
        assert_eq!(opens(&key, &message), Ok(b"body".to_vec()));
        for place in 0..message.len() {
            let mut other = message.clone();
            other[place] ^= 1;
            assert_eq!(opens(&key, &other), Err(OpenError));
            assert_eq!(opens(&key, &message[..place]), Err(OpenError));
        }
        let later = device.root.activation_key(&device.activation.registration, Counter::new(2));
        assert_eq!(opens(&later, &message), Err(OpenError));
    }
}

#[test]
fn one_text() {
    assert_eq!(OpenError.to_string(), "the picture cannot be used on this device");
    assert_eq!(format!("{OpenError:?}"), "OpenError");
}
