"""Writes the key files of this folder with python-pskc, the same ones each time: python write.py"""

import hashlib
import os

from dateutil.parser import parse
from pskc import PSKC

PROFILES = "urn:ietf:params:xml:ns:keyprov:pskc:"
PASSWORD = "correct horse 割符"

# Each MAC once, each cipher once or more. python-pskc writes no MAC with a key wrap.
PRE_SHARED = [
    "aes128-cbc.hmac-md5",
    "aes128-cbc.hmac-sha1",
    "aes192-cbc.hmac-sha512",
    "aes256-cbc.hmac-sha256",
    "aes128-cbc.hmac-sha224",
    "aes128-cbc.hmac-sha384",
    "aes128-cbc.hmac-ripemd160",
    "camellia128-cbc.hmac-sha1",
    "camellia192-cbc.hmac-sha256",
    "camellia256-cbc.hmac-sha512",
    "tripledes-cbc.hmac-sha1",
    "kw-aes128",
    "kw-aes192",
    "kw-aes256",
    "kw-camellia128",
    "kw-camellia192",
    "kw-camellia256",
    "kw-tripledes",
]
# Cipher, MAC, and what PBKDF2 iterates; without that, what PKCS #5 says.
PASSWORDS = [
    "aes128-cbc.hmac-sha1.pbkdf2",
    "aes256-cbc.hmac-sha256.pbkdf2-hmac-sha256",
    "camellia192-cbc.hmac-sha512.pbkdf2-hmac-sha512",
    "kw-aes192.pbkdf2-hmac-sha224",
    "kw-aes256.pbkdf2-hmac-sha384",
    "tripledes-cbc.hmac-sha1.pbkdf2-hmac-sha1",
]


def repeatable(name):
    """Stands in for the system's randomness, so that a file changes when python-pskc does and at no other time."""
    count = 0

    def urandom(length):
        nonlocal count
        count += 1
        return hashlib.shake_256(f"{name} {count}".encode()).digest(length)

    os.urandom = urandom


def key_length(cipher):
    bits = "".join(c for c in cipher if c.isdigit())
    return int(bits) // 8 if bits else 24


def write(name, file=None, keys=2, fields=("secret", "counter")):
    file = file or name
    repeatable(file)
    parts = name.split(".")
    cipher, mac, derivation = parts[0], None, None
    for part in parts[1:]:
        if part.startswith("pbkdf2"):
            derivation = part
        else:
            mac = part
    container = PSKC()
    if mac:
        container.mac.setup(algorithm=mac)
    if derivation:
        prf = derivation.partition("-")[2]
        container.encryption.setup_pbkdf2(
            PASSWORD,
            algorithm=cipher,
            key_length=key_length(cipher),
            key_name="interop password",
            iterations=1500,
            prf=prf or None,
        )
    else:
        key = bytes(range(0x40, 0x40 + key_length(cipher)))
        container.encryption.setup_preshared_key(
            key=key, algorithm=cipher, key_name="interop key", fields=list(fields)
        )
    for i in range(keys):
        key = container.add_key(
            manufacturer="Example Token Works",
            serial=f"3000000000{i}",
            model="Hardware OTP",
            id=f"key-{i}",
            response_length=6 + i,
            response_encoding="DECIMAL",
            issuer="Example Bank",
        )
        key.algorithm = PROFILES + ("totp" if i else "hotp")
        key.key_userid = f"UID=user{i},DC=example"
        key.device.start_date = parse("2026-01-01T00:00:00Z")
        key.policy.start_date = parse("2026-01-01T00:00:00Z")
        key.policy.expiry_date = parse("2031-01-01T00:00:00+09:00")
        key.policy.key_usage = ["OTP"]
        if i:
            key.time_interval = 30
            key.time_drift = -1
            key.time_offset = 0
            key.algorithm_suite = "HMAC-SHA256"
            key.secret = bytes(range(0x20, 0x40))
        else:
            # A key wrap wants padding for 20 bytes, and Triple DES's has none: it takes 24.
            key.secret = bytes(range(0x10, 0x28 if cipher == "kw-tripledes" else 0x24))
            # Written as eight bytes, so that a key wrap takes it.
            key.counter = 0x4142434445464748 if cipher == "kw-tripledes" else 0x2021222324
    container.write(f"{file}.pskcxml")


def plain():
    container = PSKC()
    key = container.add_key(
        manufacturer="Example Token Works",
        serial="30000000009",
        id="plain",
        response_length=8,
        response_encoding="DECIMAL",
    )
    key.algorithm = PROFILES + "ocra-1"
    key.algorithm_suite = "OCRA-1:HOTP-SHA256-8:QH64"
    key.challenge_encoding = "HEXADECIMAL"
    key.challenge_min_length = 64
    key.challenge_max_length = 64
    key.policy.key_usage = ["CR"]
    key.policy.pin_usage = "Local"
    key.policy.pin_min_length = 4
    key.policy.pin_max_length = 8
    key.policy.pin_max_failed_attempts = 5
    key.policy.pin_encoding = "DECIMAL"
    key.secret = bytes(range(32))
    container.write("plain-ocra.pskcxml")


for name in [*PRE_SHARED, *PASSWORDS]:
    write(name)
# For the tests that change a file to have it refused.
write("aes128-cbc.hmac-sha1", "aes128-hmac-sha1", keys=3, fields=["secret"])
plain()
