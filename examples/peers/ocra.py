"""Compares `warifu ocra` with a program that nobody here wrote: PyPI's oath.

    python3 ocra.py PATH-OF-WARIFU [CASES]

Every case has a random suite, key and inputs, from a fixed seed. Prints one closing line; exits 1 on a difference.

What oath does otherwise, and what is done about it here: it takes sessions that are already filled up; hexadecimal questions
of an odd length only with their zero; the time as a number of steps; and for the length 0 it prints the truncated number, so
that its input is hashed here. Suites that the RFC does not have are not drawn.
"""

import hashlib
import hmac
import random
import string
import subprocess
import sys

from oath._ocra import str2ocrasuite

LETTERS = {"A": string.ascii_letters + string.digits, "N": string.digits, "H": string.hexdigits}
UNITS = {"S": (1, 59), "M": (60, 59), "H": (3600, 48)}
HASHES = ["SHA1", "SHA256", "SHA512"]


def case(draw):
    """A suite, and an input for each part of it."""
    letter, longest = draw.choice("ANH"), draw.randint(4, 64)
    parts, inputs = [f"Q{letter}{longest:02}"], {}
    if draw.random() < 0.5:
        parts.insert(0, "C")
        inputs["counter"] = draw.choice([0, draw.randrange(1000), draw.randrange(2**64)])
    if draw.random() < 0.4:
        digest = draw.choice(HASHES)
        parts.append("P" + digest)
        inputs["pin"] = draw.randbytes(6)
        inputs["pin_hash"] = hashlib.new(digest.lower(), inputs["pin"]).hexdigest()
    if draw.random() < 0.4:
        length = draw.choice([64, 128, 256, 512, draw.randint(1, 512)])
        parts.append(f"S{length:03}")
        inputs["session"] = draw.randbytes(draw.choice([length, draw.randint(1, length)]))
        inputs["session_length"] = length
    if draw.random() < 0.4:
        unit, (seconds, most) = draw.choice(list(UNITS.items()))
        count = draw.randint(1, most)
        parts.append(f"T{count}{unit}")
        inputs["time"], inputs["step"] = draw.randrange(2**34), count * seconds
    digits = draw.choice([0, *range(4, 10)])
    suite = f"OCRA-1:HOTP-{draw.choice(HASHES)}-{digits}:{'-'.join(parts)}"
    count = 2 if draw.random() < 0.3 else 1
    questions = ["".join(draw.choices(LETTERS[letter], k=draw.randint(1, longest))) for _ in range(count)]
    return {"suite": suite, "key": draw.randbytes(draw.randint(16, 128)), "questions": questions, **inputs}


def of_warifu(path, case):
    command = [path, "ocra", "--suite", case["suite"], "--key", case["key"].hex()]
    for question in case["questions"]:
        command += ["--question", question]
    for name in ("counter", "time"):
        if name in case:
            command += [f"--{name}", str(case[name])]
    if "pin" in case:
        command += ["--pin-hash", case["pin_hash"]]
    if "session" in case:
        command += ["--session", case["session"].hex()]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def of_oath(case):
    suite = str2ocrasuite(case["suite"])
    joined = "".join(case["questions"])
    if suite.data_input.Q[0] == "H" and len(joined) % 2:
        joined += "0"
        suite.data_input.Q = ("H", 128)
    inputs = {"Q": joined} if len(case["questions"]) == 1 else {"Qsc": joined}
    if "counter" in case:
        inputs["C"] = case["counter"]
    if "pin" in case:
        inputs["P"] = case["pin"]
    if "session" in case:
        inputs["S"] = case["session"].rjust(case["session_length"], b"\0")
    if "time" in case:
        inputs["T_precomputed"] = case["time"] // case["step"]
    if "-0:" in case["suite"]:
        hashed = case["suite"].encode() + b"\0" + suite.data_input(**inputs)
        return hmac.new(case["key"], hashed, suite.crypto_function.hash_algo).hexdigest()
    return suite(case["key"], **inputs)


def main():
    path, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    draw = random.Random(6287)
    differences = 0
    for number in range(count):
        chosen = case(draw)
        ours, theirs = of_warifu(path, chosen), of_oath(chosen)
        if ours != theirs:
            differences += 1
            print(f"case {number}: {ours} and oath's {theirs}: {chosen}")
    print(f"{count} cases, {differences} differences (oath on all)")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
