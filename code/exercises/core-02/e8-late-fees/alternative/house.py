"""The rules that are in force, in their order."""

from __future__ import annotations

import fees
from late import LateReturn
from rules import CAP, Named, free, grace, per_day

RULES: tuple[Named, ...] = (
    per_day("book", 10),
    per_day("film", 50),
    grace(days=2),
    CAP,
    free("child"),
)


def bill(item: LateReturn) -> list[tuple[str, int]]:
    """The lines of the bill: what for, and how many cents."""
    return fees.bill(item, RULES)
