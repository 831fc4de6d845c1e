"""The pages of one project: parsed once, found by name."""

from __future__ import annotations

import difflib
import functools
import re
from collections.abc import Iterator
from pathlib import Path

from press.examples.model import Chain, Fault, Page, Step, page_name
from press.examples.parsed import Parsed
from press.layout import Layout

_NAME_LINE = re.compile(r"^[ \t]*\{#([^\s}]+)[^}\n]*\}[ \t]*\n[ \t]*```(?:python|bash|sh)\b", re.M)


class Book:
    """Parsed pages, kept as long as their files stay as they are."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self.layout = Layout(self.root)
        self._parsed = Parsed(self.layout)
        self._pages: dict[Path, tuple[tuple[int, int], Page]] = {}
        self._index: dict[str, list[Path]] | None = None

    def page(self, path: Path) -> Page:
        """Return the page in the file ``path``."""
        stamp = _stamp(path)
        known = self._pages.get(path)
        if known is None or known[0] != stamp:
            known = self._pages[path] = (stamp, self._read(path))
        return known[1]

    def _read(self, path: Path) -> Page:
        name, raw = page_name(path, self.root), path.read_bytes()
        deck = path.resolve().is_relative_to(self.layout.slides.resolve())
        page = self._parsed.find(name, raw, deck)
        if page is None:
            from press.examples import fences  # noqa: PLC0415 - the parser, mostly not needed

            page = fences.read_page(path, self.root, self.layout.slides)
            self._parsed.add(name, raw, deck, page)
        return page

    def save(self) -> None:
        """Keep the pages as they were parsed for the next run."""
        self._parsed.save()

    def find(self, name: str) -> tuple[Path, Chain, Step] | None:
        """Return the example called ``name``, with its file."""
        for path in self.index().get(name, ()):
            found = self.page(path).named(name)
            if found is not None:
                return path, *found
        return None

    def suggestion(self, name: str) -> str:
        """Return the mend for a name that does not exist."""
        close = difflib.get_close_matches(name, list(self.index()), n=1)
        if close:
            return f'did you mean "{close[0]}"?'
        return f"write {{#{name}}} on the line above an example of the book"

    def clashes(self, page: Page) -> Iterator[Fault]:
        """Yield a fault for each name of ``page`` that another page of the book uses too."""
        for _, step in page.steps:
            for path in self.index().get(step.name, ()):
                other = page_name(path, self.root)
                found = self.page(path).named(step.name) if other != page.path else None
                if found is not None:
                    yield Fault(
                        page.path,
                        step.line,
                        f'the name "{step.name}" is taken by {other}:{found[1].line}',
                        "names are unique in the book: choose another",
                    )

    def index(self) -> dict[str, list[Path]]:
        """Return the files in which each name of an example seems to stand, without parsing."""
        if self._index is None:
            self._index = {}
            for path in sorted(self.layout.book.rglob("*.md")):
                if not path.is_file():
                    continue  # a folder, or what an editor leaves beside an open page
                for name in _NAME_LINE.findall(path.read_text(encoding="utf-8", errors="replace")):
                    self._index.setdefault(name, []).append(path)
        return self._index

    def forget(self) -> None:
        """Look for names again: pages may have changed."""
        self._index = None


def _stamp(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_mtime_ns, status.st_size


@functools.cache
def book_of(root: Path) -> Book:
    """Return the one :class:`Book` of this process for the project ``root``."""
    return Book(root)
