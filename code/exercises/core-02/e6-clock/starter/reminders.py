"""Letters to those who are late."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo


class BranchClock:
    """The clock of a branch: its zone, its hours, its days of closing."""

    def __init__(self, zone: str) -> None:
        self.zone = zone

    def today(self) -> date:
        """The day it is, in that zone."""
        return self.now().date()

    def now(self) -> datetime:
        """The moment it is, in that zone."""
        return datetime.now(ZoneInfo(self.zone))

    def is_open(self) -> bool:
        """Between nine and seven."""
        return 9 <= self.now().hour < 19


def letters(
    loans: Iterable[tuple[str, date]],
    clock: BranchClock,
) -> list[str]:
    """Write one line for each loan that is overdue today."""
    today = clock.today()
    return [
        f"{card}: {(today - due).days} days late ({clock.zone}, {today})"
        for card, due in loans
        if due < today
    ]
