"""Writes the example key file with python-pskc: python write.py"""

import hashlib
import hmac

from pskc import PSKC


def example(what, length):
    return hashlib.sha512(b"warifu public example: " + what).digest()[:length]


def issuer_device_key(root, issuer):
    """SP 800-108 in counter mode with HMAC-SHA-256, one block, as `warifu_core::keys` derives it."""
    label, context = b"warifu/1 issuer device", issuer.to_bytes(4, "big")
    counter, length = (1).to_bytes(4, "big"), (256).to_bytes(4, "big")
    fixed = label + b"\x00" + bytes([len(context)]) + context + length
    return hmac.new(root, counter + fixed, hashlib.sha256).digest()


transport_key = example(b"transport key", 32)
device_root_key = example(b"device root key", 32)

container = PSKC()
container.mac.algorithm = "hmac-sha256"
container.mac.key = example(b"MAC key", 32)
container.encryption.setup_preshared_key(
    key=transport_key, algorithm="aes256-cbc", key_name="example transport key"
)

camera = container.add_key(
    manufacturer="Example Token Works", serial="1012345674", model="Camera token", id="1012345674"
)
camera.algorithm = "urn:x-warifu:1:issuer-device-key"
camera.secret = issuer_device_key(device_root_key, 138)

hardware_otp = container.add_key(
    manufacturer="Example Token Works",
    serial="20123456789",
    model="Hardware OTP token",
    id="20123456789",
    response_length=6,
    response_encoding="DECIMAL",
)
hardware_otp.algorithm = "urn:ietf:params:xml:ns:keyprov:pskc:totp"
hardware_otp.algorithm_suite = "HMAC-SHA1"
hardware_otp.time_interval = 60
hardware_otp.secret = example(b"TOTP secret", 20)
hardware_otp.policy.key_usage = ["OTP"]

container.write("tokens.pskcxml")
for name, key in [("transport.key", transport_key), ("device-root.key", device_root_key)]:
    with open(name, "w", encoding="ascii") as file:
        file.write(key.hex() + "\n")
