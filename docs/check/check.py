#!/usr/bin/env python3
"""An independent check of a recorded story, written from wire.md alone: `check.py story/story.json`."""
import base64, datetime, hashlib, hmac, json, re, sys
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KINDS = {1: "ordinary", 2: "current", 4: "savings", 9: "other"}
CURRENCIES = {36: ("AUD", 2), 48: ("BHD", 3), 156: ("CNY", 2), 392: ("JPY", 0), 410: ("KRW", 0), 826: ("GBP", 2),
              840: ("USD", 2), 978: ("EUR", 2)}
OPERATIONS = {0x01: (0x20, 0x21, 0x30, 0x40), 0x41: (), 0x42: (0x10,)}
KANA = {**{b: chr(b) for b in b" (),-./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"}, 0x5C: "\u00a5",
        **{b: chr(0xFF61 + b - 0xA1) for b in (0xA2, 0xA3, *range(0xB1, 0xE0))}}
class Wrong(Exception): "The story differs from what the document says."
class Closed(Exception): "A sealed message does not open."

def need(condition, what):
    if not condition:
        raise Wrong(what)
def same(what, recorded, computed):
    need(recorded == computed, f"{what}: recorded {recorded!r}, found {computed!r}")
def unhex(text):
    need(re.fullmatch("(?:[0-9a-f]{2})*", text), "not lower-case hexadecimal")
    return bytes.fromhex(text)
def short(x):
    return len(x).to_bytes(1, "big") + x
def mac256(key, message):
    return hmac.new(key, message, hashlib.sha256).digest()
def derive(key, label, salt=b"", contexts=(), length=32):
    info = b"".join(short(part) for part in (label.encode("ascii"), *contexts))
    return HKDF(hashes.SHA256(), length, salt, info).derive(key)
def truncate(mac, digits):
    at = mac[-1] & 15
    return "%0*d" % (digits, (int.from_bytes(mac[at:at + 4], "big") & 0x7FFFFFFF) % 10 ** digits)
def authentication_code(key, message, serial, counter):
    text = short(b"warifu/1 token authentication code") + short(message) + short(serial) + counter.to_bytes(8, "big")
    return "%012d" % (int.from_bytes(mac256(key, text)[:8], "big") % 10 ** 12)
def number(key, purpose, aad, nonce, plaintext):
    question = hashlib.sha256(short(purpose) + short(aad) + nonce + plaintext).digest()
    return truncate(mac256(key, b"OCRA-1:HOTP-SHA256-8:QH64\0" + question + bytes(96)), 8)

def unseal(message, header, key, bound=b""):
    """The additional data, the nonce, and the plaintext without its padding."""
    if len(message) not in (100, 190, 375) or message[0] != header:
        raise Closed("length or kind")
    if message[1:5] != key[32:]:
        raise Closed("key id")
    aad, nonce = message[:5] + bound, message[5:17]
    try:
        plaintext = AESGCM(key[:32]).decrypt(nonce, message[17:], aad).rstrip(b"\0")
    except InvalidTag:
        raise Closed("tag") from None
    if plaintext[-1:] != b"\x80" or len(message) != min(n for n in (100, 190, 375) if n >= 33 + len(plaintext)):
        raise Closed("padding")
    return aad, nonce, plaintext[:-1]

class Reader:
    def __init__(self, data):
        self.data = data
        self.values = {0x10: self.login, 0x20: self.account, 0x21: self.kana, 0x30: self.amount, 0x40: self.date}
        sequence, issued, lifetime = self.u(4), self.u(4), self.u(2)
        need(lifetime, "a lifetime of nothing")
        self.validity = sequence, issued, issued + lifetime
    def take(self, count):
        need(len(self.data) >= count, "the plaintext is too short")
        taken, self.data = self.data[:count], self.data[count:]
        return taken
    def u(self, size):
        return int.from_bytes(self.take(size), "big")
    def end(self):
        need(not self.data, "bytes after the end")
    def text(self, pattern):
        text = self.take(self.u(1)).decode("latin-1")
        need(re.fullmatch(pattern, text), f"{text!r} is not {pattern}")
        return text
    def login(self):
        return self.text("[A-Za-z0-9]{1,12}")
    def kana(self):
        raw = self.take(self.u(1))
        need(1 <= len(raw) <= 30 and set(raw) <= set(KANA), "not 1 to 30 characters of bank kana")
        need(raw == raw.strip(b" ") and b"  " not in raw, "a space in a wrong place")
        return "".join(KANA[b] for b in raw)
    def account(self):
        digits = "%015d" % self.u(7)
        need(len(digits) == 15 and int(digits[7]) in KINDS, "no account")
        return f"{digits[:4]}-{digits[4:7]} {KINDS[int(digits[7])]} {digits[8:]}"
    def amount(self):
        currency, raw = self.u(2), self.take(self.u(1))
        need(currency in CURRENCIES and len(raw) <= 8 and raw[:1] != b"\0", "no amount, or a shorter one exists")
        code, decimals = CURRENCIES[currency]
        whole, rest = divmod(int.from_bytes(raw, "big"), 10 ** decimals)
        return f"{code} {whole:,}" + (".%0*d" % (decimals, rest) if decimals else "")
    def date(self):
        value = self.u(2)
        return datetime.date(2000 + (value >> 9), value >> 5 & 15, value & 31).isoformat()

class Story:
    def __init__(self, keys):
        self.issuer, self.ring, camera = keys["issuer"].to_bytes(4, "big"), keys["key_ring"], keys["camera"]
        need(re.fullmatch("[0-9]{10}", camera["serial"]), "the camera token's serial number has another form")
        self.serial, self.root = camera["serial"].encode("ascii"), unhex(camera["device_root_key"])
        self.device = derive(self.root, "warifu/1 issuer device", contexts=[self.issuer])
        same("issuer device key", camera["issuer_device_key"], self.device.hex())
        self.registrations, self.instance, self.counted, self.numbers, self.accepted = {}, None, -1, {}, set()
    def message(self, s):
        raw = unhex(s["message"])
        same("text", s["text"], base64.b32encode(raw).decode("ascii").rstrip("="))
        return raw
    def registration(self, s):
        raw, counter = self.message(s), s["activation_counter"]
        need(len(raw) == 25 and raw[:5] == b"\x11" + self.issuer, "not a registration message of this issuer")
        need(counter > max(self.registrations.values(), default=0), "the activation counter does not rise")
        need(int.from_bytes(raw[21:], "big") <= s["time"], "issued later than its step")
        code = authentication_code(derive(self.device, "warifu/1 registration"), raw, self.serial, counter)
        same("code and outcome", (s["code"], s["outcome"]), (code, "accepted"))
        self.registrations[raw] = counter
        return s["code"]
    def activation(self, s):
        self.instance, raw, answered = None, self.message(s), unhex(s["registration_message"])
        same("activation counter", s["activation_counter"], self.registrations.get(answered))
        nonce, counter = answered[5:21], s["activation_counter"].to_bytes(8, "big")
        opened = unseal(raw, 0x12, derive(self.device, "warifu/1 activation", b"", [nonce, counter], 36), answered)
        r = Reader(opened[2])
        token, login, bank = r.text("[A-Z]{3}[0-9]{7}-[1-9][0-9]?"), r.login(), r.kana()
        digits, epoch = r.u(1), r.u(2)
        r.end()
        need(digits == 8 and epoch, "response digits other than 8, or key epoch 0")
        same("token code and key epoch", (s["token_code"], s["key_epoch"]), (token, epoch))
        need(r.validity[1] <= s["time"] < r.validity[2], "accepted outside its lifetime")
        contexts = self.issuer, token.encode("ascii"), epoch.to_bytes(2, "big"), counter
        instance = derive(self.device, "warifu/1 instance", nonce, contexts)
        signing = derive(instance, "warifu/1 signing")
        code = number(signing, b"warifu/1 activation number", *opened)
        same("code and outcome", (s["code"], s["outcome"]), (code, "accepted"))
        self.instance, self.sequences = (derive(instance, "warifu/1 message", length=36), signing), {r.validity[0]: raw}
        return f"{s['code']} | {token} | {login} | {bank}"
    def password(self, s):
        count, digest = (s["time"] - self.ring["t0"]) // self.ring["step"], self.ring["algorithm"]
        need(digest in ("sha1", "sha256", "sha512") and 6 <= self.ring["digits"] <= 10, "no such password")
        mac = hmac.new(unhex(self.ring["secret"]), count.to_bytes(8, "big"), digest).digest()
        found = truncate(mac, self.ring["digits"]), "accepted" if count > self.counted else "refused"
        same("code and outcome", (s["code"], s["outcome"]), found)
        self.counted = max(count, self.counted)
        return s["code"]
    def transaction(self, s):
        raw, outcome = self.message(s), s["outcome"]
        need(self.instance, "no activation before it")
        try:
            opened = unseal(raw, 0x13, self.instance[0])
        except Closed as why:
            need(outcome.startswith("refused by the device"), f"it does not open: {why}")
            need(not {"code", "typed", "order"} & set(s), "a number or an order of what does not open")
            return f"does not open: {why}"
        r = Reader(opened[2])
        order = {"operation": r.u(1), "login": r.login(), "fields": []}
        need(order["operation"] in OPERATIONS, "no such operation")
        for label in OPERATIONS[order["operation"]]:
            need(r.u(1) == label, "a field is missing, unknown or out of order")
            order["fields"].append({"label": label, "text": r.values[label]()})
        r.end()
        sequence, issued, end = r.validity
        need(sequence > min(self.sequences) and self.sequences.setdefault(sequence, raw) == raw, "sequence number used")
        need(issued <= s["time"], "issued later than its step")
        code = number(self.instance[1], b"warifu/1 transaction number", *opened)
        need(("code" in s) != ("typed" in s), "neither the device's number nor a typed one, or both")
        if "typed" in s:
            need(outcome.startswith("refused: ") and s["typed"] != code, "accepted, or the message's own number")
            need("another order" not in outcome or self.numbers.get(s["typed"], raw) != raw, "of no other order")
        else:
            same("code and order", (s["code"], s["order"]), (code, order))
            need("another order" not in outcome, "refused as a number of another order, but it is of this one")
            self.numbers[code] = raw
        same("order", s.get("order", order), order)
        need(re.fullmatch("accepted|never entered|refused: .+", outcome), "no such outcome, or it opens")
        same("expired", outcome == "refused: expired", s["time"] >= end and outcome != "never entered")
        same("used", outcome == "refused: used", raw in self.accepted)
        self.accepted |= {raw} if outcome == "accepted" else set()
        return " | ".join([code, "%02x" % order["operation"], order["login"]] + [f["text"] for f in order["fields"]])

def main(path):
    with open(path, encoding="utf-8") as file:
        data = json.load(file)
    story, failed = Story(data["example_keys"]), 0 if data["steps"] else 1
    for at, s in enumerate(data["steps"], 1):
        try:
            need(s["step"] in ("registration", "activation", "password", "transaction"), "no such step")
            need(type(s["time"]) is int, "no time")
            print(f"ok   {at:2} {s['step']} [{s['outcome']}]: {getattr(story, s['step'])(s)}")
        except Exception as why:
            print(f"FAIL {at:2} {s.get('step')} [{s.get('outcome')}]: {type(why).__name__}: {why}")
            failed += 1
    print(f"{max(len(data['steps']) - failed, 0)} passed, {failed} failed")
    return 1 if failed else 0

if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1]) if len(sys.argv) == 2 else "usage: check.py story.json")
    except Exception as why:
        sys.exit(print(f"FAIL the story or its keys: {type(why).__name__}: {why}\n0 passed, 1 failed") or 1)
