"""Library cards: one class; a standing is a function of the age."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Refused(Exception):
    """Nothing more goes out on this card today."""


class Age(NamedTuple):
    """What the holder's age decides."""

    limit: int
    cents_a_day: int
    at_least: int = 0


AGES: dict[str, Age] = {
    "adult": Age(limit=10, cents_a_day=20),
    "senior": Age(limit=10, cents_a_day=10),
    "child": Age(limit=4, cents_a_day=0, at_least=1),
}


def all_of_it(age: Age) -> int:
    """In good standing."""
    return age.limit


def half_of_it(age: Age) -> int:
    """After a warning."""
    return max(age.limit // 2, age.at_least)


def the_least(age: Age) -> int:
    """While something is to be paid."""
    return age.at_least


STANDINGS: dict[str, Callable[[Age], int]] = {
    "good": all_of_it,
    "warned": half_of_it,
    "blocked": the_least,
}


class Card:
    """One card for life; its limit follows from its parts of today."""

    def __init__(self, number: str, age: str, standing: str = "good") -> None:
        self.number = number
        self.owes = 0
        self._titles: list[str] = []
        self.move_to(age)
        self.mark(standing)

    def move_to(self, age: str) -> None:
        """Take on another age, as on a birthday."""
        self._age = AGES[age]

    def mark(self, standing: str) -> None:
        """Take on another standing, as after a warning or a payment."""
        self._standing = STANDINGS[standing]

    @property
    def limit(self) -> int:
        """How many titles may be out on it."""
        return self._standing(self._age)

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
