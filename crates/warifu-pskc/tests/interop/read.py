"""Reads a folder of key files with python-pskc and compares them with its expected.json: python read.py FOLDER"""

import json
import sys
from pathlib import Path

from pskc import PSKC


def seconds(date):
    return None if date is None else int(date.timestamp())


def found(key):
    return {
        "secret": key.secret.hex(),
        "id": key.id,
        "algorithm": key.algorithm,
        "algorithm_suite": key.algorithm_suite,
        "manufacturer": key.manufacturer,
        "serial": key.serial,
        "model": key.model,
        "issuer": key.issuer,
        "friendly_name": key.friendly_name,
        "start_date": seconds(key.start_date),
        "policy_start_date": seconds(key.policy.start_date),
        "policy_expiry_date": seconds(key.policy.expiry_date),
        "number_of_transactions": key.policy.number_of_transactions,
        "pin_max_failed_attempts": key.policy.pin_max_failed_attempts,
        "response_length": key.response_length,
        "challenge_max_length": key.challenge_max_length,
        "counter": key.counter,
        "time_interval": key.time_interval,
        "time_offset": key.time_offset,
        "time_drift": key.time_drift,
    }


def check(folder, file, expected):
    container = PSKC(str(folder / file["file"]))
    if "password" in file:
        container.encryption.derive_key(file["password"])
    elif file["key"]:
        container.encryption.key = bytes.fromhex(file["key"])
    assert container.encryption.is_encrypted is False, file
    assert len(container.keys) == len(expected), file
    for key, wanted in zip(container.keys, expected):
        # Verifies the MAC, wherever there is one.
        assert key.check() and not key.policy.unknown_policy_elements, file
        assert found(key) == wanted, (file, found(key), wanted)


folder = Path(sys.argv[1])
listed = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
for file in listed["files"]:
    check(folder, file, listed["keys"])
print(f"{len(listed['files'])} files agree")
