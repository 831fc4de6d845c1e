"""Days of a statement, from the first to the last, both included."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, order=True)
class DateRange:
    """A range of days that are all in the statement."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"{self.last} is before {self.first}")

    def __contains__(self, day: object) -> bool:
        # Every datetime is a date to isinstance, but no day.
        if not isinstance(day, date) or isinstance(day, datetime):
            return False
        return self.first <= day <= self.last

    def __and__(self, other: DateRange) -> DateRange | None:
        if not isinstance(other, DateRange):
            return NotImplemented
        first = max(self.first, other.first)
        last = min(self.last, other.last)
        return DateRange(first, last) if first <= last else None
