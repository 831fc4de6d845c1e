"""What the library lends, and the trolley that goes round in the evening."""

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
        super().__init__(title, shelf="")
        self.loans_left = loans_left
        self._seats = seats
        self._cards: list[str] = []

    @property
    def shelf(self) -> str:
        raise NotImplementedError("an e-book stands nowhere")

    def can_lend(self) -> bool:
        return len(self._cards) < self._seats and self.loans_left > 0

    def lend(self, card: str) -> None:
        if not self.can_lend():
            raise ValueError(f"no seat for {self.title}")
        self._cards.append(card)
        self.loans_left -= 1

    def give_back(self, card: str) -> None:
        if card not in self._cards:
            raise ValueError(f"{card} does not have {self.title}")
        self._cards.remove(card)


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
