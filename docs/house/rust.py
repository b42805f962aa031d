"""A small tokeniser of Rust, and what measure.py asks of a file: its lines, functions, types and `impl` blocks.

It knows strings, raw strings, characters beside lifetimes, nested comments, comments that are documentation, and
attributes. What is only built for tests (`#[test]`, `#[cfg(test)]`) is taken out before anything is counted.
"""
import re
from bisect import bisect_right
from collections import namedtuple

Token = namedtuple("Token", "kind text line last")  # kind: ident, life, number, string, char, punct; `last`: its last line
Comment = namedtuple("Comment", "doc text line last")
Function = namedtuple("Function", "name line last")
Type = namedtuple("Type", "keyword name line public derives_error empty")  # `empty`: an enum without a variant
Impl = namedtuple("Impl", "trait target line first last")  # `first` and `last` are indices of its braces

TOKEN = re.compile(r"""
    (?P<space>\s+)
  | (?P<comment>//[^\n]*)
  | (?P<block>/\*)
  | (?P<raw>(?:br|cr|r)(?P<hashes>\#*)"(?:.|\n)*?"(?P=hashes))
  | (?P<rawident>r\#[A-Za-z_]\w*)
  | (?P<string>[bc]?"(?:[^"\\]|\\(?:.|\n))*")
  | (?P<char>b?'(?:[^'\\\n]|\\(?:x[0-9a-fA-F]{2}|u\{[0-9a-fA-F_]+\}|.))')
  | (?P<life>'[A-Za-z_]\w*)
  | (?P<ident>[^\W\d]\w*)
  | (?P<number>\d(?:[\w]|\.(?=\d)|(?<=[eE])[+-](?=\d))*)
  | (?P<punct>::|->|=>|.)
""", re.VERBOSE)
BLOCK_EDGE = re.compile(r"/\*|\*/")
OPEN, CLOSE = {"(": ")", "[": "]", "{": "}"}, {")", "]", "}"}
QUALIFIERS = {"pub", "const", "unsafe", "async", "extern", "default"}
ITEMS = {"fn", "struct", "enum", "union", "trait", "impl", "mod", "macro_rules", *QUALIFIERS}
TO_SEMICOLON = {"use", "let", "static", "type", "const"}


def tokenise(text):
    """The tokens and the comments of `text`; ValueError where it is not Rust."""
    starts = [0] + [match.end() for match in re.finditer("\n", text)]
    line_of = lambda offset: bisect_right(starts, offset)
    tokens, comments, at = [], [], 0
    while at < len(text):
        match = TOKEN.match(text, at)
        kind, end = match.lastgroup, match.end()
        if kind == "hashes":
            kind = "raw"
        if kind == "block":
            depth = 1
            while depth:
                edge = BLOCK_EDGE.search(text, end)
                if edge is None:
                    raise ValueError(f"line {line_of(at)}: a comment without end")
                depth += 1 if edge.group() == "/*" else -1
                end = edge.end()
        word = text[at:end]
        if kind in ("comment", "block"):
            doc = re.match(r"///(?!/)|//!|/\*\*(?![*/])|/\*!", word) is not None
            comments.append(Comment(doc, word, line_of(at), line_of(end - 1)))
        elif kind != "space":
            kind = {"raw": "string", "rawident": "ident"}.get(kind, kind)
            tokens.append(Token(kind, word, line_of(at), line_of(end - 1)))
        at = end
    return tokens, comments


def partners(tokens):
    """For each bracket the index of its other half."""
    other, waiting = {}, []
    for index, token in enumerate(tokens):
        if token.kind != "punct":
            continue
        if token.text in OPEN:
            waiting.append(index)
        elif token.text in CLOSE:
            if not waiting or OPEN[tokens[waiting[-1]].text] != token.text:
                raise ValueError(f"line {token.line}: {token.text} without its other half")
            begin = waiting.pop()
            other[begin], other[index] = index, begin
    if waiting:
        raise ValueError(f"line {tokens[waiting[-1]].line}: a bracket without its other half")
    return other


def only_for_tests(attribute):
    """Whether the tokens between an attribute's brackets say that what follows is built for tests only."""
    texts = [token.text for token in attribute]
    if texts == ["test"]:
        return True
    if texts[:2] != ["cfg", "("]:
        return False

    def predicate(at):  # (is it true for tests only, the index behind it)
        name, at = texts[at], at + 1
        if at < len(texts) and texts[at] == "(":
            inside, at = [], at + 1
            while texts[at] != ")":
                value, at = predicate(at)
                inside.append(value)
                at += texts[at] == ","
            return {"all": any(inside), "any": bool(inside) and all(inside)}.get(name, False), at + 1
        if at < len(texts) and texts[at] == "=":
            return False, at + 2
        return name == "test", at

    return predicate(2)[0]


class Source:
    """One file, without what is only for tests. `tests` names the modules `x` of `#[cfg(test)] mod x;`."""

    def __init__(self, path, text):
        self.path, self.text = path, text
        self.lines = text.split("\n")
        try:
            self.all_tokens, self.all_comments = tokenise(text)
            self.tests, removed, dropped = set(), set(), set()
            self._find_tests(removed, dropped)
        except ValueError as error:
            raise ValueError(f"{path}: {error}") from error
        self.removed = removed
        self.tokens = [token for index, token in enumerate(self.all_tokens) if index not in dropped]
        self.comments = [comment for comment in self.all_comments if comment.line not in removed]
        self.other = partners(self.tokens)
        self.attributes = [False] * len(self.tokens)
        for begin, end in _attributes(self.tokens, self.other):
            self.attributes[begin:end + 1] = [True] * (end + 1 - begin)
        self.impls, self.traits = [], []
        self._find_blocks()

    def _find_tests(self, removed, dropped):
        tokens, other = self.all_tokens, partners(self.all_tokens)
        docs = {line for comment in self.all_comments if comment.doc for line in range(comment.line, comment.last + 1)}
        for begin, end in _attributes(tokens, other):
            inner = tokens[begin + 1].text == "!"
            if begin in dropped or not only_for_tests(tokens[begin + 2 + inner:end]):
                continue
            if inner:
                removed.update(range(1, len(self.lines) + 1))
                dropped.update(range(len(tokens)))
                return
            last = _item_end(tokens, other, end + 1)
            words = [token.text for token in tokens[end + 1:last + 1]]
            if len(words) > 2 and words[-3] == "mod" and words[-1] == ";":
                self.tests.add(words[-2])
            dropped.update(range(begin, last + 1))
            first = tokens[begin].line
            while first - 1 in docs:
                first -= 1
            removed.update(range(first, tokens[last].last + 1))

    def _find_blocks(self):
        for index, token in enumerate(self.tokens):
            if token.kind != "ident" or self.attributes[index] or token.text not in ("impl", "trait"):
                continue
            before = self.tokens[index - 1].text if index else ";"
            if token.text == "impl" and before not in ("}", ";", "{", "]", "unsafe", "default", ")"):
                continue
            begin = self._body(index + 1)
            if begin is None:
                continue
            if token.text == "trait":
                self.traits.append((begin, self.other[begin]))
                continue
            trait, target = self._impl_names(index + 1, begin)
            self.impls.append(Impl(trait, target, token.line, begin, self.other[begin]))

    def _impl_names(self, index, begin):
        """The last names of the paths on both sides of `for`; the trait is None in an inherent `impl`."""
        words, depth, names, at = [], 0, [], index
        while at < begin:
            text = self.tokens[at].text
            if text == "<":
                depth += 1
            elif text == ">":
                depth -= 1
            elif depth == 0 and text == "where":
                break
            elif depth == 0 and text == "for" and words:
                names.append(words)
                words = []
            elif depth == 0 and text in ("(", "["):
                words.append(self.tokens[at + 1].text)
                at = self.other[at]
            elif depth == 0 and (self.tokens[at].kind == "ident" or text == "$"):
                words = words[:-1] + ["$" + text] if words[-1:] == ["$"] else words + [text]
            at += 1
        names.append(words)
        last = [words[-1] if words else "?" for words in names]
        return (last[0], last[1]) if len(last) == 2 else (None, last[0])

    def _body(self, index):
        """The brace that opens the body of what is declared at `index`; None where a semicolon comes first."""
        while index < len(self.tokens):
            text = self.tokens[index].text
            if text == "{":
                return index
            if text == ";" or text in CLOSE:
                return None
            index = self.other[index] + 1 if text in ("(", "[") else index + 1
        return None

    def line_kinds(self):
        """How many lines are code, comment, documentation and blank."""
        kinds = {}
        for comment in self.comments:
            for line in range(comment.line, comment.last + 1):
                kinds[line] = "doc" if comment.doc else "comment"
        for token in self.tokens:
            for line in range(token.line, token.last + 1):
                kinds[line] = "code"
        counts = dict.fromkeys(("code", "comment", "doc", "blank"), 0)
        for line, text in enumerate(self.lines, 1):
            if line not in self.removed and not (line == len(self.lines) and not text):
                counts[kinds.get(line, "blank")] += 1
        return counts

    def functions(self):
        """Each function with a body, from the line with `fn` to that with its last brace."""
        for index, token in enumerate(self.tokens[:-1]):
            if token.kind == "ident" and token.text == "fn" and not self.attributes[index]:
                name = self.tokens[index + 1]
                begin = self._body(index + 2)
                if name.text == "$":
                    name = self.tokens[index + 2]
                if begin is not None and name.kind == "ident":
                    yield Function(name.text, token.line, self.tokens[self.other[begin]].line), begin

    def types(self):
        """Each struct, enum, union, trait and alias that is defined by name; associated types are not among them."""
        blocks = [(block.first, block.last) for block in self.impls] + self.traits
        for index, token in enumerate(self.tokens[:-1]):
            if token.kind != "ident" or self.attributes[index]:
                continue
            name = self.tokens[index + 1]
            if token.text not in ("struct", "enum", "trait", "type", "union") or name.kind != "ident":
                continue
            before = self.tokens[index - 1].text if index else ";"
            if token.text in ("type", "union") and before not in ("}", ";", "{", "]", "pub", ")", "unsafe"):
                continue
            if token.text == "type":
                around = [block for block in blocks if block[0] < index < block[1]]
                if around and self._directly_inside(index, max(around)):
                    continue
            derives, at = False, index - 1
            while at >= 0 and (self.attributes[at] or self.tokens[at].text in {*QUALIFIERS, ")", "(", "crate", "super", "in"}):
                if self.attributes[at] and self.tokens[at].text == "derive":
                    inside = self.tokens[at + 2:self.other[at + 1]]
                    derives |= any(token.text == "Error" for token in inside)
                at -= 1
            empty = token.text == "enum" and [t.text for t in self.tokens[index + 2:index + 4]] == ["{", "}"]
            yield Type(token.text, name.text, token.line, before == "pub", derives, empty)

    def _directly_inside(self, index, block):
        at = index - 1
        while at > block[0]:
            if self.tokens[at].text == "{":
                return False
            at = self.other[at] - 1 if self.tokens[at].text in CLOSE else at - 1
        return True


def _attributes(tokens, other):
    for index, token in enumerate(tokens[:-1]):
        if token.kind == "punct" and token.text == "#":
            at = index + 1 + (tokens[index + 1].text == "!")
            if at < len(tokens) and tokens[at].text == "[" and tokens[at].kind == "punct":
                yield index, other[at]


def _item_end(tokens, other, index):
    """The last token of the item, field, arm or statement that begins at `index`, perhaps with more attributes."""
    while tokens[index].text == "#" and tokens[index + 1].text == "[":
        index = other[index + 1] + 1
    words = []
    for token in tokens[index:index + 8]:
        words.append(token.text)
        if token.text in ITEMS - QUALIFIERS or token.text in TO_SEMICOLON - {"const"}:
            break
    first = next((word for word in words if word in (ITEMS | TO_SEMICOLON) - {"pub", "unsafe", "async", "extern"}), "")
    if first == "const" and any(word in words for word in ("fn", "unsafe")):
        first = "fn"
    while index < len(tokens):
        text = tokens[index].text
        if text == ";" or text == "," and first not in ITEMS | TO_SEMICOLON:
            return index
        if text in CLOSE:
            return index - 1
        if text in OPEN:
            index = other[index]
            if text == "{" and first not in TO_SEMICOLON:
                return index
        index += 1
    return len(tokens) - 1
