"""Pages as they were parsed before: kept between runs, by what the file says.

Proving reads every page of the book to find the examples that have no record, and so does the gate
of each edition. A page that has not changed is taken from ``build/.cache/pages.pickle``, and the
parser is not even loaded. A page depends on its text, on this room's code and on the lock.
"""

from __future__ import annotations

import contextlib
import hashlib
import pickle
import sys
from dataclasses import dataclass, field
from pathlib import Path

from press.examples.model import Page
from press.layout import Layout
from press.whole import write_whole

_HERE = Path(__file__).parent


@dataclass
class _Kept:
    """Parsed pages by name, each with the digest of what it was parsed from."""

    by: str
    pages: dict[str, tuple[str, Page]] = field(default_factory=dict)


class Parsed:
    """The pages of one project that need not be parsed again."""

    def __init__(self, layout: Layout) -> None:
        self._root = layout.root
        self._file = layout.build / ".cache" / "pages.pickle"
        self._by = _parser_digest(layout)
        self._kept: _Kept | None = None
        self._changed = False

    def _load(self) -> _Kept:
        if self._kept is None:
            self._kept = _Kept(self._by)
            # Whatever cannot be read was written by another version, or in part: parse again.
            with contextlib.suppress(Exception), self._file.open("rb") as file:
                found = pickle.load(file)
                if isinstance(found, _Kept) and found.by == self._by:
                    self._kept = found
        return self._kept

    def find(self, name: str, raw: bytes, deck: bool) -> Page | None:
        """Return the page ``name`` if it was parsed from these bytes."""
        digest, page = self._load().pages.get(name, ("", None))
        return page if digest == _digest(raw, deck) else None

    def add(self, name: str, raw: bytes, deck: bool, page: Page) -> None:
        """Note what was parsed."""
        self._load().pages[name] = (_digest(raw, deck), page)
        self._changed = True

    def save(self) -> None:
        """Keep what was noted of pages that are still there."""
        if not self._changed:
            return
        kept = self._load()
        for name in [name for name in kept.pages if not (self._root / name).is_file()]:
            del kept.pages[name]
        write_whole(self._file, pickle.dumps(kept, protocol=pickle.HIGHEST_PROTOCOL))
        self._changed = False


def _digest(raw: bytes, deck: bool) -> str:
    return hashlib.sha256(b"%d" % deck + raw).hexdigest()


def _parser_digest(layout: Layout) -> str:
    """Digest everything that decides what a text is parsed to."""
    whole = hashlib.sha256(sys.version.encode())
    for file in [*sorted(_HERE.glob("*.py")), _HERE.parent / "tables.py", layout.lock]:
        whole.update(file.read_bytes() if file.is_file() else b"none")
    return whole.hexdigest()
