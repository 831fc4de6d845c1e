"""Wrong: hashes by content that anybody may change.

Fails: test_a_range_in_a_set_cannot_change
"""

from __future__ import annotations

from datetime import date, datetime


class DateRange:
    """A range of days that are all in the statement."""

    def __init__(self, first: date, last: date) -> None:
        if last < first:
            raise ValueError(f"{last} is before {first}")
        self.first = first
        self.last = last

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

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, DateRange):
            return NotImplemented
        return self._ends() == other._ends()

    def __hash__(self) -> int:
        return hash(self._ends())

    def __lt__(self, other: DateRange) -> bool:
        if not isinstance(other, DateRange):
            return NotImplemented
        return self._ends() < other._ends()

    def __repr__(self) -> str:
        return f"DateRange({self.first!r}, {self.last!r})"

    def _ends(self) -> tuple[date, date]:
        return self.first, self.last
