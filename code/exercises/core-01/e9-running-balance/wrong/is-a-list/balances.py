"""Wrong: a subclass of list inherits append, and anybody may use it.

Fails: test_nobody_can_add_a_balance_from_outside
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate

from tally.money import Money


class Balances(list[Money]):
    def __init__(self, opening: Money, amounts: Iterable[Money]) -> None:
        super().__init__(accumulate(amounts, initial=opening))
