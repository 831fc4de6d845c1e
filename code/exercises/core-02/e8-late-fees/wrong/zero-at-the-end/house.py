"""The rules that are in force, in their order."""

from __future__ import annotations

import fees
from late import LateReturn
from rules import Cap, Free, Grace, PerDay

RULES: tuple[fees.Rule, ...] = (
    PerDay("book", 10),
    PerDay("film", 50),
    Grace(days=2),
    Cap(),
    Free("child"),
)


def bill(item: LateReturn) -> list[tuple[str, int]]:
    """The lines of the bill: what for, and how many cents."""
    return fees.bill(item, RULES)
