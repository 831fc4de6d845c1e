"""Totals by month: functions, because no rule has to outlive the call."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from tally.entry import Entry
from tally.money import Money


def by_month(entries: Iterable[Entry]) -> dict[tuple[str, str], list[Money]]:
    """Group the amounts by ('2026-02', 'EUR'), in that order."""
    groups: defaultdict[tuple[str, str], list[Money]] = defaultdict(list)
    for entry in entries:
        month = f"{entry.day:%Y-%m}"
        groups[month, entry.amount.currency].append(entry.amount)
    return dict(sorted(groups.items()))


def lines(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield one line of text for each month and currency."""
    for (month, currency), amounts in by_month(entries).items():
        zero = Money(0, currency)
        spent = sum((a for a in amounts if a < zero), start=zero)
        received = sum((a for a in amounts if a > zero), start=zero)
        yield f"{month} {spent:>15} {received:>15} {spent + received:>15}"
