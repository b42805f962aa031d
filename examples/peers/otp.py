"""Compares `warifu otp` with programs that nobody here wrote: pyotp, and oathtool where it is installed.

    python3 otp.py PATH-OF-WARIFU [CASES]

Every case has a random key, moving factor and parameters, from a fixed seed. Prints one closing line; exits 1 on a
difference.
"""

import base64
import hashlib
import random
import shutil
import subprocess
import sys

import pyotp

DIGESTS = {"sha1": hashlib.sha1, "sha256": hashlib.sha256, "sha512": hashlib.sha512}


def said(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def case(random):
    key = random.randbytes(random.randint(16, 128))
    algorithm = random.choice(list(DIGESTS))
    digits = random.randint(6, 10)
    if random.random() < 0.5:
        counter = random.choice([random.randrange(2**63), random.randrange(1000), 0])
        return {"key": key, "algorithm": algorithm, "digits": digits, "counter": counter}
    step = random.choice([30, 60, random.randint(1, 3600)])
    t0 = random.choice([0, random.randrange(2**31)])
    time = t0 + random.choice([random.randrange(2**33), random.randrange(step), step - 1, step])
    return {"key": key, "algorithm": algorithm, "digits": digits, "time": time, "step": step, "t0": t0}


def of_warifu(path, case):
    arguments = ["--key", case["key"].hex(), "--digits", str(case["digits"]), "--algorithm", case["algorithm"]]
    if "counter" in case:
        return said(path, "otp", *arguments, "--counter", str(case["counter"]))
    return said(path, "otp", *arguments, "--time", str(case["time"]), "--step", str(case["step"]), "--t0", str(case["t0"]))


def of_pyotp(case):
    secret = base64.b32encode(case["key"]).decode()
    # pyotp knows no T0: the steps since T0 are counted here.
    counter = case["counter"] if "counter" in case else (case["time"] - case["t0"]) // case["step"]
    return pyotp.HOTP(secret, digits=case["digits"], digest=DIGESTS[case["algorithm"]]).at(counter)


def of_oathtool(case):
    """None for what oathtool cannot do: more than 8 digits, and HOTP with anything but SHA-1."""
    if case["digits"] > 8:
        return None
    digits = ["--digits", str(case["digits"])]
    if "counter" in case:
        if case["algorithm"] != "sha1":
            return None
        return said("oathtool", "--hotp", *digits, "--counter", str(case["counter"]), case["key"].hex())
    times = ["--now", f"@{case['time']}", "--start-time", f"@{case['t0']}", "--time-step-size", f"{case['step']}s"]
    return said("oathtool", f"--totp={case['algorithm'].upper()}", *digits, *times, case["key"].hex())


def main():
    path, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    has_oathtool = shutil.which("oathtool") is not None
    draw = random.Random(4226)
    compared = differences = 0
    for number in range(count):
        chosen = case(draw)
        ours = of_warifu(path, chosen)
        theirs = {"pyotp": of_pyotp(chosen), "oathtool": of_oathtool(chosen) if has_oathtool else None}
        for peer, code in theirs.items():
            if code is None:
                continue
            if peer == "oathtool":
                compared += 1
            if code != ours:
                differences += 1
                print(f"case {number}: {peer} differs: {chosen | {'key': chosen['key'].hex()}}")
    peers = f"pyotp on all, oathtool on {compared}" if has_oathtool else "pyotp on all, oathtool is not installed"
    print(f"{count} cases, {differences} differences ({peers})")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
