from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from contract import DirectoryContract
from directory import Directory, DirectoryError, MemoryDirectory, Patron, SqliteDirectory


def failing_tests(make: Callable[[], Directory]) -> list[str]:
    """Run the contract on one kind of directory; name the tests that fail."""

    class Suite(DirectoryContract):
        def make(self) -> Directory:
            return make()

    failing = []
    for name in dir(Suite):
        if name.startswith("test_"):
            try:
                getattr(Suite(), name)()
            except (Exception, pytest.fail.Exception):
                failing.append(name)
    return failing


class TupleDirectory(MemoryDirectory):
    """Right: a tuple is a sequence too."""

    def named(self, start: str) -> Sequence[Patron]:
        return tuple(super().named(start))


class KeepingDirectory(MemoryDirectory):
    """Wrong: keeps the patron that it was given."""

    def add(self, patron: Patron) -> None:
        super().add(patron)
        self._patrons[patron.card] = patron


class AddingDirectory(MemoryDirectory):
    """Wrong: saving an unknown patron adds it."""

    def save(self, patron: Patron) -> None:
        self._patrons[patron.card] = patron


class UnsavedDirectory(SqliteDirectory):
    """Wrong: saves the name and forgets the street."""

    def save(self, patron: Patron) -> None:
        street = self.get(patron.card).street
        super().save(Patron(patron.card, patron.name, street))


class LikeDirectory(SqliteDirectory):
    """Wrong: folds the case of 26 letters, and takes % for a pattern."""

    def named(self, start: str) -> Sequence[Patron]:
        query = "SELECT * FROM patrons WHERE name LIKE ? || '%' ORDER BY name, card"
        return [Patron(*row) for row in self._db.execute(query, (start,))]


class WhereverDirectory(MemoryDirectory):
    """Wrong: finds the text anywhere in the name."""

    def named(self, start: str) -> Sequence[Patron]:
        everybody = super().named("")
        return [p for p in everybody if start.casefold() in p.name.casefold()]


class TornDirectory(MemoryDirectory):
    """Wrong: refuses a card that is taken after it has stored the patron."""

    def add(self, patron: Patron) -> None:
        taken = patron.card in self._patrons
        self._patrons[patron.card] = Patron(patron.card, patron.name, patron.street)
        if taken:
            raise DirectoryError(f"{patron.card} is taken")


SUBTLE = [
    KeepingDirectory,
    AddingDirectory,
    UnsavedDirectory,
    LikeDirectory,
    WhereverDirectory,
    TornDirectory,
]


def test_a_right_directory_of_another_make_passes() -> None:
    assert failing_tests(TupleDirectory) == []


@pytest.mark.parametrize("make", SUBTLE)
def test_a_subtly_wrong_directory_is_noticed(make: Callable[[], Directory]) -> None:
    assert failing_tests(make), f"no test of yours minds: {make.__doc__}"
