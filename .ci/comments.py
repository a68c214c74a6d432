#!/usr/bin/env python3
"""Finds comments of Rust files that are wider than 100 columns, as rustfmt leaves them alone.

A character that a terminal shows in two columns counts as two. Lines that cannot be broken are passed over: rows of
tables, code blocks, and lines with a URL. Generated code is judged by its emitter's tests.
"""

import re
import subprocess
import sys
import unicodedata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MAX_COLUMNS = 100
COMMENT = re.compile(r"\s*//[/!]?(?P<text>.*)")


def main():
    files = subprocess.check_output(["git", "ls-files", "*.rs"], cwd=ROOT, text=True).splitlines()
    found = [
        f"{file}:{line}: {columns} columns"
        for file in files
        if "golden" not in Path(file).parts
        for line, columns in too_wide((ROOT / file).read_text())
    ]
    if found:
        print(*found, sep="\n")
        print(f"\n{len(found)} comments above are wider than {MAX_COLUMNS} columns.")
    return 1 if found else 0


def too_wide(source):
    """Yields the number and the width of each comment line that is too wide."""
    in_code = False
    for number, line in enumerate(source.splitlines(), 1):
        comment = COMMENT.match(line)
        text = comment["text"].strip() if comment else ""
        if not comment:
            in_code = False
        elif text.startswith("```"):
            in_code = not in_code
        elif not in_code and not text.startswith("|") and "://" not in text and columns(line) > MAX_COLUMNS:
            yield number, columns(line)


def columns(text):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


if __name__ == "__main__":
    sys.exit(main())
