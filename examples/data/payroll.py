"""Writes the example payroll, in the Zengin format and as CSV: python payroll.py"""

PAYEES = [
    # bank, its name, branch, its name, account kind and number, payee, yen, new code, employee, department
    ("0138", "ﾖｺﾊﾏ", "110", "ﾄﾂｶ", "1", "1234567", "ﾔﾏﾀﾞ ﾀﾛｳ", 312_450, "0", "0000000101", "SOUMU"),
    ("0138", "ﾖｺﾊﾏ", "200", "ﾎﾝﾃﾝ", "1", "7654321", "ｻﾄｳ ﾊﾅｺ", 287_300, "0", "0000000102", "SOUMU"),
    ("0001", "ﾐｽﾞﾎ", "230", "ｼﾌﾞﾔ", "1", "0000042", "ｽｽﾞｷ ｼﾞﾛｳ", 1_204_880, "0", "0000000007", "YAKUIN"),
    ("0005", "ﾐﾂﾋﾞｼUFJ", "001", "ﾎﾝﾃﾝ", "1", "3141592", "ﾀﾅｶ ｱｷﾗ", 254_000, "0", "0000000115", "EIGYO"),
    ("0009", "ﾐﾂｲｽﾐﾄﾓ", "015", "ﾏﾙﾉｳﾁ", "1", "2718281", "ﾜﾀﾅﾍﾞ ﾕｳｺ", 198_760, "1", "0000000131", "EIGYO"),
    ("9900", "ﾕｳﾁﾖ", "018", "", "1", "8765432", "ｲﾄｳ ｹﾝｼﾞ", 221_015, "0", "0000000118", "EIGYO"),
    ("0138", "ﾖｺﾊﾏ", "110", "ﾄﾂｶ", "2", "0500123", "ｶ)ﾏﾙﾔﾏｾﾂｹｲ", 540_000, "0", "", "GAICHU"),
    ("0033", "PAYPAY", "005", "ﾋﾞｼﾞﾈｽ", "1", "1029384", "ﾅｶﾑﾗ ﾐｻｷ", 176_400, "2", "0000000127", "SEIZO"),
    ("0310", "GMOｱｵｿﾞﾗ", "101", "ﾎｳｼﾞﾝ", "1", "5647382", "ｺﾊﾞﾔｼ ﾀﾞｲ", 243_210, "0", "0000000109", "SEIZO"),
    ("0138", "", "353", "", "1", "1111111", "ｶﾄｳ ﾉﾘｺ", 265_900, "0", "0000000104", "SEIZO"),
    ("0001", "ﾐｽﾞﾎ", "230", "ｼﾌﾞﾔ", "1", "2222222", "ﾖｼﾀﾞ O.T.", 232_150, "", "0000000122", "SEIZO"),
    ("1333", "ｼﾞﾖｳﾅﾝ", "002", "ｵｵﾓﾘ", "1", "0987654", "ﾔﾏｸﾞﾁ ｼｹﾞﾙ", 301_005, "0", "0000000103", ""),
]
NAMES = (
    "bank,bank_name,branch,branch_name,clearing_house,account_kind,account_number,payee,amount,new_code,employee,department"
)


def record(*columns):
    """Numbers come as text of their width; each text is filled with blanks to the width beside it."""
    line = "".join(column if isinstance(column, str) else column[0].ljust(column[1]) for column in columns)
    return line.ljust(120).encode("shift_jis")


def data(bank, bank_name, branch, branch_name, kind, number, payee, yen, new, employee, department):
    return record(
        "2", bank, (bank_name, 15), branch, (branch_name, 15), "0000", kind, number, (payee, 30), f"{yen:010}",
        (new, 1), (employee, 10), (department, 10),
    )


header = record(
    "1", "11", "0", "0012345678", ("ｶ)ﾜﾘﾌｼﾖｳｼﾞ", 40), "1225", "0138", ("ﾖｺﾊﾏ", 15), "110", ("ﾄﾂｶ", 15), "2", "0098765"
)
trailer = record("8", f"{len(PAYEES):06}", f"{sum(row[7] for row in PAYEES):012}")
records = [header, *(data(*row) for row in PAYEES), trailer, record("9")]
assert all(len(line) == 120 for line in records)

with open("payroll.zengin", "wb") as file:
    file.write(b"".join(line + b"\r\n" for line in records) + b"\x1a")
with open("payroll.csv", "w", encoding="utf-8", newline="\n") as file:
    print(NAMES, file=file)
    for row in PAYEES:
        print(*row[:4], "0000", *row[4:], sep=",", file=file)
