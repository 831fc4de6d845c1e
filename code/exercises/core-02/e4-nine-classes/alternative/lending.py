"""What may be lent to whom, for how long, and what a late return costs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple


class NotLent(Exception):
    """This medium is not lent to this kind of patron."""


class Terms(NamedTuple):
    """How long, and at what price; starts with the medium, ends with the patron."""

    days: int
    cents_a_day: int
    adults_only: bool = False


class Loan:
    """An item that is out."""

    def __init__(self, terms: Terms, day: date) -> None:
        self.due = day + timedelta(days=terms.days)
        self._cents_a_day = terms.cents_a_day

    def fine(self, returned: date) -> int:
        """Cents to pay for a late return."""
        return max((returned - self.due).days, 0) * self._cents_a_day


def for_adults(terms: Terms) -> Terms:
    """As the medium says."""
    return terms


def for_children(terms: Terms) -> Terms:
    """No fines, and nothing that is for adults."""
    if terms.adults_only:
        raise NotLent("this is lent to adults and schools")
    return terms._replace(cents_a_day=0)


def for_schools(terms: Terms) -> Terms:
    """Twice as long."""
    return terms._replace(days=terms.days * 2)


MEDIA: dict[str, Terms] = {
    "book": Terms(days=28, cents_a_day=10),
    "film": Terms(days=7, cents_a_day=50),
    "laptop": Terms(days=3, cents_a_day=200, adults_only=True),
}

PATRONS: dict[str, Callable[[Terms], Terms]] = {
    "adult": for_adults,
    "child": for_children,
    "school": for_schools,
}


def lend(medium: str, patron: str, day: date) -> Loan:
    """Lend an item; NotLent where the house says no."""
    return Loan(PATRONS[patron](MEDIA[medium]), day)
