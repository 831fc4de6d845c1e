"""Wrong: keeps a registry that rules enter by being imported, and ignores what is handed in.

Fails: test_a_rule_is_added_without_an_edit
"""

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

fees.REGISTRY.extend(RULES)


def bill(item: LateReturn) -> list[tuple[str, int]]:
    """The lines of the bill: what for, and how many cents."""
    return fees.bill(item, RULES)
