"""Wrong: a birthday makes a second card, and the queue holds the first.

Fails: test_the_card_stays_the_same_card
"""

from __future__ import annotations

from dataclasses import dataclass


class Refused(Exception):
    """Nothing more goes out on this card today."""


@dataclass(frozen=True)
class Age:
    """What the holder's age decides."""

    limit: int
    cents_a_day: int
    at_least: int = 0


@dataclass(frozen=True)
class Standing:
    """How much of the limit is left."""

    percent: int


AGES: dict[str, Age] = {
    "adult": Age(limit=10, cents_a_day=20),
    "senior": Age(limit=10, cents_a_day=10),
    "child": Age(limit=4, cents_a_day=0, at_least=1),
}

STANDINGS: dict[str, Standing] = {
    "good": Standing(percent=100),
    "warned": Standing(percent=50),
    "blocked": Standing(percent=0),
}


class Card:
    """One card for life; its limit follows from its parts of today."""

    def __init__(self, number: str, age: str, standing: str = "good") -> None:
        self.number = number
        self.owes = 0
        self._titles: list[str] = []
        self._age = AGES[age]
        self._standing = STANDINGS[standing]
        self._names = age, standing

    def move_to(self, age: str) -> Card:
        """Take on another age, as on a birthday."""
        return self._copy(age, self._names[1])

    def mark(self, standing: str) -> None:
        """Take on another standing, as after a warning or a payment."""
        self._standing = STANDINGS[standing]
        self._names = self._names[0], standing

    def _copy(self, age: str, standing: str) -> Card:
        card = Card(self.number, age, standing)
        card.owes, card._titles = self.owes, list(self._titles)
        return card

    @property
    def limit(self) -> int:
        """How many titles may be out on it."""
        left = self._age.limit * self._standing.percent // 100
        return max(left, self._age.at_least)

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
        self.owes += days_late * self._age.cents_a_day
