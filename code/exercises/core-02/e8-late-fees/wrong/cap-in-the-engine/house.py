"""Wrong: builds one rule in, for all houses.

Fails: test_the_engine_knows_no_medium_and_no_patron
"""

from __future__ import annotations

import fees
from late import LateReturn
from rules import Free, Grace, PerDay

RULES: tuple[fees.Rule, ...] = (
    PerDay("book", 10),
    PerDay("film", 50),
    Grace(days=2),
    Free("child"),
)


def bill(item: LateReturn) -> list[tuple[str, int]]:
    """The lines of the bill: what for, and how many cents."""
    return fees.bill(item, RULES)
