#!/usr/bin/env python3
"""An independent check of a recorded story, written from wire.md alone: `check.py story/story.json`."""
import base64, datetime, hashlib, hmac, json, re, sys
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

LANGUAGES = "English", "Japanese"
HASHES = {"sha1": hashlib.sha1, "sha256": hashlib.sha256, "sha512": hashlib.sha512}
KINDS = {1: ("ordinary", "普通"), 2: ("current", "当座"), 4: ("savings", "貯蓄"), 9: ("other", "その他")}
# The tables of wire.md are copied, so that this runs without it and reads as an implementation of its own.
# For each operation: its name in English and in Japanese, and the labels of its fields; those of batches follow below.
OPERATIONS = {
    0x01: ("Transfer", "振込", "20 21 30 40"),
    0x02: ("Transfer + reference", "振込(照会番号付)", "20 21 30 40 50"),
    0x03: ("Own-account transfer", "振替", "18 20 30 40"),
    0x04: ("Foreign transfer", "外国送金", "22 23 24 30 40 50"),
    0x05: ("Foreign transfer IBAN", "外国送金(IBAN)", "22 24 25 30 40 50"),
    0x06: ("Standing order", "定額自動送金", "20 21 30 41 42 43"),
    0x07: ("Standing order, open", "定額自動送金(期限なし)", "20 21 30 41 43"),
    0x10: ("Tax or fee payment", "税金･各種料金払込", "18 28 29 2a 30"),
    0x20: ("Payee registration", "振込先登録", "20 21"),
    0x21: ("Payee change", "振込先変更", "19 20 21"),
    0x22: ("Payee deletion", "振込先削除", "20 21"),
    0x30: ("User registration", "利用者登録", "10 11"),
    0x31: ("User change", "利用者変更", "10 11"),
    0x32: ("User deletion", "利用者削除", "10"),
    0x33: ("Limit change", "限度額変更", "33"),
    0x41: ("Token registration", "トークン利用登録", ""),
    0x42: ("Token revocation", "トークン失効", "12"),
    0x50: ("Log-in", "ログイン承認", "50 51 52"),
    0x81: ("Transfer: caution", "振込(注意)", "08 20 21 30 40"),
    0x82: ("Transfer+ref: caution", "振込(照会番号付･注意)", "08 20 21 30 40 50"),
}
for first, payments in ((0x08, "38 39 3a 3b"), (0x18, "38 39 3a"), (0x28, "38 39"), (0x48, "38 3a 3b"), (0x58, "38 3a"),
                        (0x68, "38")):
    for at, names in enumerate((("Bulk transfer", "総合振込"), ("Payroll", "給与振込"), ("Bonus payment", "賞与振込"))):
        OPERATIONS[first + at] = *names, f"18 31 32 {payments} 3c 40 60"
# For each label: its name in English and in Japanese, and the type of its value, which is one of TYPES.
LABELS = {
    0x08: ("Caution", "ご注意", "cautions"),
    0x10: ("For login ID", "対象ログインID", "login"),
    0x11: ("User name", "利用者名", "japanese"),
    0x12: ("For login IDs", "対象ログインID(複数)", "logins"),
    0x18: ("From account", "振込元口座", "account"),
    0x19: ("Instead of account", "変更前口座", "account"),
    0x20: ("To account", "振込先口座", "account"),
    0x21: ("Payee", "受取人名", "kana"),
    0x22: ("Beneficiary", "受取人", "ascii"),
    0x23: ("Beneficiary account", "受取人口座番号", "account text"),
    0x24: ("Beneficiary bank", "受取銀行", "ascii"),
    0x25: ("IBAN", "IBAN", "iban"),
    0x28: ("Paid to", "収納機関", "japanese"),
    0x29: ("Collector number", "収納機関番号", "digits"),
    0x2a: ("Payment number", "納付番号", "digits"),
    0x30: ("Amount", "金額", "amount"),
    0x31: ("Total", "合計金額", "amount"),
    0x32: ("Payments", "件数", "count"),
    0x33: ("Daily limit", "1日の限度額", "amount"),
    0x38: ("Largest payment", "最高額の振込", "payment"),
    0x39: ("Largest, new account", "新規先の最高額", "payment"),
    0x3a: ("Drawn payment 1", "抽出した振込1", "payment"),
    0x3b: ("Drawn payment 2", "抽出した振込2", "payment"),
    0x3c: ("To new accounts", "新規先の件数", "count"),
    0x40: ("Date", "指定日", "date"),
    0x41: ("First date", "初回日", "date"),
    0x42: ("Last date", "最終日", "date"),
    0x43: ("Every", "頻度", "frequency"),
    0x50: ("Reference", "照会番号", "ascii"),
    0x51: ("Place", "場所", "session text"),
    0x52: ("Device", "端末", "session text"),
    0x60: ("Check value", "照合値", "digest"),
}
LOGIN = "Login ID", "ログインID"
ACTIVATION = (("Activation", "利用開始登録"), ("Bank", "銀行"), LOGIN, ("Token code", "トークンコード"))
CAUTIONS = {
    0x01: ("First-time payee", "初めての振込先です"),
    0x02: ("Recently added token", "登録間もないトークンです"),
    0x10: ("Payee name matches", "口座名義は一致しています"),
    0x11: ("Payee name is similar", "口座名義が少し異なります"),
    0x12: ("Payee name differs", "口座名義が一致しません"),
    0x13: ("Payee name unchecked", "口座名義は未確認です"),
    0x20: ("Larger than usual", "普段より高額です"),
    0x30: ("Bank staff never ask for this", "銀行員が頼むことはありません"),
}
FIRST_TIME = 0x01  # the caution with which the person picks the account
UNCAUTIONED = {0x81: 0x01, 0x82: 0x02}  # the operations with cautions, and what each is as an order
FREQUENCIES = {1: ("week", "毎週"), 2: ("month", "毎月"), 3: ("2 months", "2か月ごと"), 4: ("3 months", "3か月ごと"),
               5: ("6 months", "6か月ごと"), 6: ("year", "毎年")}
LOGIN_ID, TOKEN_CODE = "[A-Za-z0-9]{1,12}", "[A-Z]{3}[0-9]{7}-[1-9][0-9]?"
SERIAL = "(?=.{1,32}$)[!-~]+( [!-~]+)*"
# For each country, how many characters an IBAN has.
IBANS = {country: int(length) for country, length in re.findall("([A-Z]{2}) ([0-9]+)", """
    AD 24, AE 23, AL 28, AT 20, AZ 28, BA 20, BE 16, BG 22, BH 22, BI 27, BR 29, BY 28, CH 21, CR 22, CY 28, CZ 24,
    DE 22, DJ 27, DK 18, DO 28, EE 20, EG 29, ES 24, FI 18, FK 18, FO 18, FR 27, GB 22, GE 22, GI 23, GL 18, GR 27,
    GT 28, HN 28, HR 21, HU 28, IE 22, IL 23, IQ 23, IS 26, IT 27, JO 30, KW 30, KZ 20, LB 28, LC 32, LI 21, LT 20,
    LU 20, LV 21, LY 25, MC 27, MD 24, ME 22, MK 19, MN 20, MR 27, MT 31, MU 30, NI 28, NL 18, NO 15, OM 23, PK 24,
    PL 28, PS 29, PT 25, QA 29, RO 24, RS 22, RU 33, SA 24, SC 31, SD 18, SE 24, SI 19, SK 24, SM 27, SO 23, ST 25,
    SV 28, TL 23, TN 24, TR 26, UA 29, VA 22, VG 24, XK 20, YE 30""")}
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
        **{b: chr(0xFF61 + b - 0xA1) for b in (0xA2, 0xA3, 0xA6, *range(0xB1, 0xE0))}}
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
def derive(key, label, contexts=(), length=32):
    fixed = label.encode("ascii") + b"\0" + b"".join(map(short, contexts)) + (8 * length).to_bytes(4, "big")
    blocks = (mac256(key, i.to_bytes(4, "big") + fixed) for i in range(1, (length + 31) // 32 + 1))
    return b"".join(blocks)[:length]
def truncate(mac, digits):
    at = mac[-1] & 15
    return "%0*d" % (digits, (int.from_bytes(mac[at:at + 4], "big") & 0x7FFFFFFF) % 10 ** digits)
def authentication_code(key, message, serial, counter):
    text = short(b"warifu/1 token authentication code") + short(message) + short(serial) + counter.to_bytes(8, "big")
    return "%012d" % (int.from_bytes(mac256(key, text)[:8], "big") % 10 ** 12)
def number(key, purpose, aad, nonce, plaintext):
    question = hashlib.sha256(short(purpose) + short(aad) + nonce + plaintext).digest()
    return truncate(mac256(key, b"OCRA-1:HOTP-SHA256-8:QH64\0" + question + bytes(96)), 8)

def choices(key, nonce, account_number):
    """The four digits that a person picks from, in the order of the screen."""
    right, mac = account_number % 10_000, mac256(key, nonce)
    x, y, z = (int.from_bytes(mac[at:at + 8], "big") for at in (0, 8, 16))
    p, q = 1 + x % 9_999, 1 + y % 9_998
    shown = [(right + wrong) % 10_000 for wrong in (p, q + (q >= p))]
    shown.insert(z % 3, right)
    return ["%04d" % one for one in shown]

def pad(plaintext):
    """The plaintext and its padding, in the smallest form that holds it."""
    size = min((n for n in (100, 190, 375) if n >= 34 + len(plaintext)), default=0)
    must(size, 0, "the plaintext is too long")
    return (plaintext + b"\x80").ljust(size - 33, b"\0")
def make_nonce(key, random, sequence, plaintext):
    return mac256(key, random + sequence.to_bytes(4, "big") + plaintext)[:12]
def key_id(key, nonce):
    return mac256(key[32:], nonce)[:4]
def seal(header, key, nonce, plaintext, bound=b""):
    start = bytes([header]) + key_id(key, nonce)
    return start + nonce + AESGCM(key[:32]).encrypt(nonce, pad(plaintext), start + bound)
def unseal(message, header, key, bound=b""):
    """The additional data, the nonce, and the plaintext without its padding."""
    if len(message) not in (100, 190, 375) or message[0] != header:
        raise Closed(0, "length or kind")
    if message[1:5] != key_id(key, message[5:17]):
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
    def ascii(self):
        return self.characters(PAYMENT, 35)
    def account_text(self):
        at, text = self.at, self.ascii()
        bare = re.sub("[^A-Z0-9]", "", text).removeprefix("IBAN")
        must(bare[:2] not in IBANS or not re.fullmatch("[0-9]{2}", bare[2:4]), at, f"{text!r} begins like an IBAN")
        return text
    def session_text(self):
        at, text = self.at, self.ascii()
        long = re.search("[^ ]{22}", text)
        must(not long, at + 1 + (long.start() if long else 0), "a word of more than 21 characters")
        return text
    def iban(self):
        at, text = self.at, self.short().decode("latin-1")
        for i, character in enumerate(text):
            allowed = "[A-Z]" if i < 2 else "[0-9]" if i < 4 else "[A-Z0-9]"
            must(re.fullmatch(allowed, character), at + 1 + i, f"{character!r} cannot be here")
        must(len(text) == IBANS.get(text[:2]), at, "no such country, or another length")
        must("02" <= text[2:4] <= "98", at, "check digits that no IBAN has")
        must(int("".join(str(int(c, 36)) for c in text[4:] + text[:4])) % 97 == 1, at, "wrong check digits")
        return text
    def cautions(self):
        at, count = self.at, self.u(1)
        must(1 <= count <= 5, at, "not 1 to 5 cautions")
        codes = []
        for _ in range(count):
            at, code = self.at, self.u(1)
            must(code in CAUTIONS, at, "no such caution")
            must(not codes or code > codes[-1], at, "cautions out of order")
            must(sum(0x10 <= one <= 0x13 for one in (*codes, code)) <= 1, at, "the payee's name twice")
            codes.append(code)
        return codes
    def logins(self):
        at, count = self.at, self.u(1)
        must(1 <= count <= 8, at, "not 1 to 8 login IDs")
        logins = []
        for _ in range(count):
            at, login = self.at, self.login()
            must(not logins or login > logins[-1], at, "login IDs out of order")
            logins.append(login)
        return logins
    def frequency(self):
        at, value = self.at, self.u(1)
        must(value in FREQUENCIES, at, "no such frequency")
        return value
    def payment(self):
        return self.account(), self.kana(), self.amount()
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
def show_payment(payment, language):
    account, payee, amount = payment
    return "\n".join((show_account(account, language), payee, show_amount(amount, language)))
def write_account(digits):
    return int(digits).to_bytes(7, "big")
def write_amount(amount):
    return amount[0].to_bytes(2, "big") + uint(amount[1])
def write_text(text):
    return short(text.encode("ascii"))
def show_as_is(value, language):
    return str(value)
# For each type of value: how it is read, written, and shown in English (0) or Japanese (1), a line feed between lines.
TYPES = {
    "login": (Reader.login, write_text, show_as_is),
    "logins": (Reader.logins, lambda v: bytes([len(v)]) + b"".join(map(write_text, v)),
               lambda v, language: " ".join(v)),
    "cautions": (Reader.cautions, lambda v: short(bytes(v)),
                 lambda v, language: "\n".join(CAUTIONS[code][language] for code in v)),
    "account": (Reader.account, write_account, show_account),
    "amount": (Reader.amount, write_amount, show_amount),
    "payment": (Reader.payment, lambda v: write_account(v[0]) + codes_of(v[1], KANA) + write_amount(v[2]),
                show_payment),
    "iban": (Reader.iban, write_text, lambda v, language: " ".join(re.findall(".{1,4}", v))),
    "frequency": (Reader.frequency, lambda v: bytes([v]), lambda v, language: FREQUENCIES[v][language]),
    "count": (lambda r: r.uint(32), uint, lambda v, language: f"{v:,}"),
    "digits": (Reader.digits, lambda v: bytes([len(v)]) + bytes.fromhex(v + "0" * (len(v) % 2)), show_as_is),
    "date": (Reader.date, lambda v: ((v.year - 2000) << 9 | v.month << 5 | v.day).to_bytes(2, "big"), show_as_is),
    "kana": (Reader.kana, lambda v: codes_of(v, KANA), show_as_is),
    "ascii": (Reader.ascii, write_text, show_as_is),
    "account text": (Reader.account_text, write_text, show_as_is),
    "session text": (Reader.session_text, write_text, show_as_is),
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
    return bytes([operation]) + write_text(login) + write_fields(operation, values)
def write_fields(operation, values):
    return b"".join(bytes([label]) + TYPES[LABELS[label][2]][1](values[label]) for label in labels_of(operation))
def order_digest(issuer, operation, values):
    operation = UNCAUTIONED.get(operation, operation)
    fields = bytes([operation]) + write_fields(operation, values)
    return hashlib.sha256(short(b"warifu/1 order") + issuer + fields).digest()
def show_fields(values, language):
    """The label and the value of each field, in English (0) or Japanese (1)."""
    return [(LABELS[label][language], TYPES[LABELS[label][2]][2](value, language)) for label, value in values.items()]
def shown(operation, login, values, language):
    """The operation's name, and the label and the value of each entry in the order of a screen."""
    fields = show_fields(values, language)
    fields.insert(1 if 0x08 in values else 0, (LOGIN[language], login))
    return OPERATIONS[operation][language], fields
def read_activation(r):
    """Token code, login ID, bank, and key epoch."""
    token, login, bank, at, digits = r.token_code(), r.login(), r.kana(), r.at, r.u(1)
    must(digits == 8, at, "response digits other than 8")
    at, epoch = r.at, r.u(2)
    must(epoch, at, "key epoch 0")
    at, options = r.at, r.u(1)
    must(options == 0, at, "options")
    r.end()
    return token, login, bank, epoch
def write_activation(token, login, bank, epoch):
    return write_text(token) + write_text(login) + codes_of(bank, KANA) + b"\x08" + epoch.to_bytes(2, "big") + b"\0"
def shown_activation(token, login, bank, epoch, language):
    title, *labels = (names[language] for names in ACTIVATION)
    return title, list(zip(labels, (bank, login, token)))

class Story:
    def __init__(self, keys):
        self.issuer, self.otp, camera = keys["issuer"].to_bytes(4, "big"), keys["hardware_otp"], keys["camera"]
        need(re.fullmatch(SERIAL, camera["serial"]), "the camera token's serial number has another form")
        self.serial, self.root = camera["serial"].encode("ascii"), unhex(camera["device_root_key"])
        self.device = derive(self.root, "warifu/1 issuer device", [self.issuer])
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
        opened = unseal(raw, 0x12, derive(self.device, "warifu/1 activation", [nonce, counter], 64), answered)
        r = Reader(opened[2])
        validity, (token, login, bank, epoch) = r.validity(), read_activation(r)
        same("token code and key epoch", (s["token_code"], s["key_epoch"]), (token, epoch))
        need(validity[1] <= s["time"] < validity[2], "accepted outside its lifetime")
        contexts = self.issuer, nonce, token.encode("ascii"), epoch.to_bytes(2, "big"), counter
        instance = derive(self.device, "warifu/1 instance", contexts)
        signing = derive(instance, "warifu/1 signing")
        code = number(signing, b"warifu/1 activation number", *opened)
        same("code and outcome", (s["code"], s["outcome"]), (code, "accepted"))
        self.instance = derive(instance, "warifu/1 message", length=64), signing, derive(instance, "warifu/1 pick")
        self.sequences, self.spent = {validity[0]: raw}, set()
        return f"{s['code']} | {token} | {login} | {bank}"
    def password(self, s):
        count, digest = (s["time"] - self.otp["t0"]) // self.otp["step"], self.otp["algorithm"]
        need(digest in HASHES and 6 <= self.otp["digits"] <= 10, "no such password")
        mac = hmac.new(unhex(self.otp["secret"]), count.to_bytes(8, "big"), digest).digest()
        found = truncate(mac, self.otp["digits"]), "accepted" if count > self.counted else "refused"
        same("code and outcome", (s["code"], s["outcome"]), found)
        self.counted = max(count, self.counted)
        return s["code"]
    def transaction(self, s):
        raw, outcome = self.message(s), s["outcome"]
        need(self.instance, "no activation before it")
        try:
            opened = unseal(raw, 0x13, self.instance[0])
        except Closed as why:
            unopened = re.fullmatch("refused by the device: (another token|flipped bit)", outcome)
            need(unopened, f"it does not open: {why}")
            need(not {"code", "typed", "order", "choices"} & set(s), "a number or an order of what does not open")
            return f"does not open: {why}"
        r = Reader(opened[2])
        (sequence, issued, end), read = r.validity(), read_transaction(r)
        fields = [{"label": label, "text": text} for label, (_, text) in zip(read[2], show_fields(read[2], 0))]
        order = {"operation": read[0], "login": read[1], "fields": fields}
        need(sequence > min(self.sequences) and self.sequences.setdefault(sequence, raw) == raw, "sequence number used")
        need(issued <= s["time"], "issued later than its step")
        code = number(self.instance[1], b"warifu/1 transaction number", *opened)
        wrong = outcome == "refused by the device: wrong pick"
        need(("code" in s) + ("typed" in s) == (not wrong), "not one of the device's number, a typed one, a wrong pick")
        if wrong:
            need("choices" in s, "a wrong pick without choices")
            need(raw not in self.spent and raw not in self.numbers.values(), "a pick of what was used up")
            self.spent.add(raw)
        elif "typed" in s:
            need(outcome.startswith("refused: ") and s["typed"] != code, "accepted, or the message's own number")
            need("another order" not in outcome or self.numbers.get(s["typed"], raw) != raw, "of no other order")
        else:
            same("code and order", (s["code"], s["order"]), (code, order))
            need("another order" not in outcome, "refused as a number of another order, but it is of this one")
            need(raw not in self.spent, "a number after a wrong pick")
            self.numbers[code] = raw
        same("order", s.get("order", order), order)
        if FIRST_TIME in read[2].get(0x08, ()):
            need("choices" in s or "code" not in s, "a number without a pick")
            picks = choices(self.instance[2], opened[1], int(read[2][0x20][8:]))
            same("choices", s.get("choices", picks), picks)
        else:
            need("choices" not in s, "a pick that the transaction does not ask for")
        need(wrong or re.fullmatch("accepted|never entered|refused: .+", outcome), "no such outcome, or it opens")
        late = s["time"] >= end and outcome != "never entered" and not wrong
        same("expired", outcome == "refused: expired", late)
        same("used", outcome == "refused: used", raw in self.accepted)
        self.accepted |= {raw} if outcome == "accepted" else set()
        texts = [field["text"].replace("\n", " / ") for field in order["fields"]]
        return " | ".join(["no number" if wrong else code, "%02x" % order["operation"], order["login"]] + texts)

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
