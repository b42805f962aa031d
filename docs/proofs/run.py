#!/usr/bin/env python3
"""Runs the models of this folder and compares each answer with expected.txt.

    python3 docs/proofs/run.py [MAUDE] [--verifpal VERIFPAL]

MAUDE and VERIFPAL are paths of the programs; without them the ones on the PATH are taken. Maude is needed. Where
Verifpal is not installed, its models are skipped, and a line says so. One line for each property; exit code 1 if any
answer differs. README.md says what the properties mean.

Python 3.9 or later, standard library only.
"""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
WORKERS = 2
TIME_LIMIT = 600  # seconds, for one run of a program


def main():
    arguments = parse_arguments()
    expected = read_expected((HERE / "expected.txt").read_text(encoding="utf-8"))
    report = Report(expected)
    for name, fault in check_texts(expected):
        report.check(name, fault)
    run_maude(arguments.maude, report)
    run_verifpal(arguments.verifpal, report)
    report.missing()
    print(f"{report.passed} passed, {report.failed} failed")
    return 1 if report.failed else 0


def parse_arguments():
    parser = argparse.ArgumentParser(description="Runs the models and compares the answers with expected.txt.")
    parser.add_argument("maude", nargs="?", default="maude", help="path of maude")
    parser.add_argument("--verifpal", default="verifpal", help="path of verifpal")
    return parser.parse_args()


def read_expected(text):
    """Lines `tool | answer | property`, as {(tool, property): answer}."""
    expected = {}
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        tool, answer, name = line.split(" | ")
        if (tool, name) in expected:
            sys.exit(f"expected.txt has two lines for: {name}")
        expected[tool, name] = answer
    return expected


class Report:
    """One line for each property, and how many were as expected."""

    def __init__(self, expected):
        self.expected, self.seen, self.skipped = expected, set(), set()
        self.passed = self.failed = 0

    def answer(self, tool, name, answer, cost):
        self.seen.add((tool, name))
        wanted = self.expected.get((tool, name), "nothing: not in expected.txt")
        self.line(answer == wanted, f"{tool}: {name}: {answer}", f"expected {wanted}", cost)

    def check(self, name, fault):
        self.line(fault is None, f"texts: {name}", fault, "")

    def skip(self, tool, why):
        self.skipped.add(tool)
        print(f"skipped: {tool}: {why}")

    def missing(self):
        for tool, name in self.expected:
            if (tool, name) not in self.seen and tool not in self.skipped:
                self.line(False, f"{tool}: {name}", "in expected.txt, but nothing answered", "")

    def line(self, good, text, fault, cost):
        self.passed, self.failed = self.passed + good, self.failed + (not good)
        print(("ok      " if good else "FAILED  ") + text + ("" if good else f"   ({fault})") + cost, flush=True)


# Maude


def run_maude(maude, report):
    modules, searches = read_searches((HERE / "binding.maude").read_text(encoding="utf-8"))
    if shutil.which(maude) is None:
        report.check("maude is needed", f"no program {maude}")
        return
    shares = [searches[start::WORKERS] for start in range(WORKERS)]
    with ThreadPoolExecutor(WORKERS) as pool:
        answers = dict(pair for pairs in pool.map(lambda share: search(maude, modules, share), shares) for pair in pairs)
    for name, _ in searches:
        report.answer("maude", name, *answers.get(name, ("no answer", "")))


def read_searches(text):
    """The modules, and the searches as (name, command)."""
    modules, *blocks = re.split(r"^--- property: ", text, flags=re.M)
    searches = []
    for block in blocks:
        name, command = block.split("\n", 1)
        searches.append((name, re.split(r"^---", command, flags=re.M)[0]))
    return modules, searches


def search(maude, modules, searches):
    """Runs some searches in one process, and gives (name, (answer, cost)) of each."""
    commands = modules + "".join(command for _, command in searches)
    options = [maude, "-no-banner", "-no-wrap"]
    run = subprocess.run(options, input=commands, capture_output=True, text=True, timeout=TIME_LIMIT, check=False)
    if run.stderr.strip():
        print(run.stderr, file=sys.stderr)
        return []
    parts = re.split(r"^search \[1\] in ", run.stdout, flags=re.M)[1:]
    if len(parts) != len(searches):
        return []
    return [(name, normalise(part)) for (name, _), part in zip(searches, parts)]


def normalise(output):
    found, none = "Solution 1 " in output, "No solution." in output
    answer = "found" if found and not none else "none" if none and not found else "no answer"
    cost = re.search(r"^states: (\d+) .* in (\d+)ms cpu", output, flags=re.M)
    return answer, f"   [{cost[1]} states, {int(cost[2]) / 1000:.2f} s]" if cost else ""


# Verifpal


def run_verifpal(verifpal, report):
    if shutil.which(verifpal) is None:
        report.skip("verifpal", f"no program {verifpal}; README.md says how to install it")
        return
    models = verifpal_models((HERE / "keys.vp").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(WORKERS) as pool:
        jobs = [(name, Path(folder) / f"model_{number}.vp", text) for number, (name, text) in enumerate(models)]
        for name, answer in pool.map(lambda job: (job[0], verify(verifpal, *job[1:])), jobs):
            report.answer("verifpal", name, *answer)


def verify(verifpal, path, text):
    path.write_text(text, encoding="utf-8")
    options = [verifpal, "verify", str(path), "--quiet", "--color", "never"]
    start = time.monotonic()
    run = subprocess.run(options, capture_output=True, text=True, timeout=TIME_LIMIT, check=False)
    cost = f"   [{time.monotonic() - start:.1f} s]"
    verdicts = re.findall(r"^\s*(PASS|FAIL) . (\w+\? .*?)\s*(?:\[.*)?$", run.stdout, flags=re.M)
    if run.returncode or len(verdicts) != len(queries_of(text)):
        return "no answer", cost + " " + (run.stdout + run.stderr).strip()[-300:]
    failing = [query for verdict, query in verdicts if verdict == "FAIL"]
    return "fails: " + "; ".join(failing) if failing else "holds", cost


# In which part the contexts of a key are left out; the other keys have none.
PARTS = {
    "warifu/1 issuer device": "both",
    "warifu/1 activation": "activation",
    "warifu/1 activation nonce": "activation",
    "warifu/1 instance": "transaction",
}


def verifpal_models(text):
    """Every model as (name, text), made out of keys.vp."""
    activation, transaction = activation_part(text), transaction_part(text)
    models = [("the whole", text), ("activation", activation), ("transaction", transaction)]
    for label, _, contexts in derivations(text, "//"):
        for name, part in (("activation", activation), ("transaction", transaction)):
            if PARTS.get(label) in (name, "both"):
                models += [(f"{name}: {label} {how}", keep(part, label, kept)) for how, kept in choices(contexts)]
    known = leak(transaction, "order")
    models += [
        ("transaction: malware knows the order", known),
        ("transaction: message key lost", leak(transaction, "message_key_b")),
        ("transaction: malware knows the order, signing key lost", leak(known, "signing_key_b")),
        ("transaction: issuer device key lost later", leak_later(transaction, "issuer_device_key_b")),
    ]
    return models


def choices(contexts):
    """Which contexts a model keeps: all but one, one alone, none."""
    for context in contexts:
        if len(contexts) > 1:
            yield f"without {context}", [other for other in contexts if other != context]
    for context in contexts:
        if len(contexts) > 2:
            yield f"with {context} alone", [context]
    if contexts:
        yield "without any context", []


def activation_part(text):
    """Everything until the device has read its activation."""
    head, _, rest = text.partition("\t// part: the activation ends here\n")
    return with_queries(head + "]\n\n" + rest[rest.index("queries["):])


def transaction_part(text):
    """What comes before the transaction reaches its reader unchanged: guarded, as Verifpal calls it."""
    head, mark, rest = text.partition("Bank -> Device: message_nonce")
    guard = lambda flight: flight[1] + ", ".join(f"[{name}]" for name in flight[2].split(", "))
    return re.sub(r"^(\w+ -> \w+: )(.+)$", guard, head, flags=re.M) + mark + rest


def with_queries(text):
    """Leaves out the queries about values that the text has not."""
    head, _, queries = text.partition("queries[\n")
    values = set(re.findall(r"\w+", re.sub(r"//.*", "", head)))
    kept = [query for query in queries.splitlines() if query == "]" or query.split()[-1] in values]
    return head + "queries[\n" + "\n".join(kept) + "\n"


def queries_of(text):
    return re.findall(r"^\t\w+\? .*$", text.partition("queries[")[2], flags=re.M)


def keep(text, label, contexts):
    """Leaves only these contexts in the derivations with a label."""
    name = identifier(label)
    shorten = lambda found: concatenation(name, [a for a in names_in(found[1]) if words(a) in contexts])
    return re.sub(rf"CONCAT\({name}, (.*)\)(?=\)$)", shorten, text, flags=re.M)


def concatenation(label, names):
    """CONCAT takes five values at most, so the later ones go into another one."""
    if not names:
        return label
    if len(names) > 4:
        return f"CONCAT({label}, {', '.join(names[:2])}, CONCAT({', '.join(names[2:])}))"
    return f"CONCAT({label}, {', '.join(names)})"


def leak(text, value):
    """The attacker gets a value as soon as it exists."""
    made = re.compile(rf"^\t(?:{value} = .*|generates .*\b{value}\b.*)$", flags=re.M)
    return made.sub(lambda line: f"{line[0]}\n\tleaks {value}", text, count=1)


def leak_later(text, value):
    """The attacker gets a value after everything has been sent."""
    return text.replace("queries[", f"phase[1]\n\nprincipal Bank[\n\tleaks {value}\n]\n\nqueries[")


# Texts that have to say the same


def check_texts(expected):
    """Yields (name, fault or None)."""
    maude = (HERE / "binding.maude").read_text(encoding="utf-8")
    verifpal = (HERE / "keys.vp").read_text(encoding="utf-8")
    yield "binding.maude derives what its comments list", first_fault(maude_faults(maude))
    yield "keys.vp derives what its comments list", first_fault(verifpal_faults(verifpal))
    tables = {derivation for derivation in derivations(maude, "---")} ^ {d for d in derivations(verifpal, "//")}
    yield "both models have one key table", f"in one alone: {sorted(tables)}" if tables else None
    yield "README.md has the answers of expected.txt", first_fault(readme_faults(expected))


def first_fault(faults):
    return next(iter(faults), None)


def derivations(text, comment):
    """The `derives:` lines, as (label, parent key, (contexts))."""
    lines = re.findall(rf"^\s*{comment} derives: (warifu/1 [\w ]+) <- ([\w ]+) : (.+)$", text, flags=re.M)
    return [(label, parent, contexts(listed)) for label, parent, listed in lines]


def contexts(listed):
    return () if listed == "–" else tuple(listed.split(", "))


def maude_faults(text):
    """Each comment against the label, the parent and the contexts of the equation below it."""
    pattern = r'--- (derives|computes): ([^\n<]+?) <- ([\w ]+) : ([^\n]+)\n  op \w+ :.*?\n  eq (.*?) \.\n'
    blocks = re.findall(pattern, text, flags=re.S)
    if len(blocks) != len(re.findall(r"^  --- (?:derives|computes): ", text, flags=re.M)):
        yield "a comment that no equation follows"
    for kind, label, _, listed, equation in blocks:
        right = equation.partition(" =\n")[2] or equation.partition(" = ")[2]
        if tuple(re.findall(r'"([\w ]+)" is ', right)) != contexts(listed):
            yield f"the contexts of {label}"
        if label.startswith("warifu/1") and f'"{label}"' not in right:
            yield f"the label of {label}"
        if kind == "derives" and not re.match(r"key\(W, (K|root\(D\)), ", right):
            yield f"the form of {label}"


def verifpal_faults(text):
    """Each comment against the line below it; then the other party's line against that one."""
    for label, parent, listed in derivations(text, "//"):
        line = re.search(rf"// derives: {re.escape(label)} <- .*\n\t(.*)\n", text)[1]
        made = re.fullmatch(r"(\w+) = MAC\((\w+), (.*)\)", line)
        names = names_in(made[3])
        if words(made[2]) != parent or names[0] != identifier(label) or tuple(map(words, names[1:])) != listed:
            yield f"the line below {label}"
        for other in re.findall(rf"^\t{made[1][:-2]}_[bd] = (.*)$", text, flags=re.M):
            if [words(name) for name in names_in(other)] != [words(name) for name in names_in(line.partition(" = ")[2])]:
                yield f"the two parties' {words(made[1])}"


def names_in(term):
    return [name for name in re.findall(r"\w+", term) if name not in ("CONCAT", "MAC")]


def words(name):
    """`token_code_d` is the device's `token code`."""
    return re.sub(r"^other ", "", re.sub(r"_[bd]$", "", name).replace("_", " "))


def identifier(label):
    return "label_" + label.partition(" ")[2].replace(" ", "_")


def readme_faults(expected):
    """Rows `| property | answer | … |`; where an answer is none, a row can name searches that find the like."""
    text = (HERE / "README.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("| ")]
    answers = {row[0]: row[1] for row in rows}
    by_name = {name: answer for (_, name), answer in expected.items()}
    for name, answer in by_name.items():
        if answers.get(name) != answer:
            yield f"the row of: {name}"
    for row in rows:
        controls = re.findall(r"\[([^\]]+)\]", row[-1]) if by_name.get(row[0]) == "none" else []
        for control in controls:
            if by_name.get(control) != "found":
                yield f"{row[0]}: no search finds {control}"


if __name__ == "__main__":
    sys.exit(main())
