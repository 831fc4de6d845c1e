"""The counts of a vendor, with what Usage has for it."""

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
    thought = counts.get("thought")
    output = Usage(counts.get("written"), thought).total
    return Usage.beside(
        counts.get("fresh"),
        output,
        counts.get("from_cache"),
        counts.get("to_cache"),
        thought,
    )


def report(usages: Iterable[Usage]) -> Report:
    """Add up what is known, and count what is not."""
    tokens = answers = unknown = 0
    for usage in usages:
        answers += 1
        if usage.total is None:
            unknown += 1
        else:
            tokens += usage.total
    return Report(tokens, answers, unknown)
