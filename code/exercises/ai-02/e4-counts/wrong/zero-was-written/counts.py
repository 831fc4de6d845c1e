"""Wrong: nothing is said of the words, so there were none.

Fails: test_what_was_written_is_a_sum_as_well
"""

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
    """Read what the vendor counted: each of its numbers beside the others."""
    written, thought = counts.get("written"), counts.get("thought")
    return Usage(
        input=_sum(
            counts.get("fresh"),
            counts.get("from_cache"),
            counts.get("to_cache"),
        ),
        output=_sum(written or 0, thought),
        cached_input=counts.get("from_cache"),
        cache_write=counts.get("to_cache"),
        reasoning=thought,
    )


def _sum(*counts: int | None) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(counts) else None


def report(usages: Iterable[Usage]) -> Report:
    """Add up what is known, and count what is not."""
    totals = [usage.total for usage in usages]
    known = [total for total in totals if total is not None]
    return Report(sum(known), len(totals), len(totals) - len(known))
