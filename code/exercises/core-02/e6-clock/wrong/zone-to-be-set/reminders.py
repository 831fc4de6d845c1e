"""Wrong: a plain attribute in a Protocol must be settable, and nobody sets it.

Fails: test_a_zone_that_can_only_be_read_is_enough
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Protocol


class Clock(Protocol):
    """What the letters need to know about time."""

    zone: str

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
