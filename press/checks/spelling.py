"""Spelling of what a reader sees: the pages, the decks, the programs, the pages beside the book.

codespell knows common misspellings; which of its dictionaries count and which words are right
here is said in ``book/prose.yml``.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from press.checks.outcome import Outcome, plural, relative
from press.finding import Finding
from press.layout import Layout
from press.prose_rules import Spelling, load_rules

_SUFFIXES = frozenset({".md", ".py", ".yml", ".toml", ".csv", ".txt"})
_LINE = re.compile(r"(?P<file>.+?):(?P<line>\d+): (?P<wrong>.+?) ==> (?P<right>.+)$")
_BATCH = 500


def sources(layout: Layout) -> list[Path]:
    """Return the files to read, without the rules, which name what is wrong."""
    found = list(layout.root.glob("*.md"))
    for folder in (layout.book, layout.slides, layout.code):
        found += (path for path in folder.rglob("*") if path.suffix in _SUFFIXES and path.is_file())
    rules = layout.book / "prose.yml"
    return sorted(path for path in found if path != rules and "__pycache__" not in path.parts)


def check_spelling(files: Iterable[Path], spelling: Spelling, layout: Layout) -> list[Finding]:
    """Run codespell over ``files``."""
    waiting = [str(path) for path in files]
    command = [sys.executable, "-m", "codespell_lib", "--disable-colors", "--quiet-level", "7"]
    command += ["--builtin", ",".join(spelling.dictionaries), "--uri-ignore-words-list", "*"]
    command += ["--ignore-words-list", ",".join(spelling.ignore)] if spelling.ignore else []
    found = []
    while waiting:
        batch, waiting = waiting[:_BATCH], waiting[_BATCH:]
        # From another folder, so that no setting of the place it is called from has a say.
        done = subprocess.run(
            [*command, *batch], capture_output=True, text=True, check=False, cwd=layout.book
        )
        if done.stderr.strip():
            raise RuntimeError(f"codespell: {done.stderr.strip()}")
        for match in filter(None, map(_LINE.match, done.stdout.splitlines())):
            name = relative(Path(match["file"]), layout)
            what, mend = f'"{match["wrong"]}"', f"write {match['right'].strip()}"
            found.append(Finding(name, int(match["line"]), what, mend, "spelling"))
    return found


def run(layout: Layout) -> Iterator[Outcome]:
    """Check the spelling of all sources."""
    files = sources(layout)
    spelling = load_rules(layout.book / "prose.yml").spelling
    yield Outcome("spelling", plural(len(files), "file"), check_spelling(files, spelling, layout))
