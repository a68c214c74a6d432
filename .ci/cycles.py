#!/usr/bin/env python3
"""Finds cycles of imports between the top-level modules of each crate.

It knows no order of the layers: an import against the order of ARCHITECTURE.md that closes no cycle is not found.

A top-level module is the first segment of a path below the crate's root. What it imports is read from `use` and from
paths in bodies and macros: `crate::…`, and `super::…` and `self::…` as the modules that they mean. `crate::Name` counts
as an import of the module that the root re-exports `Name` from. Tests are left out, and so are the imports of `private`
and `__private`, which only re-export for derives.

Compares with the exceptions in `cycles.txt`, which may only shrink: one that is no longer needed is an error too.
"""

import re
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXCEPTIONS = Path(__file__).resolve().with_name("cycles.txt")
# Re-export for derives; nothing of the crate imports from them but what is expanded elsewhere.
REEXPORTS_FOR_DERIVES = {"private", "__private"}
# What the crate's root itself defines belongs to no module.
CRATE_ROOT = "(root)"

TOKEN = re.compile(
    r"""
    (?P<skip>\s+|//[^\n]*|/\*(?:[^*]|\*(?!/))*\*/
        |(?:br|cr|r)(?P<hashes>\#*)"(?s:.*?)"(?P=hashes)
        |[bc]?"(?:[^"\\]|\\(?s:.))*"
        |b?'(?:[^'\\\n]|\\(?:x..|u\{[^}]*\}|.))')
    |(?P<token>'?(?:r\#)?\w+|::|.)
    """,
    re.VERBOSE,
)


def main(arguments):
    found = {}
    for source in sorted(ROOT.glob("*/src")):
        found.update(cycles(source.parent.name, read_sources(source)))
    allowed = EXCEPTIONS.read_text().splitlines()
    new = [edge for edge in found if edge not in allowed]
    stale = [edge for edge in allowed if edge not in found]

    if arguments == ["--update"] and len(found) <= len(allowed):
        EXCEPTIONS.write_text("".join(f"{edge}\n" for edge in found))
        print(f"{EXCEPTIONS.name}: {len(allowed)} exceptions before, {len(found)} now")
        return 0
    if arguments == ["--all"]:
        new = found
    for edge in new:
        print(edge, *(f"    {place}" for place in found[edge]), sep="\n")
    if arguments == ["--all"]:
        return 0
    if new:
        print(
            f"\n{len(new)} imports above are parts of cycles between top-level modules. A module imports only from those "
            "below it (ARCHITECTURE.md): move what both need into a module below both, or pass it as an "
            "argument.\n`.ci/cycles.py --all` prints all cycles; after a module was renamed, `.ci/cycles.py --update` "
            "brings .ci/cycles.txt up to date, which must not grow."
        )
    if stale:
        print(*stale, sep="\n")
        print(f"\n{len(stale)} exceptions above are no longer needed: `.ci/cycles.py --update` takes them out.")
    return 1 if new or stale else 0


def read_sources(folder):
    """Returns the text of each file of a crate by its path below `src`, without tests and other programs."""
    left_out = {"tests", "golden", "bin"}
    paths = [path for path in sorted(folder.rglob("*.rs")) if path.name != "tests.rs"]
    names = {path: path.relative_to(folder) for path in paths}
    return {str(name): path.read_text() for path, name in names.items() if not left_out & set(name.parts)}


def cycles(crate, sources):
    """Returns each import that is part of a cycle, as `crate: importer -> imported`, with its places."""
    files = [SourceFile(name, text) for name, text in sources.items()]
    for_tests = {module for file in files for module in file.test_modules}
    files = [file for file in files if not any(file.module[: len(module)] == module for module in for_tests)]
    modules = {file.module[0] for file in files if file.module} | {m for file in files for m in file.root_modules}
    reexports = {name: path for file in files for name, path in file.reexports.items()}

    def resolve(path):
        for _ in range(len(reexports) + 1):
            if path and path[0] in modules:
                return path[0]
            if not path or path[0] not in reexports:
                return CRATE_ROOT
            path = reexports[path[0]] + path[1:]
        return CRATE_ROOT

    edges = defaultdict(list)
    for file in files:
        for importer, path, line in file.imports:
            origin = importer[0] if importer else CRATE_ROOT
            target = resolve(path)
            if origin != target and origin not in REEXPORTS_FOR_DERIVES:
                edges[origin, target].append(f"{crate}/src/{file.name}:{line}: {'::'.join(['crate', *path])}")
    component = components({node for edge in edges for node in edge}, edges)
    return {
        f"{crate}: {origin} -> {target}": places
        for (origin, target), places in sorted(edges.items())
        if component[origin] == component[target]
    }


def components(nodes, edges):
    """Returns for each node which others it reaches and is reached from: those form a cycle with it."""
    reach = {node: {node} | {target for origin, target in edges if origin == node} for node in nodes}
    for through in nodes:
        for node in nodes:
            if through in reach[node]:
                reach[node] |= reach[through]
    return {node: frozenset(other for other in reach[node] if node in reach[other]) for node in nodes}


def tokens(text):
    """Yields each word or character outside comments and literals, with its line."""
    line = 1
    for match in TOKEN.finditer(text):
        if match["token"]:
            yield match["token"].removeprefix("r#"), line
        line += match[0].count("\n")


class SourceFile:
    """The imports of one file: (importing module, imported path, line), each below the crate's root."""

    def __init__(self, name, text):
        self.name = name
        parts = Path(name).with_suffix("").parts
        self.module = parts[:-1] if parts[-1] in {"mod", "lib", "main"} else parts
        self.imports = []
        self.reexports = {}
        self.root_modules = set()
        self.test_modules = set()
        self.tokens = list(tokens(text))
        self.read()

    def word(self, at):
        return self.tokens[at][0] if 0 <= at < len(self.tokens) else ""

    def read(self):
        # Inline modules, each with the depth of braces outside it.
        inline, depth, at = [], 0, 0
        while at < len(self.tokens):
            module = self.module + tuple(name for name, _ in inline)
            word = self.word(at)
            if word == "#" and self.is_test_attribute(at):
                at = self.skip_item(self.close(at + 1) + 1, module)
                continue
            if word == "mod" and self.word(at + 2) == "{":
                if not module:
                    self.root_modules.add(self.word(at + 1))
                inline.append((self.word(at + 1), depth))
                depth += 1
                at += 3
                continue
            if word == "macro_rules" and "macro_export" in [self.word(at - 2)] and module:
                self.reexports[self.word(at + 2)] = module
            if word == "use" and self.word(at + 1) != "<":
                at = self.read_use(at + 1, (), module)
                continue
            if word in {"crate", "super", "self"} and self.word(at + 1) == "::" and self.word(at - 1) not in {"in", "::"}:
                at = self.read_path(at, module)
                continue
            depth += (word == "{") - (word == "}")
            if inline and depth == inline[-1][1]:
                inline.pop()
            at += 1

    def is_test_attribute(self, at):
        if self.word(at + 1) != "[" or self.word(at + 2) != "cfg":
            return False
        words = [word for word, _ in self.tokens[at + 3 : self.close(at + 1)]]
        return "test" in words and "not" not in words

    def skip_item(self, at, module):
        """Returns where the item that begins at `at` ends; keeps which module it declares."""
        while self.word(at) == "#":
            at = self.close(at + 1) + 1
        while self.word(at) == "pub":
            at = self.close(at + 1) + 1 if self.word(at + 1) == "(" else at + 1
        if self.word(at) == "mod":
            self.test_modules.add((*module, self.word(at + 1)))
        while at < len(self.tokens) and self.word(at) not in {"{", ";", "}"}:
            at = self.close(at) + 1
        # A member's attribute: the brace is the end of what it is a member of.
        return at if self.word(at) == "}" else self.close(at) + 1

    def close(self, at):
        """Returns where the bracket that opens at `at` closes, or `at` where none opens."""
        depth = 0
        for position in range(at, len(self.tokens)):
            word = self.word(position)
            depth += (word in {"(", "[", "{"}) - (word in {")", "]", "}"})
            if depth <= 0:
                return position
        return len(self.tokens)

    def read_use(self, at, prefix, module):
        """Reads one tree of a `use`; returns where it ends."""
        path, line = list(prefix), self.tokens[at][1]
        while at < len(self.tokens) and self.word(at) not in {";", ",", "}"}:
            word = self.word(at)
            if word == "{":
                while self.word(at) != "}":
                    at = self.read_use(at + 1, path, module)
                return at + 1
            if word == "as":
                self.add(module, path, line, self.word(at + 1))
                return at + 2
            if word != "::":
                path.append(word)
            at += 1
        if path != list(prefix):
            self.add(module, path, line, path[-1] if path[-1] != "self" else path[-2])
        return at

    def read_path(self, at, module):
        path, line = [self.word(at)], self.tokens[at][1]
        while self.word(at + 1) == "::" and re.match(r"\w", self.word(at + 2)):
            path.append(self.word(at + 2))
            at += 2
        self.add(module, path, line, None)
        return at + 1

    def add(self, module, path, line, name):
        """Keeps an import, and in the crate's root what it makes `crate::name` mean."""
        absolute = absolute_path(module, path)
        if absolute is None and not module:
            # A child of the root, or another crate.
            absolute = tuple(path)
            if name != absolute[0]:
                self.reexports.setdefault(name, absolute)
            return
        if absolute is None:
            return
        self.imports.append((module, absolute, line))
        if not module and name and absolute[:1] != (name,):
            self.reexports.setdefault(name, absolute)


def absolute_path(module, path):
    """Returns the path below the crate's root that `path` means in `module`; nothing for a path of another crate."""
    if path[0] == "crate":
        base = ()
    elif path[0] in {"self", "super"}:
        base = module
    else:
        return None
    rest = [word for word in path if word not in {"crate", "self"}]
    while rest and rest[0] == "super":
        base, rest = base[:-1], rest[1:]
    return (*base, *(word for word in rest if word != "*"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
