"""The index at the end of the book: entries of all pages in order, with the numbers of pages."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

#: The name of the index as a place in the book.
INDEX = "book-index"


@dataclass(frozen=True)
class Entry:
    """One line of the index: ``places`` are names in the book, with a mark for the main one.

    ``see`` is "see …", for an entry that leads to another one.
    """

    text: str
    places: tuple[tuple[str, bool], ...] = ()
    below: tuple[Entry, ...] = ()

    def names(self) -> Iterator[str]:
        """Yield every place that the entry or one below it leads to."""
        yield from (name for name, _ in self.places)
        for entry in self.below:
            yield from entry.names()


@dataclass(frozen=True)
class Number:
    """What stands behind an entry: "12", or "12–14" for a run of pages."""

    text: str
    target: str
    main: bool


def entries(created: Sequence[tuple[str, Sequence[Any]]]) -> list[Entry]:
    """Turn what Sphinx's ``create_index`` returns into entries, names sorted by their letters."""
    found = [
        Entry(
            text,
            _places(targets),
            tuple(Entry(name, _places(places)) for name, places in below),
        )
        for _, group in created
        for text, (targets, below, _) in group
    ]
    return sorted(found, key=lambda entry: (_letters(entry.text), entry.text))


def _places(targets: Iterable[tuple[str | None, str]]) -> tuple[tuple[str, bool], ...]:
    return tuple((uri.removeprefix("book:"), bool(main)) for main, uri in targets)


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFD", text).lower()
    return plain.strip("_@.*'\"“‘ ") or plain


def by_letter(found: Iterable[Entry]) -> Iterator[tuple[str, list[Entry]]]:
    """Group sorted entries by their first letter; what begins with none comes under "#"."""
    for letter, group in groupby(found, key=lambda entry: _first(entry.text)):
        yield letter, list(group)


def _first(text: str) -> str:
    first = _letters(text)[:1].upper()
    return first if first.isalpha() else "#"


def within(found: Iterable[Entry], known: Mapping[str, int]) -> Iterator[Entry]:
    """Keep what leads into the printed book; an entry that leads nowhere at all says "see"."""
    for entry in found:
        places = tuple(place for place in entry.places if place[0] in known)
        below = tuple(within(entry.below, known))
        if places or below or not [*entry.names()]:
            yield Entry(entry.text, places, below)


def numbers(entry: Entry, index: Mapping[str, int], labels: Sequence[str]) -> list[Number]:
    """Return the page numbers of an entry, each once, runs of three pages and more as one.

    ``index`` tells on which page a name is, ``labels`` how pages are numbered.
    """
    pages: dict[int, tuple[str, bool]] = {}
    for name, main in entry.places:
        page = index[name]
        first, was = pages.get(page, (name, False))
        pages[page] = (first, was or main)
    found: list[Number] = []
    for _, run in groupby(enumerate(sorted(pages)), key=lambda item: item[1] - item[0]):
        group = [page for _, page in run]
        if len(group) > 2 and not any(pages[page][1] for page in group):
            text = f"{labels[group[0]]}–{labels[group[-1]]}"
            found.append(Number(text, pages[group[0]][0], False))
        else:
            found += [Number(labels[page], *pages[page]) for page in group]
    return found
