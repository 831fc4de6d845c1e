"""The counts of a vendor, one by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from parlance.domain.usage import Usage


@dataclass(frozen=True, slots=True)
class Report:
    """What many answers cost, as far as it is known."""

    tokens: int
    answers: int
    unknown: int


def usage_of(counts: Mapping[str, int | None]) -> Usage:
    """Read what the vendor counted."""
    return Usage(
        input=counts.get("fresh") or 0,
        output=counts.get("written") or 0,
        cached_input=counts.get("from_cache") or 0,
        cache_write=counts.get("to_cache") or 0,
        reasoning=counts.get("thought") or 0,
    )


def report(usages: Iterable[Usage]) -> Report:
    """Add up what is known."""
    totals = [usage.total or 0 for usage in usages]
    return Report(sum(totals), len(totals), totals.count(0))
