"""Cases on which the tokeniser and the counting could go wrong; run by measure.py --self-test."""
from circles import Graph
from figures import House
from rust import Source, tokenise
from words import ARCHAIC, prose

CASES = [  # source, its tokens that are no punctuation, its comments (doc: True)
    ('let a = "// no /* comment";', ["let", "a", '"// no /* comment"'], []),
    (r'''f("\"", '"', b'\'', '\\')''', ["f", r'"\""', "'\"'", r"b'\''", r"'\\'"], []),
    ("fn f<'a>(x: &'a str) -> char { 'a' }", ["fn", "f", "'a", "x", "'a", "str", "char", "'a'"], []),
    ("match c { '\\'' | '\"' => 'x: loop { break 'x } }", ["match", "c", "'\\''", "'\"'", "'x", "loop", "break", "'x"], []),
    ('r#"a "quoted" // b"# br"\\" r"" r#type', ['r#"a "quoted" // b"#', 'br"\\"', 'r""', "r#type"], []),
    ("a /* b /* c */ d */ e", ["a", "e"], [False]),
    ("/// d\n//! d\n// c\n//// c\n/** d */ /*** c */ /**/ /*! d */", [], [True, True, False, False, True, False, False, True]),
    ("1..2 1.5e-3 0xff_u8 x.0.1", ["1", "2", "1.5e-3", "0xff_u8", "x", "0.1"], []),
    ("b'\\x7f' c\"text\" '\\u{1F600}'", ["b'\\x7f'", 'c"text"', "'\\u{1F600}'"], []),
]

PRODUCT = '''//! A file.
use core::fmt;
#[cfg(test)]
use std::vec;

/// A type; `unwrap_or` and panic! here are only words.
#[derive(Debug, thiserror::Error)]
#[error("unwrap_or(1) // not a comment")]
pub struct ReadError;

pub enum Refused { No }

impl<'a, T: Fn(&'a u8) -> u8> core::error::Error for Refused where T: for<'b> Fn(&'b u8) {}

impl Refused {
    type Odd = u8;

    pub fn encode(&self) -> u8 {
        let wrong = reader.error(Kind::Length);
        // The meaning.
        let a = self.x.unwrap_or(0);

        let b = a.saturating_add(1).map_or(0, |x| x);
        self.table[0] + self.unwrap(1) + self.expect("a", 1) + b.unwrap() + b.expect("b",)
    }
    fn decode() {}
    #[cfg(test)]
    pub(crate) const fn for_tests() -> Self { Self::No }
}

/// Documentation of the tests.
#[cfg(all(test, feature = "x"))]
mod tests {
    fn long() { None.unwrap(); panic!() }
}
#[cfg(not(test))]
pub type Odd = [u8; 3];
#[cfg(any(test, feature = "y"))]
type Kept = u8;
#[cfg(test)]
mod elsewhere;
'''

CRATE = {
    "crates/c/Cargo.toml": '[package]\nname = "c"\n[dependencies]\nd = "1"\n',
    "crates/d/Cargo.toml": '[package]\nname = "d"\n',
    "README.md": "| [`c`](crates/c) | |\n| [`d`](crates/d) | |\nIt stands here, so\nmany times; stands for.\n",
    "crates/c/src/lib.rs": "mod a;\nmod b;\nmod e;\nmod tree;\npub use a::A;\npub use tree::*;\n",
    "crates/c/src/a.rs": "use crate::b::{self, B as Other};\npub struct A(Other);\nfn f() { b::g() }\n",
    "crates/c/src/b.rs": "pub struct B(Option<crate::A>);\npub fn g() {}\n",
    "crates/c/src/e.rs": "use super::{A, Leaf};\npub struct E(A, Leaf); // whoever\n",
    "crates/c/src/tree/mod.rs": "mod leaf;\npub use leaf::Leaf;\npub const LENGTH: usize = 1;\n",
    "crates/c/src/tree/leaf.rs": "use super::LENGTH;\npub struct Leaf([u8; LENGTH]);\npub type E = u8;\n",
    "crates/d/src/lib.rs": "#[allow(dead_code)]\nfn f() {}\nenum A {}\n",
}


def run():
    wrong = []

    def same(what, is_, should):
        if is_ != should:
            wrong.append(f"{what}: {is_!r}, not {should!r}")

    for text, words, docs in CASES:
        tokens, comments = tokenise(text)
        same(text, [token.text for token in tokens if token.kind != "punct"], words)
        same(text, [comment.doc for comment in comments], docs)
    for text in ("/* /* */", "fn f() { (] }", "}"):
        try:
            Source("wrong.rs", text)
            wrong.append(f"{text!r} is taken for Rust")
        except ValueError:
            pass

    source = Source("p.rs", PRODUCT)
    same("functions", [(f.name, f.last - f.line + 1) for f, _ in source.functions()], [("encode", 8), ("decode", 1)])
    same("types", [(t.keyword, t.name, t.public, t.derives_error) for t in source.types()],
         [("struct", "ReadError", True, True), ("enum", "Refused", True, False), ("type", "Odd", True, False), ("type", "Kept", False, False)])
    same("impls", [(block.trait, block.target) for block in source.impls], [("Error", "Refused"), (None, "Refused")])
    same("test modules", source.tests, {"elsewhere"})
    same("lines", source.line_kinds(), {"code": 20, "comment": 1, "doc": 2, "blank": 7})

    house = House({**CRATE, "crates/c/src/p.rs": PRODUCT}, sorted(CRATE))
    count = lambda name: [int(place.rpartition(":")[2]) for place, _ in house.lists[name]]
    same("defaults", count("defaults"), [21])
    same("saturations", count("saturations"), [23])
    same("map_or", count("map_or"), [23])
    same("marked", house.figures["… of both, with a comment or #[expect]"], 1)
    same("panics", count("panics"), [24, 24])
    same("indexing", count("indexing"), [24])
    same("errors ahead", count("errors ahead"), [19])
    same("errors", house.lists["errors"], [("crates/c/src/p.rs:9", "c: ReadError"), ("crates/c/src/p.rs:13", "c: Refused, by hand")])
    same("misnamed", [text for _, text in house.lists["errors misnamed"]], ["c: Refused"])
    same("pairs", [text for _, text in house.lists["codec pairs"]], ["c: Refused"])
    same("names", [text for _, text in house.lists["names"]], ["E: pub struct, one of 2", "E: pub type, one of 2"])
    same("allow", [place for place, _ in house.lists["allow"]], ["crates/d/src/lib.rs:1"])
    same("arrows", house.lists["arrows"], [("crates/c/Cargo.toml", "c needs d")])
    same("crates", house.lists["crates"], [])
    same("archaic", [place for place, _ in house.lists["archaic"]], ["README.md:3", "README.md:3", "crates/c/src/e.rs:2"])
    same("circles", house.circles, [["crates/c/src/a.rs", "crates/c/src/b.rs"]])
    graph = Graph({path: Source(path, text) for path, text in CRATE.items() if path.endswith(".rs")}, "crates/c/src/lib.rs")
    uses = {file.rpartition("/src/")[2]: sorted(other.rpartition("/src/")[2] for other in others) for file, others in graph.edges.items()}
    same("uses", uses, {"a.rs": ["b.rs"], "b.rs": ["a.rs"], "e.rs": ["a.rs", "tree/leaf.rs"], "tree/leaf.rs": ["tree/mod.rs"]})
    same("words", [match.group() for match in ARCHAIC.finditer(prose('x("nobody"); // whoever\nwhatever', None))], ["whoever"])

    for line in wrong:
        print(line)
    print(f"self-test: {len(wrong)} wrong" if wrong else "self-test: all as it should be")
    return 1 if wrong else 0
