"""Wrong: keeps the promises of a book, and none of a license.

Fails: test_3_a_license_counts_its_seats_and_its_loans
"""

from __future__ import annotations

from collections.abc import Iterable


class Book:
    """A printed book. Whoever is handed one relies on this:

    1. `shelf` is the place to which it is carried back.
    2. After `lend` it cannot be lent again.
    3. After `give_back` it can, however often it has been out.
    """

    def __init__(self, title: str, shelf: str) -> None:
        self.title = title
        self._shelf = shelf
        self._card: str | None = None

    @property
    def shelf(self) -> str:
        return self._shelf

    def can_lend(self) -> bool:
        return self._card is None

    def lend(self, card: str) -> None:
        if not self.can_lend():
            raise ValueError(f"{self.title} is out")
        self._card = card

    def give_back(self, card: str) -> None:
        if card != self._card:
            raise ValueError(f"{card} does not have {self.title}")
        self._card = None


class ELicense(Book):
    """The right to lend an e-book: so many at a time, so often in all."""

    def __init__(self, title: str, seats: int, loans_left: int) -> None:
        super().__init__(title, shelf="online")
        self.seats = seats
        self.loans_left = loans_left


def trolley(returned: Iterable[Book]) -> list[str]:
    """The round of the evening: each book and the shelf it belongs to."""
    return sorted(f"{book.shelf}: {book.title}" for book in returned)


def lend_all(items: Iterable[Book], card: str) -> list[str]:
    """Lend what can be lent; return the titles."""
    lent = []
    for item in items:
        if item.can_lend():
            item.lend(card)
            lent.append(item.title)
    return lent
