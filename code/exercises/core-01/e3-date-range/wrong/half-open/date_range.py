"""Wrong: leaves the last day out, as range() does with numbers.

Fails: test_the_first_and_the_last_day_belong_to_the_range
"""

from __future__ import annotations

from datetime import date, datetime


class DateRange:
    """A range of days that are all in the statement."""

    def __init__(self, first: date, last: date) -> None:
        if last < first:
            raise ValueError(f"{last} is before {first}")
        self._first = first
        self._last = last

    @property
    def first(self) -> date:
        """The first day; part of the range."""
        return self._first

    @property
    def last(self) -> date:
        """The last day; part of the range."""
        return self._last

    def __contains__(self, day: object) -> bool:
        # Every datetime is a date to isinstance, but no day.
        if not isinstance(day, date) or isinstance(day, datetime):
            return False
        return self._first <= day < self._last

    def __and__(self, other: DateRange) -> DateRange | None:
        if not isinstance(other, DateRange):
            return NotImplemented
        first = max(self._first, other._first)
        last = min(self._last, other._last)
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
        return f"DateRange({self._first!r}, {self._last!r})"

    def _ends(self) -> tuple[date, date]:
        return self._first, self._last
