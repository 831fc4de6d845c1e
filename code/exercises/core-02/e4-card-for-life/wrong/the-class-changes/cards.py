"""Wrong: nine classes, exchanged under a living object.

Fails: test_four_classes_do
"""

from __future__ import annotations


class Refused(Exception):
    """Nothing more goes out on this card today."""


class Card:
    """An adult's card in good standing."""

    limit = 10
    cents_a_day = 20

    def __init__(self, number: str, age: str, standing: str = "good") -> None:
        self.number = number
        self.owes = 0
        self._titles: list[str] = []
        self._age, self._standing = age, standing
        self.__class__ = KINDS[age, standing]

    def move_to(self, age: str) -> None:
        """Become a card of another class."""
        self.__class__ = KINDS[age, self._standing]
        self._age = age

    def mark(self, standing: str) -> None:
        """Become a card of another class."""
        self.__class__ = KINDS[self._age, standing]
        self._standing = standing

    @property
    def titles(self) -> tuple[str, ...]:
        """What is out on the card."""
        return tuple(self._titles)

    def borrow(self, title: str) -> None:
        """Note a title, or raise Refused."""
        if len(self._titles) >= self.limit:
            raise Refused(f"{self.number}: {len(self._titles)} titles out")
        self._titles.append(title)

    def give_back(self, title: str, days_late: int = 0) -> None:
        """Take a title off the card; note what a late one costs."""
        self._titles.remove(title)
        self.owes += days_late * self.cents_a_day


class WarnedCard(Card):
    limit = 5


class BlockedCard(Card):
    limit = 0


class SeniorCard(Card):
    cents_a_day = 10


class WarnedSeniorCard(SeniorCard):
    limit = 5


class BlockedSeniorCard(SeniorCard):
    limit = 0


class ChildCard(Card):
    limit = 4
    cents_a_day = 0


class WarnedChildCard(ChildCard):
    limit = 2


class BlockedChildCard(ChildCard):
    limit = 1  # no child goes home without a book


KINDS: dict[tuple[str, str], type[Card]] = {
    ("adult", "good"): Card,
    ("adult", "warned"): WarnedCard,
    ("adult", "blocked"): BlockedCard,
    ("senior", "good"): SeniorCard,
    ("senior", "warned"): WarnedSeniorCard,
    ("senior", "blocked"): BlockedSeniorCard,
    ("child", "good"): ChildCard,
    ("child", "warned"): WarnedChildCard,
    ("child", "blocked"): BlockedChildCard,
}
