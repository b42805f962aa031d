#!/usr/bin/env python3
"""An independent check of the test vectors, written from wire.md and vectors.md alone: `vectors.py FOLDER`."""
import base64, hmac, inspect, os, re, sys
from check import (HASHES, KANA, LABELS, LANGUAGES, LOGIN_ID, SERIAL, TOKEN_CODE, Reader, Refused, authentication_code,
                   choices, derive, key_id, make_nonce, must, need, number, order_digest, read_activation,
                   read_transaction, same, seal, shown, shown_activation, truncate, unhex, unseal, write_activation,
                   write_transaction)
from batches import Misplaced, read_csv, read_row, read_zengin, verify_proof, write_row

SCREENS = {"small monochrome": (21, 8, 8, False), "camera token": (32, 9, 4, True), "phone": (36, 24, 2, True)}

# How the values of the lines are read: an input of a form has one of these, or unhex, as its annotation. A value that
# is not of this kind is a mistake of the vector, not one that an implementation refuses.
def text(value):
    return value
def decimal(value):
    need(re.fullmatch("0|[1-9][0-9]*", value), f"{value!r} is no decimal number")
    return int(value)
def texts(*values):
    return values
def decimals(*values):
    return [decimal(value) for value in values]
LISTS = texts, decimals

def u(value, size, what):
    must(value < 1 << 8 * size, 0, f"{what} has more than {8 * size} bits")
    return value.to_bytes(size, "big")
def read_registration(message):
    must(message[:1] == b"\x11", 0, "no registration message of version 1")
    r = Reader(message)
    header, issuer, nonce, issued = r.take(1), r.u(4), r.take(16), r.u(4)
    r.end()
    return issuer, nonce, issued
def write_registration(issuer, nonce, issued):
    return b"\x11" + u(issuer, 4, "issuer") + nonce + u(issued, 4, "moment")

# Pictures
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
def read_base32(content):
    must(content, 0, "no text")
    for at, character in enumerate(content):
        must(character in ALPHABET, at, f"{character!r} is not of the alphabet")
    must(len(content) <= 600, 600, "more than 600 characters")
    must(len(content) % 8 in (0, 2, 4, 5, 7), len(content), "no length of base32")
    raw = base64.b32decode(content + "=" * (-len(content) % 8))
    must(write_base32(raw) == content, len(content) - 1, "an unused bit is set")
    return raw
def write_base32(raw):
    return base64.b32encode(raw).decode("ascii").rstrip("=")

# Screens
def width(line):
    return sum(1 if c < "\x80" or c == "\u00a5" or "\uff61" <= c <= "\uff9f" else 2 for c in line)
def wrap(value, columns):
    rows = []
    for line in value.split("\n"):
        words = line.split(" ")
        rows.append(words[0])
        for word in words[1:]:
            if width(rows[-1]) + 1 + width(word) <= columns:
                rows[-1] += " " + word
            else:
                rows.append(word)
    return rows
def lay_out(show, name, language, most=None):
    """The pages, each a list of rows, of what `show` gives in a language: a title and entries."""
    need(name in SCREENS, f"unknown screen {name!r}")
    columns, height, limit, japanese = SCREENS[name]
    sheets = []
    for spoken in range(2 if japanese else 1):
        title, entries = show(spoken)
        sheets.append((title, [[label] + wrap(value, columns) for label, value in entries]))
        for row in [title] + sum(sheets[-1][1], []):
            must(japanese or all(c in KANA.values() or " " <= c <= "~" for c in row), 0, f"{row!r} cannot be shown")
            must(width(row) <= columns, 0, f"{row!r} is too wide")
    must(language < len(sheets), 0, "the screen does not speak this language")
    pages, room, (title, entries) = [], 0, sheets[language]
    for at, entry in enumerate(entries):
        needed = max(len(sheet[1][at]) for sheet in sheets)
        must(needed < height, 0, "an entry is higher than a page")
        if needed > room or at and entries[at - 1][0] == LABELS[0x08][language]:
            pages.append([title])
            room = height - 1
        pages[-1] += entry
        room -= needed
    must(len(pages) <= (most or limit), 0, "more pages than the screen has")
    return pages

# One-time passwords and OCRA
def mac(algorithm, key, message):
    return hmac.new(key, message, HASHES[algorithm]).digest()
def password(algorithm, key, digits, factor):
    must(algorithm in HASHES, 0, "no such algorithm")
    must(len(key) >= 16, 0, "a key of less than 128 bits")
    must(6 <= digits <= 10, 0, "not 6 to 10 digits")
    return truncate(mac(algorithm, key, u(factor, 8, "the moving factor")), digits)
def read_suite(suite):
    """What the suite says, as a dictionary; without the key of what it does not say."""
    at, said = 0, {}
    def take(pattern, what, holds=lambda taken: True):
        nonlocal at
        taken = re.compile(pattern).match(suite, at)
        must(taken and holds(taken), at, what)
        at = taken.end()
        return taken[0]
    def part(letter):
        nonlocal at
        found = suite.startswith("-" + letter, at)
        at += 2 if found else 0
        return found
    take("OCRA-1:", "not OCRA-1")
    take("HOTP-", "not HOTP")
    said["hash"] = take("SHA(1|256|512)(?![A-Za-z0-9])", "no such hash function")
    take("-", "no length of the response")
    said["length"] = take("[04-9](?![0-9])", "neither 0 nor 4 to 9 digits")
    take(":", "no inputs")
    said["counter"] = take("(C-)?", "")
    said["format"] = take("Q[ANH]", "no question of format A, N or H")
    said["size"] = take("[0-9]{1,2}(?![0-9])", "a question has no 4 to 64 characters", lambda m: 4 <= int(m[0]) <= 64)
    if part("P"):
        said["pin"] = take("SHA(1|256|512)(?![A-Za-z0-9])", "no such hash function")
    if part("S"):
        said["session"] = take("[0-9]{3}(?![0-9])", "a session has no 001 to 512 bytes", lambda m: 1 <= int(m[0]) <= 512)
    if part("T"):
        said["step"] = take("([1-9][0-9]?)([SMH])", "no step of 1 to 59 S, 1 to 59 M or 1 to 48 H",
                            lambda m: int(m[1]) <= {"S": 59, "M": 59, "H": 48}[m[2]])
    must(at == len(suite), at + suite.startswith("-", at), "unknown, repeated or in the wrong order")
    return said
def write_suite(said):
    tail = "".join(f"-{letter}{said[name]}" for letter, name in zip("PST", ("pin", "session", "step")) if name in said)
    return "OCRA-1:HOTP-{hash}-{length}:{counter}{format}{size}".format(**said) + tail
def read_question(said, questions):
    """The 128 bytes of Q."""
    characters = {"QA": "[0-9A-Za-z]", "QN": "[0-9]", "QH": "[0-9A-Fa-f]"}[said["format"]]
    for question in questions:
        must(re.fullmatch(characters + "+", question), 0, "a character that the format does not have, or none")
        must(len(question) <= int(said["size"]), 0, "longer than the suite says")
    joined = "".join(questions)
    if said["format"] == "QA":
        return joined.encode("ascii").ljust(128, b"\0")
    digits = "%x" % int(joined) if said["format"] == "QN" else joined
    return bytes.fromhex(digits + "0" * (len(digits) % 2)).ljust(128, b"\0")
def response(suite, key, questions, counter, pin_hash, session, time):
    said = read_suite(suite)
    must(len(key) >= 16, 0, "a key of less than 128 bits")
    must(1 <= len(questions) <= 2, 0, "neither one question nor two")
    for name, given in ("pin", pin_hash), ("session", session), ("step", time):
        must((given is not None) == (name in said), 0, f"{name}: given without being asked for, or missing")
    must((counter is not None) == bool(said["counter"]), 0, "counter: given without being asked for, or missing")
    message = suite.encode("ascii") + b"\0"
    if counter is not None:
        message += u(counter, 8, "the counter")
    message += read_question(said, questions)
    if pin_hash is not None:
        must(len(pin_hash) == HASHES[said["pin"].lower()]().digest_size, 0, "no hash of this function")
        message += pin_hash
    if session is not None:
        must(len(session) <= int(said["session"]), 0, "a longer session than the suite says")
        message += session.rjust(int(said["session"]), b"\0")
    if time is not None:
        message += u(time // (int(said["step"][:-1]) * {"S": 1, "M": 60, "H": 3600}[said["step"][-1]]), 8, "the time")
    result = mac(said["hash"].lower(), key, message)
    return truncate(result, int(said["length"])) if said["length"] != "0" else result.hex()
def verify(typed, computed):
    """Whether what was typed is the number or the response; another form is refused before they are compared."""
    must(re.fullmatch("[0-9]+|[0-9a-f]{40,}", typed) and len(typed) == len(computed), 0, "no such number")
    return hmac.compare_digest(typed, computed)

# The forms. The parameters are the inputs (`_` for `-`), None where a case may do without; the result is the other
# lines.
def in_transaction(body: unhex):
    transaction, result = read_transaction(Reader(body)), {}
    same("body, written again", body.hex(), write_transaction(*transaction).hex())
    for language, suffix in enumerate(("", "-ja")):
        title, entries = shown(*transaction, language)
        lines = [f"{label} = {value}".replace("\n", " / ") for label, value in entries]
        result.update({"title" + suffix: title, "entry" + suffix: lines})
    return result
def in_screen(screen: text, body: unhex, language: text = None):
    transaction = read_transaction(Reader(body))
    return lines_of(lay_out(lambda spoken: shown(*transaction, spoken), screen, LANGUAGES.index(language or "English")))
def in_activation_screen(screen: text, body: unhex, language: text = None):
    activation, language = read_activation(Reader(body)), LANGUAGES.index(language or "English")
    return lines_of(lay_out(lambda spoken: shown_activation(*activation, spoken), screen, language, 1))
def lines_of(pages):
    lines = []
    for count, rows in enumerate(pages, 1):
        lines += [("page", count)] + [("row", row) for row in rows]
    return lines
def in_number(kind: text, signing_key: unhex, aad: unhex, nonce: unhex, plaintext: unhex):
    need(kind in ("transaction", "activation"), "no such kind")
    must(len(signing_key) == 32 and len(nonce) == 12 and len(aad) == {"t": 5, "a": 30}[kind[0]], 0, "another length")
    return {"number": number(signing_key, f"warifu/1 {kind} number".encode("ascii"), aad, nonce, plaintext)}
def in_keys(root_key: unhex, issuer: decimal, registration_nonce: unhex, activation_counter: decimal, token_code: text,
            key_epoch: decimal):
    must(len(root_key) == 32 and len(registration_nonce) == 16, 0, "another length")
    must(re.fullmatch(TOKEN_CODE, token_code), 0, "no token code")
    must(activation_counter and key_epoch, 0, "activation counter or key epoch 0")
    issuer, counter = u(issuer, 4, "issuer"), u(activation_counter, 8, "activation counter")
    device, answered = derive(root_key, "warifu/1 issuer device", [issuer]), [registration_nonce, counter]
    contexts = issuer, registration_nonce, token_code.encode("ascii"), u(key_epoch, 2, "key epoch"), counter
    instance = derive(device, "warifu/1 instance", contexts)
    return {"issuer-device-key": device, "registration-key": derive(device, "warifu/1 registration"),
            "activation-key": derive(device, "warifu/1 activation", answered, 64),
            "activation-nonce-key": derive(device, "warifu/1 activation nonce", answered), "instance-key": instance,
            "message-key": derive(instance, "warifu/1 message", length=64),
            "message-nonce-key": derive(instance, "warifu/1 message nonce"),
            "signing-key": derive(instance, "warifu/1 signing"), "pick-key": derive(instance, "warifu/1 pick")}
def in_nonce(instance_key: unhex, random: unhex, sequence: decimal, plaintext: unhex):
    must(len(instance_key) == 32 and len(random) == 16 and sequence < 1 << 32, 0, "another length")
    nonce = make_nonce(derive(instance_key, "warifu/1 message nonce"), random, sequence, plaintext)
    return {"nonce": nonce, "key-id": key_id(derive(instance_key, "warifu/1 message", length=64), nonce)}
def in_pick(instance_key: unhex, nonce: unhex, account_number: decimal):
    must(len(instance_key) == 32 and len(nonce) == 12 and account_number < 10_000_000, 0, "another length")
    return {"choice": choices(derive(instance_key, "warifu/1 pick"), nonce, account_number)}
def in_order(issuer: decimal, body: unhex):
    operation, _, values = read_transaction(Reader(body))
    return {"digest": order_digest(u(issuer, 4, "issuer"), operation, values)}
def in_sequence(start: decimal, sequence: decimal, used: decimals = ()):
    need(max(start, sequence, *used) < 1 << 32, "more than 32 bits")
    confirmed = {start}
    def take(one):
        highest = max(confirmed)
        must(one not in confirmed and one > max(start, highest - 64), 0, "used")
        must((one >> 20) - (highest >> 20) <= 1024, 0, "out of reach")
    for one in used:
        take(one)
        confirmed.add(one)
    take(sequence)
    return {}
def in_registration(message: unhex):
    issuer, nonce, issued = read_registration(message)
    same("message, written again", message.hex(), write_registration(issuer, nonce, issued).hex())
    return {"issuer": issuer, "nonce": nonce, "issued": issued}
def in_token_authentication_code(registration_key: unhex, message: unhex, serial: text, activation_counter: decimal):
    read_registration(message)
    must(len(registration_key) == 32, 0, "another length")
    must(re.fullmatch(SERIAL, serial), 0, "no serial number")
    must(1 <= activation_counter < 1 << 64, 0, "no activation counter")
    return {"code": authentication_code(registration_key, message, serial.encode("ascii"), activation_counter)}
def in_activation(body: unhex):
    token, login, bank, epoch = read_activation(Reader(body))
    same("body, written again", body.hex(), write_activation(token, login, bank, epoch).hex())
    return {"token-code": token, "login": login, "bank": bank, "key-epoch": epoch}
def in_picture_text(text: text):
    raw = read_base32(text)
    same("text, encoded again", text, write_base32(raw))
    return {"bytes": raw}
def in_envelope(instance_key: unhex, envelope: unhex):
    must(len(instance_key) == 32, 0, "another length")
    key = derive(instance_key, "warifu/1 message", length=64)
    aad, nonce, plaintext = unseal(envelope, 0x13, key)
    sequence, issued, expires = Reader(plaintext).validity()
    same("envelope, sealed again", envelope.hex(), seal(0x13, key, nonce, plaintext).hex())
    return {"plaintext": plaintext, "aad": aad, "sequence": sequence, "issued": issued, "expires": expires}
def in_hotp(algorithm: text, key: unhex, digits: decimal, counter: decimal):
    return {"code": password(algorithm, key, digits, counter)}
def in_totp(algorithm: text, key: unhex, digits: decimal, step: decimal, t0: decimal, time: decimal):
    must(step, 0, "a step of no time")
    must(time >= t0, 0, "before T0")
    return {"code": password(algorithm, key, digits, (time - t0) // step)}
def in_ocra_suite(suite: text):
    same("suite, written again", suite, write_suite(read_suite(suite)))
    return {}
def in_ocra_response(suite: text, key: unhex, question: texts, counter: decimal = None, pin_hash: unhex = None,
                     session: unhex = None, time: decimal = None):
    return {"response": response(suite, key, question, counter, pin_hash, session, time)}
def of_batch(batch):
    return {"count": len(batch.rows), "total": batch.total(), "root": batch.root(), "digest": batch.digest(),
            "largest": batch.payment(batch.largest())[1]}
def in_batch_zengin(file: unhex, year: decimal):
    return of_batch(read_zengin(file, year))
def in_batch_csv(file: unhex, header: unhex, year: decimal, encoding: text, column_names: text):
    need(encoding in ("utf-8", "shift_jis") and column_names in ("present", "absent"), "no such encoding or names")
    return of_batch(read_csv(file, header, year, encoding == "utf-8", column_names == "present"))
def in_batch_row(row: unhex, kind: text):
    try:
        said = read_row(row, kind)
    except Refused as why:
        raise Misplaced(None, why.at, str(why)) from None
    same("row, written again", row.hex(), write_row(said, kind).hex())
    return {"total": int(said["amount"])}
def in_batch_inclusion(row: unhex, kind: text, proof: unhex, index: decimal, count: decimal, root: unhex):
    read_row(row, kind)
    verify_proof(row, proof, index, count, root)
    return {}
def in_batch_transaction(file: unhex, year: decimal, login: text, seed: unhex, new: decimals = ()):
    batch = read_zengin(file, year)
    must(re.fullmatch(LOGIN_ID, login) and len(seed) == 32, 0, "no login ID or seed")
    must(len(set(new)) == len(new) and all(i < len(batch.rows) for i in new), 0, "no row, or one twice")
    return {"body": batch.transaction(login, seed, new)}

FORMS = {
    "transaction": in_transaction, "screen": in_screen, "activation-screen": in_activation_screen, "number": in_number,
    "keys": in_keys, "nonce": in_nonce, "pick": in_pick, "order": in_order, "sequence": in_sequence,
    "registration": in_registration, "token-authentication-code": in_token_authentication_code,
    "activation": in_activation, "picture-text": in_picture_text, "envelope": in_envelope,
    "hotp": in_hotp, "totp": in_totp, "ocra-suite": in_ocra_suite, "ocra-response": in_ocra_response,
    "batch-zengin": in_batch_zengin, "batch-csv": in_batch_csv, "batch-row": in_batch_row,
    "batch-inclusion": in_batch_inclusion, "batch-transaction": in_batch_transaction,
}
SELDOM = "largest",  # lines that some cases do not have
PLACES = "at", "record", "column"  # where a case is refused; one that does not say where, or not all of it, ignores it
TELLING = {"batch-inclusion": "column"}  # where a case without it is refused for another reason
VERIFIED = "number", "response"  # lines that a verifier accepts
FOLLOWS = {"row": "page"}  # lines that belong to the one before them

def blocks_of(data):
    """The blocks of a file, each a list of pairs of key and value."""
    blocks = [[]]
    for line in data.decode("utf-8").split("\n"):
        key, colon, value = line.partition(":")
        if not line:
            blocks.append([])
        elif not line.startswith("#"):
            need(colon and re.fullmatch("[a-z0-9-]+", key), f"no line of the form `key: value`: {line!r}")
            blocks[-1].append((key, value[1:] if value.startswith(" ") else value))
    return [block for block in blocks if block]
def as_text(value):
    return value.hex() if isinstance(value, bytes) else str(value)
def grouped(pairs):
    """The values of each key in their order; what follows a line is with it."""
    groups = {}
    for key, value in pairs:
        groups.setdefault(FOLLOWS.get(key, key), []).append(f"{key}: {value}" if key in FOLLOWS else value)
    return groups
def check(form, accepted, case):
    """The differences of a case."""
    inputs, given, lines = inspect.signature(FORMS[form]).parameters, {}, list(case)
    for name, parameter in inputs.items():
        key = name.replace("_", "-")
        values = [value for k, value in case if k == key]
        lines = [pair for pair in lines if pair[0] != key]
        need(values or parameter.default is not parameter.empty, f"{key}: missing")
        need(len(values) <= 1 or parameter.annotation in LISTS, f"{key}: repeated")
        if values:
            given[name] = parameter.annotation(*values)
    recorded = grouped(lines)
    try:
        result = FORMS[form](**given)
    except Refused as why:
        if accepted:
            return [f"refused at {why.at}: {why}"]
        place = {key: [str(at)] for key, at in why.place.items()}
        strange = [f"{key}: not of a refused case" for key in recorded if key not in (*PLACES, "error")]
        return strange + [f"{key}: recorded {recorded.get(key)}, refused at {place.get(key)}: {why}"
                          for key in PLACES if recorded.get(key) != place.get(key)
                          and (key in recorded and key in place or key == TELLING.get(form))]
    if not accepted:
        return ["accepted"]
    result = result.items() if isinstance(result, dict) else result
    computed = grouped((key, as_text(one)) for key, v in result for one in (v if isinstance(v, list) else [v]))
    differences = [f"{key}: recorded {recorded.get(key)}, found {computed.get(key)}"
                   for key in {**recorded, **computed}
                   if recorded.get(key) != computed.get(key) and (key in recorded or key not in SELDOM)]
    refused = [key for key in VERIFIED if key in computed and not differences
               and not verify(recorded[key][0], computed[key][0])]
    return differences + [f"{key}: the verifier does not accept it" for key in refused]
def check_file(path):
    """The number of cases, and for each that failed its number (0 is the file) and the differences."""
    try:
        with open(path, "rb") as file:
            header, *cases = blocks_of(file.read()) or [[]]
        same("header", sorted(key for key, _ in header), ["expect", "form", "rule", "source"])
        header = dict(header)
        need(header["form"] in FORMS, f"unknown form {header['form']!r}")
        need(header["expect"] in ("accepted", "refused"), f"unknown expectation {header['expect']!r}")
        need(cases, "no case")
    except Exception as why:
        return 0, {0: [f"{type(why).__name__}: {why}"]}
    failures = {}
    for at, case in enumerate(cases, 1):
        try:
            differences = check(header["form"], header["expect"] == "accepted", case)
        except Exception as why:
            differences = [f"{type(why).__name__}: {why}"]
        if differences:
            failures[at] = differences
    return len(cases), failures

def main(folder):
    paths = sorted(os.path.join(root, name) for root, _, names in os.walk(folder) for name in names)
    total, failed = 0, 0
    for path in paths:
        cases, failures = check_file(path)
        total, failed = total + cases, failed + len(failures)
        for at, differences in failures.items():
            for what in differences:
                print(f"FAIL {os.path.relpath(path, folder)}: case {at}: {what}")
    print(f"{len(paths)} files, {total} cases, {failed} failed")
    return 1 if failed or not paths else 0

if __name__ == "__main__":
    sys.exit(main(sys.argv[1]) if len(sys.argv) == 2 else "usage: vectors.py FOLDER")
