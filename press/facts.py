"""What was made: the numbers that the landing page and the end of a build state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class DeckFacts:
    """One deck: its title, its file relative to ``build/`` and how many slides it has."""

    title: str
    path: str
    slides: int


@dataclass(frozen=True)
class PartFacts:
    """A part of an edition in a file of its own: a module's PDF, the EPUB of a track.

    ``pages`` are those of print, or the chapters of an EPUB.
    """

    title: str
    path: str
    bytes: int
    pages: int


@dataclass(frozen=True)
class EditionFacts:
    """One finished edition.

    ``path`` is relative to ``build/``; ``bytes`` is the size of the file, or of all files of an
    edition that is a folder; ``parts`` are files beside the main one. ``pages`` counts HTML pages
    of the website, chapters of the EPUB and printed pages of the PDF; ``decks`` is filled for the
    slides alone.
    """

    name: str
    title: str
    path: str
    bytes: int
    pages: int = 0
    seconds: float = 0.0
    current: bool = False
    decks: tuple[DeckFacts, ...] = field(default=())
    parts: tuple[PartFacts, ...] = field(default=())

    @property
    def slides(self) -> int:
        """Slides of all decks together."""
        return sum(deck.slides for deck in self.decks)


@dataclass(frozen=True)
class BookCounts:
    """What the book holds, counted while it was read, and on which Python its examples ran.

    ``examples`` are the Python blocks in the pages of the book, ``executed`` every block that
    was run to build it (shell blocks and hidden set-up too), ``lines`` the non-blank lines of
    the shown examples. ``fragments`` were not run, for the reason each page gives; ``not_run``
    need a newer Python than there was; ``elsewhere`` counts what ran on a newer one, by its name.
    """

    modules: int
    pages: int
    words: int
    examples: int
    lines: int
    diagrams: int
    questions: int
    exercises: int
    executed: int = 0
    fragments: int = 0
    not_run: int = 0
    python: str = ""
    elsewhere: Mapping[str, int] = field(default_factory=dict)

    @property
    def pythons(self) -> str:
        """Return "Python 3.11.7", and how many examples ran on which newer one."""
        rest = (f", {count} of them on {name}" for name, count in sorted(self.elsewhere.items()))
        return f"Python {self.python}" + "".join(rest)


def human_size(size: int) -> str:
    """Return a size in bytes the way a person reads it: ``837 KB``, ``4.2 MB``."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} KB"
    return f"{size / 1_000_000:.1f} MB"
