"""Writes the key files of this folder with python-pskc: python write.py"""

import hashlib

from dateutil.parser import parse
from pskc import PSKC

PROFILES = "urn:ietf:params:xml:ns:keyprov:pskc:"


def encrypted(bits, mac):
    name = f"aes{bits}-{mac}.pskcxml"
    container = PSKC()
    container.mac.algorithm = mac
    container.mac.key = hashlib.sha512(name.encode()).digest()[: container.mac.algorithm_key_length]
    container.encryption.setup_preshared_key(
        key=bytes(range(0x40, 0x40 + bits // 8)), algorithm=f"aes{bits}-cbc", key_name="interop key"
    )
    for i in range(3):
        key = container.add_key(
            manufacturer="Example Token Works",
            serial=f"3000000000{i}",
            model="Key ring",
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
            key.time_interval = 30 * i
            key.time_drift = -i
            key.time_offset = 0
            key.algorithm_suite = "HMAC-SHA256" if i == 1 else None
        else:
            key.counter = 41
        key.secret = bytes(0x10 * (i + 1) + j for j in range(16)) + b"abcd" * 4 * i
    container.write(name)


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


encrypted(128, "hmac-sha1")
encrypted(192, "hmac-sha512")
encrypted(256, "hmac-sha256")
plain()
