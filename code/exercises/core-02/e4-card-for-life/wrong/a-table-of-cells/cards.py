"""Wrong: nine classes have become nine cells.

Fails: test_a_new_standing_is_one_entry
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


LIMITS = {
    ("adult", "good"): 10,
    ("adult", "warned"): 5,
    ("adult", "blocked"): 0,
    ("senior", "good"): 10,
    ("senior", "warned"): 5,
    ("senior", "blocked"): 0,
    ("child", "good"): 4,
    ("child", "warned"): 2,
    ("child", "blocked"): 1,
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
        self._age, self._age_name = AGES[age], age

    def mark(self, standing: str) -> None:
        """Take on another standing, as after a warning or a payment."""
        self._standing, self._standing_name = STANDINGS[standing], standing

    @property
    def limit(self) -> int:
        """How many titles may be out on it."""
        return LIMITS[self._age_name, self._standing_name]

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
