"""Letters to those who are late."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Protocol


class Clock(Protocol):
    """What the letters need to know about time."""

    @property
    def zone(self) -> str:
        """The name of the time zone, as in 'Europe/Berlin'."""

    def today(self) -> date:
        """The day it is, in that zone."""


def letters(loans: Iterable[tuple[str, date]], clock: Clock) -> list[str]:
    """Write one line for each loan that is overdue today."""
    today = clock.today()
    return [
        f"{card}: {(today - due).days} days late ({clock.zone}, {today})"
        for card, due in loans
        if due < today
    ]
