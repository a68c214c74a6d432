"""Tests of cycles.py: which imports of some sources are parts of a cycle."""

import unittest

from cycles import cycles

CASES = {
    "modules that know only those below": (
        {"lib.rs": "mod a; mod b;", "a.rs": "use crate::b::B;", "b.rs": "pub struct B;"},
        [],
    ),
    "two that import each other": (
        {"a.rs": "use crate::b::B;", "b.rs": "use crate::a::{A, inner::{C, D as E}};"},
        ["a -> b", "b -> a"],
    ),
    "three in a ring, and one outside it": (
        {"a.rs": "use crate::b;", "b.rs": "use crate::c;", "c.rs": "use crate::a;", "d.rs": "use crate::a;"},
        ["a -> b", "b -> c", "c -> a"],
    ),
    "a parent and its children": (
        {"a/mod.rs": "use self::b::B;", "a/b.rs": "use super::A; use super::super::a; use crate::a::c;"},
        [],
    ),
    "`super` in a child means a sibling of the parent": (
        {"a/mod.rs": "", "a/b.rs": "use super::super::c::C;", "c.rs": "use super::a;"},
        ["a -> c", "c -> a"],
    ),
    "`super` in an inline module": (
        {"a.rs": "mod inner { mod deep { use super::super::super::b; } } use super::c;", "b.rs": "use crate::a;", "c.rs": ""},
        ["a -> b", "b -> a"],
    ),
    "paths in bodies and macros": (
        {"a.rs": "fn f() { format!(\"{}\", crate::b::x()) }", "b.rs": "impl<'a> From<crate::a::A<'a>> for B {}"},
        ["a -> b", "b -> a"],
    ),
    "what the root re-exports": (
        {
            "lib.rs": "mod a; mod b; pub use a::A; pub use b::{c::{C as D}, *};",
            "a.rs": "use crate::D;",
            "b/mod.rs": "use crate::A;",
            "b/c.rs": "",
        },
        ["a -> b", "b -> a"],
    ),
    "a name that goes through two re-exports": (
        {"lib.rs": "pub use a::A; pub use crate::A as Again;", "a.rs": "use crate::b;", "b.rs": "use crate::Again;"},
        ["a -> b", "b -> a"],
    ),
    "a macro that is exported to the root": (
        {"lib.rs": "", "a.rs": "#[macro_export] macro_rules! m { () => { $crate::b::f() } }", "b.rs": "crate::m!();"},
        ["a -> b", "b -> a"],
    ),
    "what the root itself defines": (
        {"lib.rs": "fn f() { crate::a::g() }", "a.rs": "fn g() { crate::f() }"},
        ["(root) -> a", "a -> (root)"],
    ),
    "façades for derives": (
        {"lib.rs": "mod __private { pub use crate::private::v1; }", "private.rs": "pub use crate::a::A;", "a.rs": "use crate::private;"},
        [],
    ),
    "comments, literals and visibilities": (
        {
            "a.rs": "use crate::b;",
            "b.rs": "// crate::a\n/* crate::a */ \"crate::a \\\" crate::a\" r#\"\" crate::a\"# '\"' pub(in crate::a) b'\\'' crate::b",
        },
        [],
    ),
    "tests": (
        {
            "a.rs": "use crate::b;",
            "b.rs": """
                #[cfg(test)] pub(crate) mod support;
                #[cfg(all(test, unix))] #[allow(x)] mod tests { use crate::a; }
                #[cfg(test)] use crate::a;
                #[cfg(test)] fn f(a: [u8; 2]) -> bool { if true { crate::a::A } }
                struct S { #[cfg(test)] a: crate::a::A }
            """,
            "b/support.rs": "use crate::a;",
            "b/support/more.rs": "use crate::a;",
        },
        [],
    ),
    "what is compiled where nothing is tested": (
        {"a.rs": "use crate::b;", "b.rs": "#[cfg(test)] fn f() {} #[cfg(not(test))] use crate::a;"},
        ["a -> b", "b -> a"],
    ),
    "other crates": (
        {"a.rs": "use b::a; use ::a::b; use std::{a::b};", "b.rs": "use crate::a;"},
        [],
    ),
}


class Cycles(unittest.TestCase):
    maxDiff = None

    def test_the_imports_of_a_cycle_are_found(self):
        for name, (sources, expected) in CASES.items():
            with self.subTest(name):
                found = cycles("crate", sources)
                self.assertEqual(list(found), [f"crate: {edge}" for edge in expected])

    def test_an_import_tells_its_place(self):
        found = cycles("crate", {"a.rs": "\n\nuse crate::{\n    b::B,\n};", "b.rs": "/*\n*/ use crate::a::A;"})
        self.assertEqual(found["crate: a -> b"], ["crate/src/a.rs:4: crate::b::B"])
        self.assertEqual(found["crate: b -> a"], ["crate/src/b.rs:2: crate::a::A"])


if __name__ == "__main__":
    unittest.main()
