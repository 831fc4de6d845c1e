"""Wrong: rounds each share by itself, and cents appear or vanish.

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
        each = Money.rounded(bill.amount / len(self._totals), bill.currency)
        for name in self._totals:
            self._totals[name] += each
        return dict.fromkeys(self._totals, each)

    def total(self, name: str) -> Money:
        return self._totals[name]
