#!/usr/bin/env python3
"""An independent check of a recorded story, written from wire.md alone: `check.py story/story.json`."""
import base64, datetime, hashlib, hmac, json, re, sys
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

LANGUAGES = "English", "Japanese"
KINDS = {1: ("ordinary", "普通"), 2: ("current", "当座"), 4: ("savings", "貯蓄"), 9: ("other", "その他")}
# The tables of wire.md are copied, so that this runs without it and reads as an implementation of its own.
# For each operation: its name in English and in Japanese, and the labels of its fields.
OPERATIONS = {
    0x01: ("Transfer", "振込", "20 21 30 40"),
    0x02: ("Transfer + reference", "振込(照会番号付)", "20 21 30 40 50"),
    0x03: ("Own-account transfer", "振替", "18 20 30 40"),
    0x04: ("Foreign transfer", "外国送金", "22 23 24 30 40 50"),
    0x08: ("Bulk transfer", "総合振込", "18 31 32 38 39 3a 40 60"),
    0x09: ("Payroll", "給与振込", "18 31 32 38 39 3a 40 60"),
    0x0a: ("Bonus payment", "賞与振込", "18 31 32 38 39 3a 40 60"),
    0x10: ("Tax or fee payment", "税金･各種料金払込", "18 28 29 2a 30"),
    0x20: ("Payee registration", "振込先登録", "20 21"),
    0x21: ("Payee change", "振込先変更", "19 20 21"),
    0x22: ("Payee deletion", "振込先削除", "20 21"),
    0x30: ("User registration", "利用者登録", "10 11"),
    0x31: ("User change", "利用者変更", "10 11"),
    0x32: ("User deletion", "利用者削除", "10"),
    0x33: ("Limit change", "限度額変更", "33"),
    0x41: ("Token registration", "トークン利用登録", ""),
    0x42: ("Token revocation", "トークン失効", "10"),
    0x50: ("Log-in", "ログイン承認", "50"),
}
# For each label: its name in English and in Japanese, and the type of its value, which is one of TYPES.
LABELS = {
    0x10: ("For login ID", "対象ログインID", "login"),
    0x11: ("User name", "利用者名", "japanese"),
    0x18: ("From account", "振込元口座", "account"),
    0x19: ("Instead of account", "変更前口座", "account"),
    0x20: ("To account", "振込先口座", "account"),
    0x21: ("Payee", "受取人名", "kana"),
    0x22: ("Beneficiary", "受取人", "payment"),
    0x23: ("Beneficiary account", "受取人口座番号", "payment"),
    0x24: ("Beneficiary bank", "受取銀行", "payment"),
    0x28: ("Paid to", "収納機関", "japanese"),
    0x29: ("Collector number", "収納機関番号", "digits"),
    0x2a: ("Payment number", "納付番号", "digits"),
    0x30: ("Amount", "金額", "amount"),
    0x31: ("Total", "合計金額", "amount"),
    0x32: ("Payments", "件数", "count"),
    0x33: ("Daily limit", "1日の限度額", "amount"),
    0x38: ("Largest, to account", "最高額の振込先口座", "account"),
    0x39: ("Largest, payee", "最高額の受取人", "kana"),
    0x3a: ("Largest, amount", "最高額", "amount"),
    0x40: ("Date", "指定日", "date"),
    0x50: ("Reference", "照会番号", "payment"),
    0x60: ("Check value", "照合値", "digest"),
}
LOGIN = "Login ID", "ログインID"
LOGIN_ID, TOKEN_CODE = "[A-Za-z0-9]{1,12}", "[A-Z]{3}[0-9]{7}-[1-9][0-9]?"
CURRENCIES = {int(number): (code, decimals) for decimals, table in (
    (2, """
        AED 784, AFN 971, ALL 8, AMD 51, AOA 973, ARS 32, AUD 36, AWG 533, AZN 944, BAM 977, BBD 52, BDT 50,
        BMD 60, BND 96, BOB 68, BRL 986, BSD 44, BTN 64, BWP 72, BYN 933, BZD 84, CAD 124, CDF 976, CHF 756,
        CNY 156, COP 170, CRC 188, CUP 192, CVE 132, CZK 203, DKK 208, DOP 214, DZD 12, EGP 818, ERN 232,
        ETB 230, EUR 978, FJD 242, FKP 238, GBP 826, GEL 981, GHS 936, GIP 292, GMD 270, GTQ 320, GYD 328,
        HKD 344, HNL 340, HTG 332, HUF 348, IDR 360, ILS 376, INR 356, IRR 364, JMD 388, KES 404, KGS 417,
        KHR 116, KPW 408, KYD 136, KZT 398, LAK 418, LBP 422, LKR 144, LRD 430, LSL 426, MAD 504, MDL 498,
        MGA 969, MKD 807, MMK 104, MNT 496, MOP 446, MRU 929, MUR 480, MVR 462, MWK 454, MXN 484, MYR 458,
        MZN 943, NAD 516, NGN 566, NIO 558, NOK 578, NPR 524, NZD 554, PAB 590, PEN 604, PGK 598, PHP 608,
        PKR 586, PLN 985, QAR 634, RON 946, RSD 941, RUB 643, SAR 682, SBD 90, SCR 690, SDG 938, SEK 752,
        SGD 702, SHP 654, SLE 925, SOS 706, SRD 968, SSP 728, STN 930, SVC 222, SYP 760, SZL 748, THB 764,
        TJS 972, TMT 934, TOP 776, TRY 949, TTD 780, TWD 901, TZS 834, UAH 980, USD 840, UYU 858, UZS 860,
        VED 926, VES 928, WST 882, XCD 951, XCG 532, YER 886, ZAR 710, ZMW 967, ZWG 924"""),
    (0, """
        BIF 108, CLP 152, DJF 262, GNF 324, ISK 352, JPY 392, KMF 174, KRW 410, PYG 600, RWF 646, UGX 800,
        VND 704, VUV 548, XAF 950, XOF 952, XPF 953"""),
    (3, "BHD 48, IQD 368, JOD 400, KWD 414, LYD 434, OMR 512, TND 788"),
) for code, number in re.findall("([A-Z]{3}) ([0-9]+)", table)}
# The characters of each kind of text, by their codes.
KANA = {**{b: chr(b) for b in b" (),-./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"}, 0x5C: "\u00a5",
        **{b: chr(0xFF61 + b - 0xA1) for b in (0xA2, 0xA3, *range(0xB1, 0xE0))}}
PAYMENT = {b: chr(b) for b in b" '()+,-./0123456789:?ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
KANJI = {bytes([0xA0 + row, 0xA0 + cell]).decode("euc_jp", "ignore") for row in range(16, 85) for cell in range(1, 95)}
JAPANESE = {ord(c): c for c in {*KANA.values(), *map(chr, range(0x3041, 0x3094)), "々", *KANJI}
            - {"", *"丿匕厶囗奬恆插搖曰飮獎謠鎭瑤"}}
class Wrong(Exception): "The story differs from what the document says."
class Refused(Exception):
    "The document refuses this value, at an offset."
    def __init__(self, at, what):
        super().__init__(what)
        self.at, self.place = at, {"at": at}
class Closed(Refused): "A sealed message does not open."

def need(condition, what):
    if not condition:
        raise Wrong(what)
def must(condition, at, what):
    if not condition:
        raise Refused(at, what)
def same(what, recorded, computed):
    need(recorded == computed, f"{what}: recorded {recorded!r}, found {computed!r}")
def unhex(text):
    need(re.fullmatch("(?:[0-9a-f]{2})*", text), "not lower-case hexadecimal")
    return bytes.fromhex(text)
def short(x):
    return len(x).to_bytes(1, "big") + x
def uint(n):
    return short(n.to_bytes((n.bit_length() + 7) // 8, "big"))
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

def pad(plaintext):
    """The plaintext and its padding, in the smallest form that holds it."""
    size = min((n for n in (100, 190, 375) if n >= 34 + len(plaintext)), default=0)
    must(size, 0, "the plaintext is too long")
    return (plaintext + b"\x80").ljust(size - 33, b"\0")
def seal(header, key, nonce, plaintext, bound=b""):
    start = bytes([header]) + key[32:]
    return start + nonce + AESGCM(key[:32]).encrypt(nonce, pad(plaintext), start + bound)
def unseal(message, header, key, bound=b""):
    """The additional data, the nonce, and the plaintext without its padding."""
    if len(message) not in (100, 190, 375) or message[0] != header:
        raise Closed(0, "length or kind")
    if message[1:5] != key[32:]:
        raise Closed(1, "key id")
    aad, nonce = message[:5] + bound, message[5:17]
    try:
        padded = AESGCM(key[:32]).decrypt(nonce, message[17:], aad)
    except InvalidTag:
        raise Closed(17, "tag") from None
    plaintext = padded.rstrip(b"\0")[:-1]
    if padded != pad(plaintext):
        raise Closed(17, "padding")
    return aad, nonce, plaintext

class Reader:
    """Reads values, and refuses them at the offset where they begin."""
    def __init__(self, data):
        self.data, self.at = data, 0
    def take(self, count):
        end = self.at + count
        must(end <= len(self.data), self.at, "the plaintext is too short")
        taken, self.at = self.data[self.at:end], end
        return taken
    def u(self, size):
        return int.from_bytes(self.take(size), "big")
    def short(self):
        return self.take(self.u(1))
    def end(self):
        must(self.at == len(self.data), self.at, "bytes after the end")
    def validity(self):
        sequence, issued, at, lifetime = self.u(4), self.u(4), self.at, self.u(2)
        must(lifetime, at, "a lifetime of nothing")
        return sequence, issued, issued + lifetime
    def text(self, pattern):
        at, text = self.at, self.short().decode("latin-1")
        must(re.fullmatch(pattern, text), at, f"{text!r} is not {pattern}")
        return text
    def login(self):
        return self.text(LOGIN_ID)
    def token_code(self):
        return self.text(TOKEN_CODE)
    def uint(self, bits=64):
        at, raw = self.at, self.short()
        must(len(raw) <= 8 and raw[:1] != b"\0", at, "no amount, or a shorter one exists")
        must(int.from_bytes(raw, "big") < 1 << bits, at, f"more than {bits} bits")
        return int.from_bytes(raw, "big")
    def characters(self, codes, most, size=1):
        at, count, text = self.at, self.u(1), ""
        must(1 <= count <= most, at, f"not 1 to {most} characters")
        raw = self.take(count * size)
        for i in range(count):
            here, code = at + 1 + i * size, int.from_bytes(raw[i * size:][:size], "big")
            must(code in codes, here, f"{code:02x} is not of its characters")
            must(code != 0x20 or text[-1:] not in ("", " ") and i + 1 < count, here, "a space in a wrong place")
            text += codes[code]
        return text
    def kana(self):
        return self.characters(KANA, 30)
    def account(self):
        at, digits = self.at, "%015d" % self.u(7)
        must(len(digits) == 15 and int(digits[7]) in KINDS, at, "no account")
        return digits
    def amount(self):
        at, currency = self.at, self.u(2)
        must(currency in CURRENCIES, at, "no such currency")
        return currency, self.uint()
    def digits(self):
        at, count = self.at, self.u(1)
        must(1 <= count <= 20, at, "not 1 to 20 digits")
        nibbles = self.take((count + 1) // 2).hex()
        for i, nibble in enumerate(nibbles):
            must(nibble in "0123456789" and (i < count or nibble == "0"), at + 1 + i // 2, "no digit, or one too many")
        return nibbles[:count]
    def date(self):
        at, value = self.at, self.u(2)
        try:
            return datetime.date(2000 + (value >> 9), value >> 5 & 15, value & 31)
        except ValueError as why:
            raise Refused(at, str(why)) from None

def codes_of(text, codes, size=1):
    numbers = {character: code for code, character in codes.items()}
    return bytes([len(text)]) + b"".join(numbers[c].to_bytes(size, "big") for c in text)
def show_account(digits, language):
    return f"{digits[:4]}-{digits[4:7]} {KINDS[int(digits[7])][language]} {digits[8:]}"
def show_amount(amount, language):
    code, decimals = CURRENCIES[amount[0]]
    whole, rest = divmod(amount[1], 10 ** decimals)
    return f"{code} {whole:,}" + (".%0*d" % (decimals, rest) if decimals else "")
def show_as_is(value, language):
    return str(value)
# For each type of value: how it is read, written, and shown in English (0) or Japanese (1).
TYPES = {
    "login": (Reader.login, lambda v: short(v.encode("ascii")), show_as_is),
    "account": (Reader.account, lambda v: int(v).to_bytes(7, "big"), show_account),
    "amount": (Reader.amount, lambda v: v[0].to_bytes(2, "big") + uint(v[1]), show_amount),
    "count": (lambda r: r.uint(32), uint, lambda v, language: f"{v:,}"),
    "digits": (Reader.digits, lambda v: bytes([len(v)]) + bytes.fromhex(v + "0" * (len(v) % 2)), show_as_is),
    "date": (Reader.date, lambda v: ((v.year - 2000) << 9 | v.month << 5 | v.day).to_bytes(2, "big"), show_as_is),
    "kana": (Reader.kana, lambda v: codes_of(v, KANA), show_as_is),
    "payment": (lambda r: r.characters(PAYMENT, 35), lambda v: codes_of(v, PAYMENT), show_as_is),
    "japanese": (lambda r: r.characters(JAPANESE, 16, 2), lambda v: codes_of(v, JAPANESE, 2), show_as_is),
    "digest": (lambda r: r.take(32), bytes, lambda v, language: " ".join(re.findall("....", v.hex().upper()))),
}
def labels_of(operation):
    return bytes.fromhex(OPERATIONS[operation][2])
def read_transaction(r):
    """The operation, the login ID, and the value of each label."""
    at, operation = r.at, r.u(1)
    must(operation in OPERATIONS, at, "no such operation")
    login, values = r.login(), {}
    for label in labels_of(operation):
        at = r.at
        must(r.u(1) == label, at, "a field is missing, unknown or out of order")
        values[label] = TYPES[LABELS[label][2]][0](r)
    r.end()
    return operation, login, values
def write_transaction(operation, login, values):
    fields = (bytes([label]) + TYPES[LABELS[label][2]][1](values[label]) for label in labels_of(operation))
    return bytes([operation]) + short(login.encode("ascii")) + b"".join(fields)
def shown(operation, login, values, language):
    """The operation's name, and the label and the value of each entry, in English (0) or Japanese (1)."""
    fields = [(LABELS[label][language], TYPES[LABELS[label][2]][2](value, language)) for label, value in values.items()]
    return OPERATIONS[operation][language], [(LOGIN[language], login)] + fields
def read_activation(r):
    """Token code, login ID, bank, and key epoch."""
    token, login, bank, at, digits = r.token_code(), r.login(), r.kana(), r.at, r.u(1)
    must(digits == 8, at, "response digits other than 8, or key epoch 0")
    at, epoch = r.at, r.u(2)
    must(epoch, at, "response digits other than 8, or key epoch 0")
    r.end()
    return token, login, bank, epoch
def write_activation(token, login, bank, epoch):
    return short(token.encode("ascii")) + short(login.encode("ascii")) + codes_of(bank, KANA) + b"\x08" + \
        epoch.to_bytes(2, "big")

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
        validity, (token, login, bank, epoch) = r.validity(), read_activation(r)
        same("token code and key epoch", (s["token_code"], s["key_epoch"]), (token, epoch))
        need(validity[1] <= s["time"] < validity[2], "accepted outside its lifetime")
        contexts = self.issuer, token.encode("ascii"), epoch.to_bytes(2, "big"), counter
        instance = derive(self.device, "warifu/1 instance", nonce, contexts)
        signing = derive(instance, "warifu/1 signing")
        code = number(signing, b"warifu/1 activation number", *opened)
        same("code and outcome", (s["code"], s["outcome"]), (code, "accepted"))
        self.instance, self.sequences = (derive(instance, "warifu/1 message", length=36), signing), {validity[0]: raw}
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
        (sequence, issued, end), read = r.validity(), read_transaction(r)
        fields = [{"label": label, "text": text} for label, (_, text) in zip(read[2], shown(*read, 0)[1][1:])]
        order = {"operation": read[0], "login": read[1], "fields": fields}
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
            kind = "Wrong" if type(why) is Refused else type(why).__name__
            print(f"FAIL {at:2} {s.get('step')} [{s.get('outcome')}]: {kind}: {why}")
            failed += 1
    print(f"{max(len(data['steps']) - failed, 0)} passed, {failed} failed")
    return 1 if failed else 0

if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1]) if len(sys.argv) == 2 else "usage: check.py story.json")
    except Exception as why:
        sys.exit(print(f"FAIL the story or its keys: {type(why).__name__}: {why}\n0 passed, 1 failed") or 1)
