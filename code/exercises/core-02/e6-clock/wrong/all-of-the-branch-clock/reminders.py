"""Wrong: copies the interface of one provider: who can tell the day has to tell the hour.

Fails: test_mypy_accepts_a_class_that_never_heard_of_the_letters
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Protocol


class Clock(Protocol):
    """What the letters need to know about time."""

    @property
    def zone(self) -> str:
        """The name of the time zone, as in 'Europe/Berlin'."""

    def today(self) -> date:
        """The day it is, in that zone."""

    def now(self) -> datetime:
        """The moment it is, in that zone."""

    def is_open(self) -> bool:
        """Between nine and seven."""


def letters(loans: Iterable[tuple[str, date]], clock: Clock) -> list[str]:
    """Write one line for each loan that is overdue today."""
    today = clock.today()
    return [
        f"{card}: {(today - due).days} days late ({clock.zone}, {today})"
        for card, due in loans
        if due < today
    ]
