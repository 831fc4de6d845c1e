"""Wrong: caps first, so that grace forgives what the cap has left over.

Fails: test_the_bill_of_this_house
"""

from __future__ import annotations

import fees
from late import LateReturn
from rules import Cap, Free, Grace, PerDay

RULES: tuple[fees.Rule, ...] = (
    PerDay("book", 10),
    PerDay("film", 50),
    Cap(),
    Grace(days=2),
    Free("child"),
)


def bill(item: LateReturn) -> list[tuple[str, int]]:
    """The lines of the bill: what for, and how many cents."""
    return fees.bill(item, RULES)
