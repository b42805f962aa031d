"""Files of payments and their digests, written from wire.md and vectors.md alone; used by vectors.py."""
import datetime, hashlib, re
from check import KANA, Reader, Refused, codes_of, must, short, write_transaction

class Misplaced(Refused):
    """A file, a row or a proof is refused; the record and the column are None where the documents do not say which."""
    def __init__(self, record, column, what):
        super().__init__(column or 0, what)
        self.place = {k: v for k, v in (("record", record), ("column", column)) if v is not None}

FILE_KANA = {code: character for code, character in KANA.items() if code != 0xA6}
OPERATION = {"21": 0x08, "11": 0x09, "71": 0x09, "12": 0x0A, "72": 0x0A}
MOST = 999_999
# Each column of a record: its name, its width, and N for digits, N+ for digits that are not zero, NS for digits or
# spaces, K for text, K+ for text that is not blank, S for spaces, or the values that it may have. What has no name
# says nothing.
PLACE = ("bank", 4, "N"), ("bank_name", 15, "K"), ("branch", 3, "N"), ("branch_name", 15, "K")
HEADER = (("", 1, ("1",)), ("kind", 2, tuple(OPERATION)), ("", 1, ("0",)), ("code", 10, "N"), ("payer", 40, "K"),
          ("date", 4, "N"), *PLACE, ("account_kind", 1, tuple("129")), ("account_number", 7, "N"), ("", 17, "S"))
ROW = (("", 1, ("2",)), *PLACE, ("clearing_house", 4, "NS"), ("account_kind", 1, tuple("1249")),
       ("account_number", 7, "N"), ("payee", 30, "K+"), ("amount", 10, "N+"), ("new_code", 1, tuple("012 ")))
CATEGORY = ("transfer_category", 1, tuple("078 "))
TRANSFER = *ROW, ("customer_code_1", 10, "K"), ("customer_code_2", 10, "K"), CATEGORY, ("", 1, (" ",)), ("", 7, "S")
EDI = *ROW, ("edi", 20, "K"), CATEGORY, ("", 1, ("Y",)), ("", 7, "S")
WAGES = *((*c[:2], tuple("12")) if c[0] == "account_kind" else c for c in ROW), ("employee", 10, "K"), \
    ("department", 10, "K"), ("", 9, "S")
TRAILER = ("", 1, ("8",)), ("count", 6, "N"), ("total", 12, "N"), ("", 101, "S")
END = ("", 1, ("9",)), ("", 119, "S")

def read_column(raw, at, size, form):
    if isinstance(form, tuple):
        value = raw.decode("latin-1")
        must(value in form, at, f"{value!r} is none of {form}")
        return value
    blank, text = not raw.strip(b" "), ""
    for i, byte in enumerate(raw):
        if form[0] == "K":
            must(byte == 0x20 or text != " " and text[-2:] != "  ", at + i - 1, "a space that would not be seen")
            must(byte in FILE_KANA, at + i, "no character of bank kana")
        else:
            spaces = form == "S" or form == "NS" and blank
            must(byte == 0x20 if spaces else byte in b"0123456789", at + i, "no space" if spaces else "no digit")
        text += KANA[byte]
    must(len(raw) == size, at + len(raw), "the record does not have 120 bytes")
    must(form != "K+" or not blank, at, "blank")
    must(form != "N+" or int(text), at, "zero")
    return text.rstrip(" ")
def read_record(record, table):
    at, said = 0, {}
    for name, size, form in table:
        said[name] = read_column(record[at:at + size], at, size, form)
        at += size
    must(len(record) == at, at, "the record does not have 120 bytes")
    return said
def write_record(said, table):
    values = (said[name] if name else form[0] if isinstance(form, tuple) else "" for name, _, form in table)
    return b"".join(codes_of(value.ljust(size), KANA)[1:] for value, (_, size, _) in zip(values, table))
def read_row(record, kind):
    must(kind in OPERATION, 0, "no such kind")
    return read_record(record, table_of(kind, record[112:113] == b"Y"))
def write_row(said, kind):
    return write_record(said, table_of(kind, "edi" in said))
def table_of(kind, edi):
    return WAGES if kind != "21" else EDI if edi else TRANSFER
def account(said):
    return said["bank"] + said["branch"] + said["account_kind"] + said["account_number"]

class Batch:
    """A header and rows: each the bytes of its record, and what they say."""
    def __init__(self, header, year):
        self.record, self.header, self.rows = header, read_record(header, HEADER), []
        must(2000 <= year <= 2127, 54, "no year that a date may have")
        try:
            self.date = datetime.date(year, int(self.header["date"][:2]), int(self.header["date"][2:]))
        except ValueError as why:
            raise Refused(54, str(why)) from None
        self.kind = self.header["kind"]
    def add(self, record):
        must(len(self.rows) < MOST, 0, "too many rows")
        self.rows.append((record, read_row(record, self.kind)))
    def total(self):
        return sum(int(said["amount"]) for _, said in self.rows)
    def largest(self, among=None):
        """The row with the largest amount, of several the first; None if there is none."""
        rows = range(len(self.rows)) if among is None else sorted(among)
        return max(rows, key=lambda i: int(self.rows[i][1]["amount"]), default=None)
    def payment(self, i):
        said = self.rows[i][1]
        return account(said), said["payee"], (392, int(said["amount"]))
    def root(self):
        return root_of([leaf(record) for record, _ in self.rows])
    def digest(self):
        numbers = len(self.rows).to_bytes(4, "big") + self.total().to_bytes(8, "big")
        return hashlib.sha256(short(b"warifu/1 batch") + self.record + numbers + self.root()).digest()
    def transaction(self, login, seed, new):
        new, first = set(new), self.largest()
        other = self.largest(new - {first})
        left = set(range(len(self.rows))) - {first, other}
        drawn = sorted(left, key=lambda i: (priority(seed, i), i))[:2]
        rows = [i for i in (first, other) if i is not None] + drawn
        operation = OPERATION[self.kind] + 0x10 * (2 - len(drawn)) + (0x40 if other is None else 0)
        values = dict(zip((0x38, *(() if other is None else (0x39,)), 0x3A, 0x3B), map(self.payment, rows)))
        values.update({0x18: account(self.header), 0x31: (392, self.total()), 0x32: len(self.rows), 0x3C: len(new),
                       0x40: self.date, 0x60: self.digest()})
        return write_transaction(operation, login, values)

def priority(seed, i):
    return hashlib.sha256(short(b"warifu/1 draw") + seed + i.to_bytes(4, "big")).digest()[:8]
def leaf(record):
    return hashlib.sha256(b"\0" + record).digest()
def node(a, b):
    return hashlib.sha256(b"\1" + a + b).digest()
def root_of(hashes):
    if len(hashes) == 1:
        return hashes[0]
    k = 1 << (len(hashes) - 1).bit_length() - 1
    return node(root_of(hashes[:k]), root_of(hashes[k:]))
def way(index, count):
    """For each hash of a proof, from the row upwards, whether it stands on the right."""
    place, last, sides = index, count - 1, []
    while last > 0:
        if place % 2 or place < last:
            sides.append(place % 2 == 0)
        place, last = place // 2, last // 2
    return sides
def read_proof(proof):
    """Index, count, and hashes."""
    try:
        r = Reader(proof)
        index, count = r.u(4), r.u(4)
        must(1 <= count <= MOST and index < count, 0, "no index of a batch")
        for _ in way(index, count):
            r.take(32)
        r.end()
    except Refused as why:
        raise Misplaced(None, why.at, str(why)) from None
    return index, count, [proof[at:at + 32] for at in range(8, len(proof), 32)]
def verify_proof(record, proof, index, count, root):
    read_index, read_count, hashes = read_proof(proof)
    found = leaf(record)
    for right, other in zip(way(read_index, read_count), hashes):
        found = node(found, other) if right else node(other, found)
    if (read_index, read_count, found) != (index, count, root):
        raise Misplaced(None, None, "the proof does not hold")

def read_zengin(data, year):
    at, number, ends = 0, 0, (b"", b"\n", b"\r\n")
    def follow(read):
        """The next record is read by `read`; what parts it from the one before it is the line end of the latter."""
        nonlocal at, number, ends
        if number and at < len(data):
            end = re.compile(rb"[\r\n]*").match(data, at)[0]
            if end not in ends:
                raise Misplaced(number, 120, "another line end")
            at, ends = at + len(end), (end,)
        number += 1
        try:
            result = read(data[at:at + 120])
        except Refused as why:
            raise Misplaced(number, why.at, str(why)) from None
        at += 120
        return result
    batch = follow(lambda record: Batch(record, year))
    follow(batch.add)
    while not data.startswith(b"8", at + len(ends[0])):
        follow(batch.add)
    def trailer(record):
        said = read_record(record, TRAILER)
        must(int(said["count"]) == len(batch.rows), 1, "another count")
        must(int(said["total"]) == batch.total(), 7, "another total")
    follow(trailer)
    follow(lambda record: read_record(record, END))
    if data[at:] not in (b"", b"\x1a", ends[0], ends[0] + b"\x1a"):
        raise Misplaced(number, 120, "bytes after the end")
    return batch

CELL = re.compile(rb'"([^"]*)"(?=,|\Z)|([^",][^,]*|)(?=,|\Z)')
def cells_of(line, names):
    """The cells of a line of CSV without their quotation marks, each with its number and name. A cell too few or too
    many is found at the last one, after the caller has judged it."""
    at = 0
    for number, name in enumerate(names, 1):
        found = CELL.match(line, at)
        if not found:
            raise Misplaced(None, number, "the quotation does not end on its line, or before its cell does")
        yield number, name, found[2] if found[1] is None else found[1]
        at = found.end() + 1
        if (at > len(line)) != (number == len(names)):
            raise Misplaced(None, number, f"not {len(names)} cells")
def read_cell(cell, utf8, size, form):
    """What the column of a record says, from a cell."""
    try:
        text = cell.decode("utf-8") if utf8 else "".join(FILE_KANA[byte] for byte in cell)
    except (UnicodeDecodeError, KeyError) as why:
        raise Refused(0, f"no text of this encoding: {why}") from None
    if form == "N+":
        must(re.fullmatch("[1-9][0-9]{0,9}", text), 0, "no amount of 1 to 10 digits")
        return text.zfill(size)
    if form[0] == "K":
        must(set(text) <= set(FILE_KANA.values()), 0, "no character of bank kana")
        must(text[-1:] != " " and len(text) <= size, 0, "a space at the end, or more characters than its column")
    else:
        must(re.fullmatch(f"[0-9]{{{size}}}", text) or not text and (form == "NS" or " " in form), 0, "not its digits")
    return text
def read_line(line, batch, utf8):
    """The record of a line; a value that is refused is refused at its cell."""
    names, said = names_of(batch.kind), {}
    columns = {name: (size, form) for table in (TRANSFER, EDI, WAGES) for name, size, form in table}
    columns["account_kind"] = 1, tuple("0123456789")  # the record says which
    for at, name, cell in cells_of(line, names):
        try:
            said[name] = read_cell(cell, utf8, *columns[name])
        except Refused as why:
            raise Misplaced(None, at, str(why)) from None
    if said.get("edi") and (said["customer_code_1"] or said["customer_code_2"]):
        raise Misplaced(None, names.index("edi") + 1, "customer codes beside EDI text")
    table, at = table_of(batch.kind, said.get("edi")), 0
    try:
        batch.add(write_record(said, table))
    except Refused as why:
        for name, size, _ in table:
            if at <= why.at < at + size and name in names:
                raise Misplaced(None, names.index(name) + 1, str(why)) from None
            at += size
        raise
def names_of(kind):
    last = "customer_code_1 customer_code_2 edi transfer_category" if kind == "21" else "employee department"
    return [name for name, _, _ in ROW if name] + last.split()
def read_csv(data, header, year, utf8, named):
    batch, lines = Batch(header, year), data[3 if utf8 and data[:3] == b"\xef\xbb\xbf" else 0:].split(b"\n")
    end = b"\r" if lines[0].endswith(b"\r") and len(lines) > 1 else b""
    for number, line in enumerate(lines, 1):
        if number == len(lines) and not line:
            break
        try:
            if number < len(lines):
                if line[-1:] != end if end else line[-1:] == b"\r":
                    raise Misplaced(None, None, "another line end")
                line = line[:len(line) - len(end)]
            if number > 1 or not named:
                read_line(line, batch, utf8)
                continue
            for at, name, cell in cells_of(line, names_of(batch.kind)):
                if cell != name.encode("ascii"):
                    raise Misplaced(None, at, "the column has another name")
        except Misplaced as why:
            raise Misplaced(number, why.place.get("column"), str(why)) from None
    if not batch.rows:
        raise Misplaced(None, None, "no rows")
    return batch
