"""What is counted, and the places of it. README.md says what each figure means."""
import re, statistics, tomllib
from circles import Graph
from rust import Source, tokenise
from words import ARCHAIC, LEFT_OVER, OLD_TOKEN_NAME, prose

SUPPORT = "crates/warifu-testkit/"  # a crate for tests only
OURSELVES = "docs/house/"  # names what it looks for

PANICS = {"unwrap": "call", "expect": "call", "panic": "macro", "unreachable": "macro", "todo": "macro", "unimplemented": "macro"}
DEFAULTS = ("unwrap_or", "unwrap_or_else", "unwrap_or_default")
NO_INDEX_AFTER = {"return", "in", "mut", "as", "dyn", "let", "else", "match", "if", "ref", "move", "break", "impl", "where",
                  "for", "const", "static", "while", "loop", "unsafe", "pub"}
DEFAULT_GOAL = 5  # defaults and saturations in a thousand lines that are not blank


class House:
    """Everything that is counted. Each list holds (place, text); each figure is a number or a text."""

    def __init__(self, texts, names):
        self.texts, self.names = texts, names
        self.lists, self.figures = {}, {}
        self.crates = {path.split("/")[1]: tomllib.loads(text) for path, text in texts.items()
                       if re.fullmatch(r"crates/[^/]+/Cargo\.toml", path)}
        self.sources = self._product()
        self._lines()
        self._functions()
        self._calls()
        self._types()
        self._constructors()
        self._lints()
        self._words()
        self._circles()
        self._arrows()

    def _product(self):
        """The files under crates/*/src, without those that `#[cfg(test)] mod x;` names."""
        paths = [path for path in self.texts if re.match(r"crates/[^/]+/src/.*\.rs$", path) and not path.startswith(SUPPORT)]
        sources = {path: Source(path, self.texts[path]) for path in paths}
        for path, source in list(sources.items()):
            folder, file = path.rsplit("/", 1)
            folder = folder if file in ("mod.rs", "lib.rs", "main.rs") else path[:-3]
            for name in source.tests:
                for other in list(sources):
                    if other == f"{folder}/{name}.rs" or other.startswith(f"{folder}/{name}/"):
                        del sources[other]
        return {path: source for path, source in sources.items() if source.tokens}

    def put(self, name, entries):
        self.lists[name] = sorted(entries, key=lambda entry: _place_key(entry[0]))
        return len(entries)

    def per_thousand(self, count):
        return round(1000 * count / self.written, 2)

    def at(self, source, line):
        return f"{source.path}:{line}"

    def line(self, source, line):
        return source.lines[line - 1].strip()

    def _lines(self):
        kinds = [source.line_kinds() for source in self.sources.values()]
        code = sum(kind["code"] for kind in kinds)
        self.written = sum(sum(kind.values()) - kind["blank"] for kind in kinds)
        lengths = sorted((sum(kind.values()), path) for kind, path in zip(kinds, self.sources))
        self.put("files", [(path, f"{length} lines") for length, path in lengths])
        self.figures |= {
            "crates": len([name for name in self.crates if f"crates/{name}/" != SUPPORT]),
            "files": len(lengths),
            "lines": sum(length for length, _ in lengths),
            "lines that are not blank": self.written,
            "lines of code": code,
            "lines of comment": sum(kind["comment"] for kind in kinds),
            "lines of documentation": sum(kind["doc"] for kind in kinds),
            "file length, median": statistics.median(length for length, _ in lengths),
            "file length, 90th percentile": _percentile([length for length, _ in lengths], 90),
            "file length, longest": f"{lengths[-1][0]} ({lengths[-1][1]})",
        }

    def _functions(self):
        found, long, silent = [], [], []
        for source in self.sources.values():
            for function, begin in source.functions():
                length = function.last - function.line + 1
                first = source.tokens[begin].line
                commented = any(first <= c.line and c.last <= function.last and not c.doc for c in source.comments)
                found.append((length, commented, f"{function.name} ({self.at(source, function.line)})"))
                entry = (self.at(source, function.line), f"{length} lines: fn {function.name}" + ("" if commented else ", no comment"))
                if length > 30:
                    long.append(entry)
                if length >= 20 and not commented:
                    silent.append(entry)
        lengths = sorted(length for length, _, _ in found)
        share = lambda part, whole: f"{100 * part / whole:.1f} %" if whole else "none"
        commented = lambda least: share(sum(c for n, c, _ in found if n >= least), sum(n >= least for n, _, _ in found))
        self.put("long functions", long)
        self.put("functions without comment", silent)
        self.figures |= {
            "functions": len(found),
            "function length, median": statistics.median(lengths),
            "function length, 90th percentile": _percentile(lengths, 90),
            "function length, longest": "{0} {2}".format(*max(found)),
            "functions above 30 lines": f"{len(long)} ({share(len(long), len(found))})",
            "functions above 60 lines": f"{sum(n > 60 for n in lengths)} ({share(sum(n > 60 for n in lengths), len(found))})",
            "functions of 20 lines and more": sum(n >= 20 for n in lengths),
            "… that have a comment inside": commented(20),
            "functions of 30 lines and more": sum(n >= 30 for n in lengths),
            "… of these with a comment inside": commented(30),
        }

    def _calls(self):
        lists = {name: [] for name in ("panics", "indexing", "defaults", "saturations", "map_or", "debug_assert", "errors ahead")}
        marked = 0
        for source in self.sources.values():
            tokens = source.tokens
            comment_lines = {line for c in source.comments if not c.doc for line in range(c.line, c.last + 1)}
            for index, token in enumerate(tokens):
                if source.attributes[index]:
                    continue
                before = tokens[index - 1] if index else None
                after = tokens[index + 1].text if index + 1 < len(tokens) else ""
                entry = (self.at(source, token.line), self.line(source, token.line))
                method = before is not None and before.text in (".", "::")
                if token.kind == "ident":
                    if method and _panics(source, index) or PANICS.get(token.text) == "macro" and after == "!":
                        lists["panics"].append(entry)
                    elif method and (token.text in DEFAULTS or token.text.startswith("saturating_")):
                        lists["defaults" if token.text in DEFAULTS else "saturations"].append(entry)
                        marked += self._marked(source, index, comment_lines)
                    elif method and token.text in ("map_or", "map_or_else"):
                        lists["map_or"].append(entry)
                    elif token.text.startswith("debug_assert") and after == "!":
                        lists["debug_assert"].append(entry)
                    elif token.text == "let" and [t.text for t in tokens[index + 4:index + 7]] == [".", "error", "("]:
                        if tokens[index + 2].text == "=" and tokens[index + 3].kind == "ident":
                            lists["errors ahead"].append(entry)
                elif token.text == "[" and token.kind == "punct" and before is not None:
                    value = before.kind == "ident" and before.text not in NO_INDEX_AFTER or before.kind == "punct" and before.text in (")", "]", "?")
                    restricted = before.text == ")" and tokens[source.other[index - 1] - 1].text == "pub"
                    if value and not restricted and not source.attributes[index - 1]:
                        lists["indexing"].append(entry)
        for name, entries in lists.items():
            self.put(name, entries)
        both = len(lists["defaults"]) + len(lists["saturations"])
        self.silent = self.per_thousand(both)
        for name in ("unwrap_or", "unwrap_or_else", "unwrap_or_default", "map_or", "map_or_else"):
            self.figures[f"calls of {name}"] = sum(
                t.kind == "ident" and t.text == name and i > 0 and s.tokens[i - 1].text in (".", "::") and not s.attributes[i]
                for s in self.sources.values() for i, t in enumerate(s.tokens))
        self.figures |= {
            "calls of saturating_…": len(lists["saturations"]),
            "silent defaults per 1,000 lines": self.per_thousand(len(lists["defaults"])),
            "saturations per 1,000 lines": self.per_thousand(len(lists["saturations"])),
            "both per 1,000 lines (goal: 5)": self.silent,
            "… of both, with a comment or #[expect]": marked,
            "panicking calls": len(lists["panics"]),
            "panicking calls per 1,000 lines": self.per_thousand(len(lists["panics"])),
            "indexing": len(lists["indexing"]),
            "debug_assert": len(lists["debug_assert"]),
            "errors taken ahead of reading": len(lists["errors ahead"]),
        }

    def _marked(self, source, index, comment_lines):
        """Whether a comment ends on the line before the statement or is inside it, or an `#[expect]` is on the statement."""
        tokens, first = source.tokens, index
        while first > 0 and tokens[first - 1].text not in (";", "{", "}"):
            first = source.other[first - 1] if tokens[first - 1].text in (")", "]") else first - 1
        expected = any(source.attributes[at] and tokens[at].text == "expect" for at in range(first, index))
        lines = range(tokens[first].line - 1, tokens[index].line + 1)
        return expected or any(line in comment_lines for line in lines)

    def _types(self):
        defined, errors = {}, {}
        for source in self.sources.values():
            crate = source.path.split("/")[1]
            for kind in source.types():
                defined.setdefault(kind.name, []).append((source, kind))
                if kind.derives_error:
                    errors[crate, kind.name] = (self.at(source, kind.line), kind.public, False)
        for source in self.sources.values():
            crate = source.path.split("/")[1]
            for block in source.impls:
                if block.trait == "Error":
                    public = any(k.public for s, k in defined.get(block.target, []) if s.path.split("/")[1] == crate)
                    errors[crate, block.target] = (self.at(source, block.line), public, True)
        label = lambda crate, name: f"{crate}: {name}"
        self.put("errors", [(place, label(*key) + (", by hand" if hand else "")) for key, (place, _, hand) in errors.items()])
        self.put("errors by hand", [(place, label(*key)) for key, (place, _, hand) in errors.items() if hand])
        misnamed = [(place, label(*key)) for key, (place, _, _) in errors.items() if not key[1].endswith(("Error", "ErrorKind"))]
        self.put("errors misnamed", misnamed)
        # What no value has is a mark: it is told apart by its module, and means nothing alone.
        marks = lambda kind: kind.empty or (kind.keyword, kind.name) == ("trait", "Sealed")
        named = {name: [(s, kind) for s, kind in places if not marks(kind)] for name, places in defined.items()}
        twice = {name: places for name, places in named.items() if len(places) > 1}
        openly = {name for name, places in twice.items() if sum(kind.public for _, kind in places) > 1}
        self.put("names", [(self.at(source, kind.line), f"{name}: {'pub ' if kind.public else ''}{kind.keyword}, one of {len(places)}")
                           for name, places in twice.items() for source, kind in places])
        self.lists["names"].sort(key=lambda entry: (entry[1].split(":")[0], entry[0]))
        self.figures |= {
            "error types": len(errors),
            "public error types": sum(public for _, public, _ in errors.values()),
            "error types written by hand": sum(hand for _, _, hand in errors.values()),
            "error types not named …Error": len(misnamed),
            "type names with several definitions": len(twice),
            "… of these, public more than once": len(openly),
        }

    def _constructors(self):
        of, codecs = [], {}
        for source in self.sources.values():
            for function, begin in source.functions():
                if function.name.startswith("of_") or function.name == "of":
                    of.append((self.at(source, function.line), self.line(source, function.line)))
                inside = [block for block in source.impls if block.first < begin < block.last]
                if inside and function.name in ("encode", "decode"):
                    block = max(inside, key=lambda block: block.first)
                    if block.trait is None:
                        codecs.setdefault((source.path.split("/")[1], block.target), {})[function.name] = self.at(source, function.line)
        self.put("of_", of)
        pairs = {key: found for key, found in codecs.items() if len(found) == 2}
        self.put("codec pairs", [(found["encode"], f"{crate}: {name}") for (crate, name), found in pairs.items()])
        self.figures |= {
            "fn of_…": sum("fn of(" not in text for _, text in of),
            "fn of": sum("fn of(" in text for _, text in of),
            "inherent encode/decode pairs": len(pairs),
        }

    def _lints(self):
        bare, left = [], []
        product = set(self.sources)
        for path, text in self.texts.items():
            if path.startswith(OURSELVES):
                continue
            for number, line in enumerate(text.split("\n"), 1):
                if LEFT_OVER.search(line) and (path.endswith((".md", ".toml", ".py")) or LEFT_OVER.search(line.partition("//")[2])):
                    left.append((f"{path}:{number}", line.strip()))
                if path.endswith("Cargo.toml") and re.search(r'(?:=|level\s*=)\s*"allow"', line):
                    if not text.split("\n")[number - 2].lstrip().startswith("#"):
                        bare.append((f"{path}:{number}", line.strip()))
            if path.endswith(".rs") and "allow" in text:
                tokens = self.sources[path].tokens if path in product else tokenise(text)[0]
                words = [token.text for token in tokens]
                for index, token in enumerate(tokens):
                    start = words[index - 2:index] == ["#", "["] or words[index - 3:index] == ["#", "!", "["]
                    if token.text == "allow" and start and (path in product or "reason" not in words[index:_end(words, index)]):
                        bare.append((f"{path}:{token.line}", text.split("\n")[token.line - 1].strip()))
        self.figures["bare allow"] = self.put("allow", bare)
        self.figures["TODO, FIXME"] = self.put("todo", left)

    def _words(self):
        archaic, old, counts = [], [], {"docs": 0, "src": 0, "tests": 0}
        for path, text in self.texts.items():
            if path.startswith(OURSELVES):
                continue
            document = path.endswith(".md")
            if path.endswith(".rs"):
                words = prose(text, self.sources.get(path))
            elif document:
                words = re.sub(r"\n[ \t]*>", lambda m: "\n" + " " * (len(m.group()) - 1), text)
            else:
                words = ""
            where = "docs" if document else "src" if path in self.sources else "tests"
            lines = text.split("\n")
            for match in ARCHAIC.finditer(words):
                number = text.count("\n", 0, match.start()) + 1
                archaic.append((f"{path}:{number}", f"[{' '.join(match.group().split())}] {lines[number - 1].strip()}"))
                counts[where] += 1
        for path in self.names:
            if path.startswith(OURSELVES):
                continue
            if OLD_TOKEN_NAME.search(path):
                old.append((path, "(its name)"))
            if path.endswith(".lock") or path not in self.texts:
                continue
            for number, line in enumerate(self.texts[path].split("\n"), 1):
                if OLD_TOKEN_NAME.search(line):
                    old.append((f"{path}:{number}", line.strip()[:160]))
        self.put("archaic", archaic)
        self.put("key ring", old)
        self.figures |= {
            "archaic words": f"{len(archaic)} (src {counts['src']}, documents {counts['docs']}, tests and examples {counts['tests']})",
            "lines and files with key ring": len(old),
        }
        self.archaic = len(archaic)

    def _circles(self):
        entries, circles, inside = [], [], 0
        for crate in self.crates:
            prefix = f"crates/{crate}/src/"
            roots = [path for path in self.sources if re.fullmatch(re.escape(prefix) + r"(lib|main|bin/[^/]+)\.rs", path)]
            for root in roots:
                graph = Graph(self.sources, root)
                for circle in graph.circles():
                    if circle in circles:
                        continue
                    circles.append(circle)
                    inside += len(circle)
                    number = len(circles)
                    for file in circle:
                        for other in circle:
                            uses = graph.edges.get(file, {}).get(other)
                            if uses:
                                names = sorted({name for _, name in uses})
                                entries.append((f"{file}:{uses[0][0]}", f"circle {number} of {len(circle)} files: uses {other}: {', '.join(names)}"))
        self.circles = circles
        self.lists["circles"] = entries
        self.figures["circles of files"] = len(circles)
        self.figures["files in circles"] = inside
        self.figures["largest circle"] = max(map(len, circles), default=0)

    def _arrows(self):
        """The README lists the crates from the bottom up: a crate may only need those above it in that table."""
        table = re.findall(r"^\| \[`([\w-]+)`\]\(crates/([\w-]+)\)", self.texts.get("README.md", ""), re.MULTILINE)
        order = [name for name, _ in table]
        folders = sorted(self.crates)
        up = []
        rank = lambda crate: order.index(crate) if crate in order else len(order)
        for crate, manifest in self.crates.items():
            for kind in ("dependencies", "build-dependencies"):
                for need in manifest.get(kind, {}):
                    if need in self.crates and rank(need) >= rank(crate):
                        up.append((f"crates/{crate}/Cargo.toml", f"{crate} needs {need}"))
        differ = [(f"crates/{name}", "in no row of the README's table") for name in folders if name not in order]
        differ += [("README.md", f"{name} is no folder") for name, folder in table if folder not in folders or name != folder]
        self.figures["arrows that run back up"] = self.put("arrows", up)
        self.figures["crates in the README but no folder, or the reverse"] = self.put("crates", differ)

    def faults(self):
        """What --check refuses: (rule, its list)."""
        if self.silent > DEFAULT_GOAL:
            yield f"defaults and saturations: {self.silent} in 1,000 lines, above {DEFAULT_GOAL}", self.lists["defaults"] + self.lists["saturations"]
        for rule, name in (("a circle of files", "circles"), ("an arrow that runs back up", "arrows"), ("a bare allow", "allow"),
                           ("a TODO", "todo"), ("an error type not named …Error", "errors misnamed"),
                           ("an Error written by hand", "errors by hand"), ("key ring", "key ring"),
                           ("an archaic word", "archaic"), ("crates in the README are not the folders", "crates")):
            if name == "circles":
                rule = f"{len(self.circles)} circles of files, and the uses within them"
            if self.lists[name]:
                yield rule, self.lists[name]


def _panics(source, index):
    """Whether the method is the one of Option and Result: `unwrap()` or `expect("…")`, not a namesake with other arguments."""
    tokens = source.tokens
    if PANICS.get(tokens[index].text) != "call" or tokens[index + 1].text != "(":
        return False
    at, last = index + 2, source.other[index + 1]
    if tokens[index].text == "unwrap":
        return at == last
    while at < last:
        if tokens[at].text == "," and at + 1 < last:
            return False
        at = source.other[at] + 1 if tokens[at].text in ("(", "[", "{") else at + 1
    return True


def _end(words, index):
    depth = 0
    for at in range(index, len(words)):
        depth += {"[": 1, "]": -1}.get(words[at], 0)
        if depth < 0:
            return at
    return len(words)


def _percentile(ordered, percent):
    return ordered[min(len(ordered) - 1, -(-len(ordered) * percent // 100) - 1)]


def _place_key(place):
    path, _, line = place.partition(":")
    return path, int(line or 0)
