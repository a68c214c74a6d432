"""Tests of comments.py: which lines of a source are too wide."""

import unittest

from comments import too_wide

LONG = "word " * 20

CASES = {
    "comments of each kind": (f"// {LONG}x\n/// {LONG}x\n    //! {LONG}x\n", [1, 2, 3]),
    "exactly 100 columns": ("// " + "x" * 97 + "\n// " + "x" * 98, [2]),
    "characters of two columns": ("// " + "宽" * 48 + "\n// " + "宽" * 49, [2]),
    "code beside a comment": (f"let text = \"{LONG}\"; // {LONG}\n", []),
    "a row of a table": (f"/// | {LONG} | x |\n", []),
    "a URL": (f"// {LONG} https://example.com/\n", []),
    "a code block, and what follows it": (f"/// ```\n/// {LONG}x\n/// ```\n/// {LONG}x\n", [4]),
    "a block that its comment does not close": (f"/// ```\n/// {LONG}x\nfn f() {{}}\n/// {LONG}x\n", [4]),
}


class CommentsTest(unittest.TestCase):
    def test_cases(self):
        for name, (source, lines) in CASES.items():
            with self.subTest(name):
                self.assertEqual([number for number, _ in too_wide(source)], lines)


if __name__ == "__main__":
    unittest.main()
