"""The directory of patrons: a port, two adapters, and some wrong ones."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol


class DirectoryError(Exception):
    """A card that is taken, or unknown."""


@dataclass
class Patron:
    """Somebody with a card; may move."""

    card: str
    name: str
    street: str


class Directory(Protocol):
    """All patrons, as if they were in memory.

    1. `get` finds what was added, and raises DirectoryError for another card.
    2. `add` raises DirectoryError for a card that is taken; nothing changes.
    3. `save` stores a new state; DirectoryError if the card is unknown.
    4. What is done to a patron between `add`, `get` and `save` counts for
       nothing.
    5. `named` gives those whose name begins like this, in whatever case, in
       order of name, then card.
    """

    def add(self, patron: Patron) -> None: ...

    def get(self, card: str) -> Patron: ...

    def save(self, patron: Patron) -> None: ...

    def named(self, start: str) -> Sequence[Patron]: ...


class MemoryDirectory:
    """Right."""

    def __init__(self) -> None:
        self._patrons: dict[str, Patron] = {}

    def add(self, patron: Patron) -> None:
        if patron.card in self._patrons:
            raise DirectoryError(f"{patron.card} is taken")
        self._patrons[patron.card] = replace(patron)

    def get(self, card: str) -> Patron:
        if card not in self._patrons:
            raise DirectoryError(f"no card {card}")
        return replace(self._patrons[card])

    def save(self, patron: Patron) -> None:
        self.get(patron.card)
        self._patrons[patron.card] = replace(patron)

    def named(self, start: str) -> Sequence[Patron]:
        folded = start.casefold()
        found = [
            replace(patron)
            for patron in self._patrons.values()
            if patron.name.casefold().startswith(folded)
        ]
        return sorted(found, key=lambda patron: (patron.name, patron.card))


class SqliteDirectory:
    """Right, and in a database."""

    def __init__(self) -> None:
        self._db = sqlite3.connect(":memory:")
        self._db.create_function("folded", 1, str.casefold)
        self._db.execute("CREATE TABLE patrons (card PRIMARY KEY, name, street)")

    def add(self, patron: Patron) -> None:
        try:
            row = (patron.card, patron.name, patron.street)
            self._db.execute("INSERT INTO patrons VALUES (?, ?, ?)", row)
        except sqlite3.IntegrityError:
            raise DirectoryError(f"{patron.card} is taken") from None

    def get(self, card: str) -> Patron:
        query = "SELECT * FROM patrons WHERE card = ?"
        for row in self._db.execute(query, (card,)):
            return Patron(*row)
        raise DirectoryError(f"no card {card}")

    def save(self, patron: Patron) -> None:
        self.get(patron.card)
        row = (patron.name, patron.street, patron.card)
        self._db.execute("UPDATE patrons SET name = ?, street = ? WHERE card = ?", row)

    def named(self, start: str) -> Sequence[Patron]:
        query = """
            SELECT * FROM patrons
            WHERE substr(folded(name), 1, length(folded(?1))) = folded(?1)
            ORDER BY name, card
        """
        return [Patron(*row) for row in self._db.execute(query, (start,))]


class OverwritingDirectory(MemoryDirectory):
    """Wrong: a card that is taken changes hands."""

    def add(self, patron: Patron) -> None:
        self._patrons[patron.card] = replace(patron)


class BlankDirectory(MemoryDirectory):
    """Wrong: makes up a patron for a card that nobody has."""

    def get(self, card: str) -> Patron:
        return replace(self._patrons.get(card, Patron(card, "", "")))


class SharingDirectory(MemoryDirectory):
    """Wrong: hands out the patron it keeps."""

    def get(self, card: str) -> Patron:
        super().get(card)
        return self._patrons[card]


class UnsortedDirectory(MemoryDirectory):
    """Wrong: gives patrons in the order in which they came."""

    def named(self, start: str) -> Sequence[Patron]:
        in_order = super().named(start)
        return [p for p in self._patrons.values() if p in in_order]


RIGHT: list[Callable[[], Directory]] = [MemoryDirectory, SqliteDirectory]
WRONG: list[Callable[[], Directory]] = [
    OverwritingDirectory,
    BlankDirectory,
    SharingDirectory,
    UnsortedDirectory,
]
