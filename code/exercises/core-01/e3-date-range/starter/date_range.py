"""Days of a statement, from the first to the last, both included."""

from __future__ import annotations

from datetime import date


class DateRange:
    """A range of days that are all in the statement."""

    def __init__(self, first: date, last: date) -> None:
        self.first = first
        self.last = last
