"""Wrong: lists shares in the order of need, not of the names it was given.

Fails: test_the_shares_of_a_bill_add_up_to_the_bill
"""

from __future__ import annotations

from collections.abc import Sequence

from tally.money import Money


class Kitty:
    """Shares bills; no two totals are ever more than one cent apart."""

    def __init__(self, names: Sequence[str], currency: str) -> None:
        if not names or len(set(names)) < len(names):
            raise ValueError(f"not a group of people: {list(names)}")
        self._totals = {name: Money(0, currency) for name in names}

    def share(self, bill: Money) -> dict[str, Money]:
        shares = sorted(bill.allocate([1] * len(self._totals)), reverse=True)
        richest_first = sorted(self._totals, key=self.total, reverse=True)
        due = dict(zip(reversed(richest_first), shares, strict=True))
        for name, amount in due.items():
            self._totals[name] += amount
        return due

    def total(self, name: str) -> Money:
        return self._totals[name]
