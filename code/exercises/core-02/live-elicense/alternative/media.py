"""What the library lends, and the trolley that goes round in the evening."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable


class Item(ABC):
    """Anything that is lent. Whoever is handed one relies on this:

    1. While `can_lend` says yes, `lend` succeeds; else it raises ValueError.
    2. `give_back` takes it from a card that has it, and from no other.
    """

    def __init__(self, title: str) -> None:
        self.title = title
        self._cards: list[str] = []

    @abstractmethod
    def can_lend(self) -> bool:
        """Whether there is something left to lend."""

    def lend(self, card: str) -> None:
        if not self.can_lend():
            raise ValueError(f"{self.title} is out")
        self._cards.append(card)

    def give_back(self, card: str) -> None:
        if card not in self._cards:
            raise ValueError(f"{card} does not have {self.title}")
        self._cards.remove(card)


class Book(Item):
    """A printed book. Whoever is handed one relies on this:

    1. `shelf` is the place to which it is carried back.
    2. After `lend` it cannot be lent again.
    3. After `give_back` it can, however often it has been out.
    """

    def __init__(self, title: str, shelf: str) -> None:
        super().__init__(title)
        self.shelf = shelf

    def can_lend(self) -> bool:
        return not self._cards


class ELicense(Item):
    """The right to lend an e-book: so many at a time, so often in all."""

    def __init__(self, title: str, seats: int, loans_left: int) -> None:
        super().__init__(title)
        self.loans_left = loans_left
        self._seats = seats

    def can_lend(self) -> bool:
        return len(self._cards) < self._seats and self.loans_left > 0

    def lend(self, card: str) -> None:
        super().lend(card)
        self.loans_left -= 1


def trolley(returned: Iterable[Book]) -> list[str]:
    """The round of the evening: each book and the shelf it belongs to."""
    return sorted(f"{book.shelf}: {book.title}" for book in returned)


def lend_all(items: Iterable[Item], card: str) -> list[str]:
    """Lend what can be lent; return the titles."""
    lent = []
    for item in items:
        if item.can_lend():
            item.lend(card)
            lent.append(item.title)
    return lent
