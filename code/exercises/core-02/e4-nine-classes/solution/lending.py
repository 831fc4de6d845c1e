"""What may be lent to whom, for how long, and what a late return costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


class NotLent(Exception):
    """This medium is not lent to this kind of patron."""


@dataclass(frozen=True)
class Medium:
    """What an item decides."""

    days: int
    cents_a_day: int
    adults_only: bool = False


@dataclass(frozen=True)
class Patron:
    """What the holder of a card decides."""

    stretch: int = 1
    pays: bool = True
    minor: bool = False


class Loan:
    """An item that is out: one medium, one patron."""

    def __init__(self, medium: Medium, patron: Patron, day: date) -> None:
        if medium.adults_only and patron.minor:
            raise NotLent("this is lent to adults and schools")
        self.due = day + timedelta(days=medium.days * patron.stretch)
        self._cents_a_day = medium.cents_a_day if patron.pays else 0

    def fine(self, returned: date) -> int:
        """Cents to pay for a late return."""
        return max((returned - self.due).days, 0) * self._cents_a_day


MEDIA: dict[str, Medium] = {
    "book": Medium(days=28, cents_a_day=10),
    "film": Medium(days=7, cents_a_day=50),
    "laptop": Medium(days=3, cents_a_day=200, adults_only=True),
}

PATRONS: dict[str, Patron] = {
    "adult": Patron(),
    "child": Patron(pays=False, minor=True),
    "school": Patron(stretch=2),
}


def lend(medium: str, patron: str, day: date) -> Loan:
    """Lend an item; NotLent where the house says no."""
    return Loan(MEDIA[medium], PATRONS[patron], day)
