"""Which file of a crate uses which: `use` and the paths in the code, followed through re-exports to the file that
defines the name. A re-export alone is no use of the file behind it."""
from rust import OPEN

DEFINING = {"struct", "enum", "union", "trait", "type", "fn", "const", "static", "mod", "macro_rules"}


class Module:
    def __init__(self, file, parent, name):
        self.file, self.parent, self.name = file, parent, name
        self.children, self.items, self.imports, self.globs = {}, set(), {}, []

    def root(self):
        return self if self.parent is None else self.parent.root()


class Graph:
    """The files of one crate: `edges[a][b]` is the list of (line, name) for which file a uses file b."""

    def __init__(self, sources, root):
        self.sources, self.edges, self.macros, self.uses = sources, {}, {}, []
        self.reached = set()
        self.root = self._module(root, None, "crate", root.rsplit("/", 1)[0])
        for use in self.uses:
            self._follow(*use)

    def circles(self):
        """The strongly connected files, more than one each, sorted (Tarjan)."""
        index, low, stack, on, found = {}, {}, [], set(), []

        def visit(file):
            index[file] = low[file] = len(index)
            stack.append(file)
            on.add(file)
            for other in self.edges.get(file, ()):
                if other not in index:
                    visit(other)
                    low[file] = min(low[file], low[other])
                elif other in on:
                    low[file] = min(low[file], index[other])
            if low[file] == index[file]:
                circle = []
                while True:
                    circle.append(stack.pop())
                    on.discard(circle[-1])
                    if circle[-1] == file:
                        break
                if len(circle) > 1:
                    found.append(sorted(circle))

        for file in sorted(self.reached):
            if file not in index:
                visit(file)
        return sorted(found)

    def _module(self, file, parent, name, folder):
        module = Module(file, parent, name)
        source = self.sources[file]
        self.reached.add(file)
        self._scan(module, source, 0, len(source.tokens), folder)
        return module

    def _scan(self, module, source, begin, end, folder):
        """Items of `module` between two tokens; what is inside functions and `impl` blocks is only searched for paths."""
        tokens, other, index = source.tokens, source.other, begin
        paths = []  # stretches of tokens to be searched for paths
        while index < end:
            text, kind = tokens[index].text, tokens[index].kind
            if source.attributes[index] and text == "#":
                index = other[index + 1 if tokens[index + 1].text == "[" else index + 2] + 1
            elif kind == "ident" and text == "mod" and tokens[index + 1].kind == "ident":
                name = tokens[index + 1].text
                if tokens[index + 2].text == ";":
                    for file in (f"{folder}/{name}.rs", f"{folder}/{name}/mod.rs"):
                        if file in self.sources:
                            module.children[name] = self._module(file, module, name, f"{folder}/{name}")
                    index += 3
                else:
                    child = module.children[name] = Module(module.file, module, name)
                    last = other[index + 2]
                    self._scan(child, source, index + 3, last, f"{folder}/{name}")
                    index = last + 1
            elif kind == "ident" and text == "use":
                reexport = index > 0 and tokens[index - 1].text in ("pub", ")")
                last = index
                while tokens[last].text != ";":
                    last += 1
                for path, name in _use_tree(tokens, index + 1, last, []):
                    if name == "*":
                        module.globs.append(path)
                    else:
                        module.imports[name] = path
                        if not reexport:
                            self.uses.append((module, tokens[index].line, path, None))
                index = last + 1
            elif kind == "ident" and text in DEFINING:
                at = index + (2 if text == "macro_rules" else 1)
                if tokens[at].kind == "ident":
                    module.items.add(tokens[at].text)
                    if text == "macro_rules":
                        self.macros[tokens[at].text] = module.file
                index = at
            elif text in OPEN:
                paths.append((index + 1, other[index]))
                index = other[index] + 1
            else:
                paths.append((index, index + 1))
                index += 1
        for first, last in paths:
            self._paths(module, source, first, last)

    def _paths(self, module, source, first, last):
        tokens, at = source.tokens, first
        while at < last:
            token = tokens[at]
            if token.kind != "ident" or source.attributes[at]:
                at += 1
                continue
            before = tokens[at - 1].text if at else ""
            if token.text == "use" and before not in (".", "::"):  # inside a function
                end = at
                while tokens[end].text != ";":
                    end += 1
                for path, name in _use_tree(tokens, at + 1, end, []):
                    self.uses.append((module, token.line, path, None))
                at = end
                continue
            if before in (".", "::"):
                at += 1
                continue
            path, line = [token.text], token.line
            while at + 2 < len(tokens) and tokens[at + 1].text == "::" and tokens[at + 2].kind == "ident":
                at += 2
                path.append(tokens[at].text)
            after = tokens[at + 1].text if at + 1 < len(tokens) else ""
            # One small word alone is a variable or a field, unless it is called.
            if len(path) > 1 or not path[0][0].islower() or after in ("(", "!"):
                self.uses.append((module, line, path, path[-1] if after == "!" else None))
            at += 1

    def _follow(self, module, line, path, macro):
        found = self._resolve(module, path, ())
        if found is None and macro in self.macros:
            found = self.macros[macro]
        if isinstance(found, str) and found != module.file:
            self.edges.setdefault(module.file, {}).setdefault(found, []).append((line, "::".join(path)))

    def _resolve(self, module, path, seen):
        """A Module, the file of an item, or None for what is not of this crate."""
        at, here = 0, module
        if path[0] == "$crate" or path[0] == "crate":
            at, here = 1, module.root()
        else:
            while at < len(path) and path[at] in ("self", "super"):
                here, at = (here.parent or here) if path[at] == "super" else here, at + 1
        for depth, name in enumerate(path[at:]):
            found = self._lookup(here, name, seen)
            if found is None:
                # Not found behind a path of this crate: made by a macro, in that module's file.
                return here.file if at + depth > 0 else None
            if isinstance(found, str):
                return found
            here = found
        return here

    def _lookup(self, module, name, seen):
        key = (id(module), name)
        if key in seen:
            return None
        seen += (key,)
        if name in module.children:
            return module.children[name]
        if name in module.items:
            return module.file
        if name in module.imports and module.imports[name] != [name]:
            return self._resolve(module, module.imports[name], seen)
        for path in module.globs:
            target = self._resolve(module, path, seen)
            found = self._lookup(target, name, seen) if isinstance(target, Module) else None
            if found is not None:
                return found
        return None


def _use_tree(tokens, at, end, prefix):
    path = list(prefix)
    while at < end:
        text = tokens[at].text
        if text == "{":
            depth, begin = 0, at + 1
            for index in range(at, end):
                depth += {"{": 1, "}": -1}.get(tokens[index].text, 0)
                if depth == 0 or depth == 1 and tokens[index].text == ",":
                    if index > begin:
                        yield from _use_tree(tokens, begin, index, path)
                    begin = index + 1
                if depth == 0:
                    break
            return
        if text == "*":
            yield path, "*"
            return
        if text == "as":
            yield path, tokens[at + 1].text
            return
        if text == "self" and path:
            yield path, (tokens[at + 2].text if at + 2 < end else path[-1])
            return
        if text not in ("::", "$"):
            path.append(text)
        at += 1
    yield path, path[-1]
