"""Recomputes story.json from docs/wire.md: python3 check.py story.json"""

import base64, hashlib, hmac, json, struct, sys
from datetime import date

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SIZES = (100, 190, 375)
CURRENCIES = {392: ("JPY", 0), 840: ("USD", 2), 978: ("EUR", 2), 826: ("GBP", 2), 156: ("CNY", 2),
              410: ("KRW", 0), 36: ("AUD", 2), 48: ("BHD", 3)}
KINDS = {1: "ordinary", 2: "current", 4: "savings", 9: "other"}
OPERATIONS = {0x01: [0x20, 0x21, 0x30, 0x40], 0x41: [], 0x42: [0x10]}
KANA = b" (),-./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ\\" + bytes([0xA2, 0xA3, *range(0xB1, 0xE0)])

class Wrong(Exception): """Something in the story is not what the document says."""

def expect(what, left, right):
    if left != right:
        raise Wrong(f"{what}: {left!r} is not {right!r}")

def short(value): return bytes([len(value)]) + value

def mac(key, message): return hmac.new(key, message, hashlib.sha256).digest()

def derive(key, label, salt=b"", contexts=(), length=32):
    """Keys: HKDF-SHA-256 with info = short(label), short(context), ..."""
    info = b"".join(map(short, [label.encode(), *contexts]))
    extracted, block, output = mac(salt or bytes(32), key), b"", b""
    while len(output) < length:
        block = mac(extracted, block + info + bytes([len(output) // 32 + 1]))
        output += block
    return output[:length]

def otp(digest, digits):
    """RFC 4226 §5.3: dynamic truncation, in `digits` digits."""
    offset = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[offset:offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 10 ** digits:0{digits}d}"

def number(signing_key, purpose, aad, nonce, plaintext):
    """Numbers: an OCRA response whose question is a digest."""
    question = hashlib.sha256(short(purpose.encode()) + short(aad) + nonce + plaintext).digest()
    return otp(mac(signing_key, b"OCRA-1:HOTP-SHA256-8:QH64\0" + question + bytes(96)), 8)

class Reader:
    """Reads values and refuses what is not there."""

    def __init__(self, data): self.data = data

    def take(self, count):
        expect("enough bytes", len(self.data) >= count, True)
        taken, self.data = self.data[:count], self.data[count:]
        return taken

    def integer(self, size): return int.from_bytes(self.take(size), "big")
    def short(self): return self.take(self.integer(1))
    def end(self): expect("bytes after the end", self.data, b"")

def unsealed(message, key36, bound=b""):
    """The sealed form: (aad, nonce, plaintext), or InvalidTag."""
    expect("length", len(message) in SIZES, True)
    if message[1:5] != key36[32:]:
        raise InvalidTag
    aad, nonce = message[:5] + bound, message[5:17]
    padded = AESGCM(key36[:32]).decrypt(nonce, message[17:], aad)
    plaintext = padded.rstrip(b"\0")
    expect("padding", plaintext[-1:], b"\x80")
    expect("the smallest length", len(message), min(size for size in SIZES if size - 33 >= len(plaintext)))
    return aad, nonce, plaintext[:-1]

def validity(reader):
    """(sequence, first moment at which the message is dead)"""
    sequence, issued, lifetime = reader.integer(4), reader.integer(4), reader.integer(2)
    expect("a lifetime", lifetime > 0, True)
    return sequence, issued + lifetime

def kana(data):
    expect("bank kana", set(data) <= set(KANA) and 1 <= len(data) <= 30, True)
    expect("spaces that can be seen", b" ".join(data.split(b" ")) == b" ".join(data.split()), True)
    return "".join("¥" if byte == 0x5C else chr(0xFF61 + byte - 0xA1) if byte >= 0xA1 else chr(byte) for byte in data)

def amount(reader):
    (code, decimals), data = CURRENCIES[reader.integer(2)], reader.short()
    expect("a minimal amount", len(data) <= 8 and data[:1] != b"\0", True)
    whole, part = divmod(int.from_bytes(data, "big"), 10 ** decimals)
    return f"{code} {whole:,}" + (f".{part:0{decimals}d}" if decimals else "")

def field(reader, label):
    """One value, as an English screen shows it."""
    if label == 0x10:
        return reader.short().decode("ascii")
    if label == 0x20:
        digits = f"{reader.integer(7):015d}"
        expect("digits of an account", len(digits), 15)
        return f"{digits[:4]}-{digits[4:7]} {KINDS[int(digits[7])]} {digits[8:]}"
    if label == 0x21:
        return kana(reader.short())
    if label == 0x30:
        return amount(reader)
    packed = reader.integer(2)
    return date(2000 + (packed >> 9), packed >> 5 & 15, packed & 31).isoformat()

def transaction(reader):
    operation, login = reader.integer(1), reader.short().decode("ascii")
    fields = []
    for label in OPERATIONS[operation]:
        expect("label", reader.integer(1), label)
        fields.append({"label": label, "text": field(reader, label)})
    reader.end()
    return {"operation": operation, "login": login, "fields": fields}

class Check:
    """The bank's and the device's knowledge, as the story goes on."""

    def __init__(self, keys):
        self.issuer, self.serial = struct.pack(">I", keys["issuer"]), keys["camera"]["serial"].encode()
        root = bytes.fromhex(keys["camera"]["device_root_key"])
        self.device = derive(root, "warifu/1 issuer device", contexts=[self.issuer])
        expect("issuer device key", self.device.hex(), keys["camera"]["issuer_device_key"])
        self.ring, self.sequence, self.accepted = keys["key_ring"], 0, set()

    def registration(self, step, message):
        expect("registration", (message[0], len(message), message[1:5]), (0x11, 25, self.issuer))
        counter = struct.pack(">Q", step["activation_counter"])
        signed = short(b"warifu/1 token authentication code") + short(message) + short(self.serial) + counter
        digest = mac(derive(self.device, "warifu/1 registration"), signed)
        return f"{int.from_bytes(digest[:8], 'big') % 10 ** 12:012d}"

    def activation(self, step, message):
        opening, counter = bytes.fromhex(step["registration_message"]), struct.pack(">Q", step["activation_counter"])
        key = derive(self.device, "warifu/1 activation", contexts=[opening[5:21], counter], length=36)
        aad, nonce, plaintext = unsealed(message, key, opening)
        reader = Reader(plaintext)
        self.sequence, _ = validity(reader)
        token_code, _login, _bank = reader.short(), reader.short(), kana(reader.short())
        epoch = (reader.integer(1), reader.integer(2))
        reader.end()
        expect("activation", (token_code.decode(), epoch), (step["token_code"], (8, step["key_epoch"])))
        instance = derive(self.device, "warifu/1 instance", opening[5:21], [self.issuer, token_code, struct.pack(">H", epoch[1]), counter])
        self.message_key, self.signing_key = derive(instance, "warifu/1 message", length=36), derive(instance, "warifu/1 signing")
        return number(self.signing_key, "warifu/1 activation number", aad, nonce, plaintext)

    def password(self, step):
        counter = (step["time"] - self.ring["t0"]) // self.ring["step"]
        digest = hmac.new(bytes.fromhex(self.ring["secret"]), struct.pack(">Q", counter), self.ring["algorithm"]).digest()
        return otp(digest, self.ring["digits"])

    def transaction(self, step, message):
        if step["outcome"].startswith("refused by the device"):
            try:
                unsealed(message, self.message_key)
            except InvalidTag:
                return None
            raise Wrong("the message opens")
        aad, nonce, plaintext = unsealed(message, self.message_key)
        reader = Reader(plaintext)
        sequence, expires = validity(reader)
        order = transaction(reader)
        expect("a sequence number that does not fall", sequence >= self.sequence, True)
        self.sequence = sequence
        expect("order", order, step.get("order", order))
        expect("expired", step["time"] >= expires, "expired" in step["outcome"])
        code = number(self.signing_key, "warifu/1 transaction number", aad, nonce, plaintext)
        expect("another number was typed", code != step.get("typed"), True)
        return code

    def step(self, step):
        if step["step"] == "password":
            code = self.password(step)
        else:
            message = bytes.fromhex(step["message"])
            expect("text", step["text"], base64.b32encode(message).decode().rstrip("="))
            code = getattr(self, step["step"])(step, message)
        expect("code", step.get("code", code), code)
        used, accepted = (step["step"], code) in self.accepted, step["outcome"] == "accepted"
        expect("accepted once, and only the right number", accepted and (used or "typed" in step), False)
        expect("refused as used after it was", step["outcome"] in ("refused", "refused: used") and not used, False)
        self.accepted.update({(step["step"], code)} if accepted else ())

def main(path):
    try:
        with open(path, encoding="utf-8") as file:
            story = json.load(file)
        check, steps = Check(story["example_keys"]), story["steps"]
    except (OSError, ValueError, KeyError, TypeError, Wrong) as error:
        sys.exit(f"{path}: cannot be checked: {error}")
    failed = 0
    for place, step in enumerate(steps, 1):
        try:
            check.step(step)
            print(f"{place:2} ok      {step['step']}: {step['outcome']}")
        except (Wrong, InvalidTag, KeyError, ValueError, AttributeError) as error:
            failed += 1
            print(f"{place:2} FAILED  {step.get('step')}: {error or 'it does not open'}")
    print(f"{len(steps) - failed} passed, {failed} failed")
    return 1 if failed or not steps else 0

if __name__ == "__main__":
    sys.exit(main(sys.argv[1]) if len(sys.argv) == 2 else "usage: check.py story.json")
